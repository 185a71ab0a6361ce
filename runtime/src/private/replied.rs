//! What the code of `#[derive(FromReply)]` and `#[derive(ScriptError)]` calls. Errors say what was found, but not
//! its content, which may be nobody's business.

use std::fmt;

use redis::{FromRedisValue, ParsingError, Value};

use crate::{Error, ScriptError};

/// The items of an array that has one for each field.
#[inline]
pub fn items(value: Value, fields: &[&str]) -> Result<std::vec::IntoIter<Value>, ParsingError> {
    match value {
        Value::Array(items) | Value::Set(items) if items.len() == fields.len() => Ok(items.into_iter()),
        Value::Attribute { data, .. } => items(*data, fields),
        // As it is for a tuple.
        Value::Map(pairs) if pairs.len() * 2 == fields.len() => {
            Ok(pairs.into_iter().flat_map(<[Value; 2]>::from).collect::<Vec<_>>().into_iter())
        }
        other => Err(miscounted(&other, fields)),
    }
}

#[cold]
fn miscounted(value: &Value, fields: &[&str]) -> ParsingError {
    let expected = if fields.len() == 1 { "1 item".to_owned() } else { format!("{} items", fields.len()) };
    let found = match value {
        Value::Array(items) | Value::Set(items) if items.len() < fields.len() => {
            format!("one of {}: `{}` is missing", items.len(), fields[items.len()])
        }
        Value::Array(items) | Value::Set(items) => format!("one of {}", items.len()),
        other => Kind::of(other).name().to_owned(),
    };
    format!("expected an array of {expected}, found {found}").into()
}

/// The value of a field: the item at `position`, from 1, or with 0 the one that stands for its name.
#[inline]
pub fn field<T: FromRedisValue>(value: Option<Value>, name: &str, position: usize) -> Result<T, ParsingError> {
    let value = value.unwrap_or(Value::Nil);
    let found = Kind::of(&value);
    match T::from_redis_value(value) {
        Ok(value) => Ok(value),
        Err(error) => Err(unfit(&error, std::any::type_name::<T>(), found, name, position)),
    }
}

#[cold]
fn unfit(error: &ParsingError, expected: &str, found: Kind, name: &str, position: usize) -> ParsingError {
    let place = if position == 0 { format!("field `{name}`") } else { format!("field `{name}` (item {position})") };
    let error = error.to_string();
    let error = error.strip_prefix("Incompatible type - ").unwrap_or(&error);
    // The error of a derived type says more.
    if ["field `", "expected "].iter().any(|start| error.starts_with(start)) {
        return format!("{place}: {error}").into();
    }
    format!("{place}: expected `{expected}`, found {}", found.name()).into()
}

/// A field that has to be among the names.
#[inline]
pub fn present<T>(value: Option<T>, name: &str) -> Result<T, ParsingError> {
    value.ok_or_else(|| format!("field `{name}`: the reply has no such name").into())
}

/// Names and values.
pub fn pairs(value: Value) -> Result<impl Iterator<Item = (Value, Value)>, ParsingError> {
    let value = match value {
        Value::Attribute { data, .. } => *data,
        other => other,
    };
    value.into_map_iter().map_err(|value| {
        let found = match &value {
            Value::Array(items) => format!("an array of {}", items.len()),
            other => Kind::of(other).name().to_owned(),
        };
        format!("expected names and values in turn, or a map, found {found}").into()
    })
}

/// A name in a reply; nothing that a field is called by if it is no text.
#[inline]
pub fn name(value: &Value) -> &[u8] {
    text(value).unwrap_or_default()
}

/// A reply that is a text.
#[inline]
pub fn text(value: &Value) -> Option<&[u8]> {
    match value {
        Value::BulkString(bytes) => Some(bytes),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => Some(text.as_bytes()),
        Value::Okay => Some(b"OK"),
        Value::Attribute { data, .. } => text(data),
        _ => None,
    }
}

/// A reply that is an integer, or the text of one.
#[inline]
pub fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        other => i64::from_redis_value_ref(other).ok(),
    }
}

/// No variant stands for the reply.
#[cold]
pub fn none_of(expected: &str, value: &Value) -> ParsingError {
    let found = match Kind::of(value) {
        Kind::Integer => "another integer",
        Kind::Text => "another text",
        kind => kind.name(),
    };
    format!("expected one of {expected}, found {found}").into()
}

/// What kind of value it is.
#[derive(Clone, Copy)]
enum Kind {
    Null,
    Integer,
    Text,
    Status,
    Array,
    Map,
    Float,
    Boolean,
    Other,
}

impl Kind {
    #[inline]
    fn of(value: &Value) -> Self {
        match value {
            Value::Nil => Self::Null,
            Value::Int(_) => Self::Integer,
            Value::BulkString(_) | Value::VerbatimString { .. } => Self::Text,
            Value::Okay | Value::SimpleString(_) => Self::Status,
            Value::Array(_) | Value::Set(_) => Self::Array,
            Value::Map(_) => Self::Map,
            Value::Double(_) => Self::Float,
            Value::Boolean(_) => Self::Boolean,
            _ => Self::Other,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Integer => "an integer",
            Self::Text => "a text",
            Self::Status => "a status",
            Self::Array => "an array",
            Self::Map => "a map",
            Self::Float => "a float",
            Self::Boolean => "a bool",
            Self::Other => "another kind of reply",
        }
    }
}

/// What a variant of an error type can keep of the script's error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't keep a script's error",
    label = "not a type that keeps an error",
    note = "use `String` (or `Box<str>`) for the message, or `redis_script::ScriptError` for all that is known"
)]
pub trait Kept: Sized {
    /// Keeps it.
    fn keep(error: ScriptError) -> Self;

    /// Shows an error of that code.
    fn show(&self, code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// What lies behind what is shown.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        None
    }
}

// One by one: a list that a macro makes of them would be in the errors of those who try another type.
impl Kept for String {
    fn keep(error: ScriptError) -> Self {
        error.message().to_owned()
    }

    fn show(&self, code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{code} {self}")
    }
}

impl Kept for Box<str> {
    fn keep(error: ScriptError) -> Self {
        error.message().into()
    }

    fn show(&self, code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{code} {self}")
    }
}

impl Kept for ScriptError {
    fn keep(error: ScriptError) -> Self {
        error
    }

    fn show(&self, _: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }

    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(self)
    }
}

impl Kept for Error {
    fn keep(error: ScriptError) -> Self {
        Self::Script(error)
    }

    fn show(&self, _: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }

    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(self)
    }
}

/// What a variant keeps, when it is shown. A type that isn't [`Kept`] is reported where the error is kept, and takes
/// [`NotKept`]'s functions here.
#[derive(Debug)]
pub struct Shown<'a, T>(pub &'a T);

impl<'a, T: Kept> Shown<'a, T> {
    /// Shows an error of that code.
    pub fn show(&self, code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(code, out)
    }

    /// What lies behind what is shown.
    pub fn source(&self) -> Option<&'a (dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// For all other types.
pub trait NotKept<'a> {
    /// The code alone.
    fn show(&self, code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(code)
    }

    /// Nothing.
    fn source(&self) -> Option<&'a (dyn std::error::Error + 'static)> {
        None
    }
}

impl<'a, T> NotKept<'a> for Shown<'a, T> {}
