//! Values of any shape as one argument, and as one reply.

#[cfg(feature = "json")]
mod json;
#[cfg(feature = "msgpack")]
#[allow(clippy::doc_markdown, reason = "MessagePack is a name")]
mod msgpack;

#[cfg(feature = "json")]
pub use json::Json;
#[cfg(feature = "msgpack")]
pub use msgpack::MsgPack;
use redis::{ParsingError, Value};

/// The bytes of a reply that is one text.
fn bytes<'v>(reply: &'v Value, format: &str) -> Result<&'v [u8], ParsingError> {
    match reply {
        Value::BulkString(bytes) => Ok(bytes),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => Ok(text.as_bytes()),
        Value::Okay => Ok(b"OK"),
        Value::Nil => Err(format!("no {format}: the script returned nil or false").into()),
        _ => Err(format!("no {format}: a script returns that as a string").into()),
    }
}
