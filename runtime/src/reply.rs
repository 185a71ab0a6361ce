//! From a server's reply to the type that the caller asked for.

use redis::{FromRedisValue, ServerError, Value};

use crate::{Error, Script, private::Read};

/// Converts a reply. An error inside a table is an error, as it is for every command of the `redis`
/// crate; that one rebuilds the whole reply to find it, this looks only where one can hide.
#[inline]
pub(crate) fn decode<T: FromRedisValue>(
    script: &'static Script,
    plain: Option<Read<T>>,
    reply: Value,
) -> Result<T, Error> {
    match plain.and_then(|read| read(&reply)) {
        Some(value) => Ok(value),
        None => convert(script, reply),
    }
}

fn convert<T: FromRedisValue>(script: &'static Script, reply: Value) -> Result<T, Error> {
    if let Some(error) = nested_error(&reply) {
        return Err(Error::from_server(script, error.clone()));
    }
    T::from_redis_value(reply).map_err(|error| Error::undecodable::<T>(Some(script), error))
}

/// The first error in a reply.
pub(crate) fn nested_error(value: &Value) -> Option<&ServerError> {
    match value {
        Value::ServerError(error) => Some(error),
        Value::Array(items) | Value::Set(items) | Value::Push { data: items, .. } => {
            items.iter().filter(|item| !is_leaf(item)).find_map(nested_error)
        }
        Value::Map(pairs) => pairs.iter().find_map(|(key, value)| nested_error(key).or_else(|| nested_error(value))),
        Value::Attribute { data, .. } => nested_error(data),
        _ => None,
    }
}

/// Whether it is one of the values that most replies are made of, and has no room for an error.
#[inline]
fn is_leaf(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::BulkString(_) | Value::Nil | Value::SimpleString(_) | Value::Okay)
}
