//! Takes out of others' error texts what they repeat of keys and arguments: errors end in logs.

use redis::{ParsingError, RedisError, ServerError};

use super::script_error::server_error;

/// Where a server that doesn't know a command begins to repeat its arguments.
const REPEATED: &str = ", with args beginning with: ";
/// Where the `redis` crate begins to repeat a reply, which can be what the script was given.
const REPLIED: &str = " (value was ";

pub(super) fn of_server(error: ServerError) -> ServerError {
    match error.details().and_then(|details| details.split_once(REPEATED)) {
        Some((kept, _)) => server_error(error.code(), kept),
        None => error,
    }
}

pub(super) fn of_redis(error: RedisError) -> RedisError {
    match error.detail() {
        Some(detail) if detail.contains(REPEATED) => match ServerError::try_from(error) {
            Ok(error) => of_server(error).into(),
            Err(error) => error,
        },
        _ => error,
    }
}

/// Keeps what kind of reply it was: `(value was a bulk-string)`.
pub(super) fn of_parsing(error: ParsingError) -> ParsingError {
    let text = error.to_string();
    let Some((kept, reply)) = text.split_once(REPLIED) else { return error };
    let kept = kept.strip_prefix("Incompatible type - ").unwrap_or(kept);
    let kind = reply.split(['(', ')', ' ']).next().unwrap_or_default();
    ParsingError::from(format!("{kept}{REPLIED}{kind})"))
}

#[cfg(test)]
mod tests {
    use redis::{FromRedisValue, Value};

    use super::{of_parsing, of_server, server_error};

    #[test]
    fn replies_are_not_repeated() {
        let reply = |value: Value| u64::from_redis_value(value).map_err(of_parsing).unwrap_err().to_string();
        let text = reply(Value::BulkString(b"secret".to_vec()));
        assert!(text.ends_with("(value was bulk-string)") && !text.contains("secret"), "{text}");
        let text = reply(Value::Array(vec![Value::BulkString(b"secret".to_vec())]));
        assert!(text.ends_with("(value was array)") && !text.contains("secret"), "{text}");
        assert!(reply(Value::Nil).ends_with("(value was nil)"));
    }

    #[test]
    fn arguments_are_not_repeated() {
        let text =
            "unknown command 'EVALSHA', with args beginning with: 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db' 's' ";
        let error = of_server(server_error("ERR", text));
        assert_eq!((error.code(), error.details()), ("ERR", Some("unknown command 'EVALSHA'")));
    }
}
