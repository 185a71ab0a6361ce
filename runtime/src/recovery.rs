//! What a reply means, and what is done where the server doesn't know the script.
//!
//! The rules, in one place for async and blocking connections:
//!
//! 1. Only the server's own `NOSCRIPT` is answered by sending anything again: its whole text, at the top
//!    level, to a command that named the script by its SHA1. Then nothing has run. A script can return
//!    an error with that code too, after it has written; one that could return the server's very text is
//!    sent whole from the start ([`Script::is_always_evaluated`](crate::Script::is_always_evaluated)).
//! 2. Then `SCRIPT LOAD` and the call go out in one write, once. A second `NOSCRIPT` is an error.
//! 3. Where `SCRIPT` is refused and the call still misses, the call goes out once more with the text.
//! 4. No other error is ever answered by sending anything again.

use redis::{ErrorKind, RedisError, RedisResult, ServerError, ServerErrorKind, Value};

use crate::{Error, call::Call, observe};

/// What the reply to a call says.
pub(crate) enum Answer {
    Reply(Value),
    /// The server doesn't know the script.
    Missing,
    Failed(Error),
}

/// What the replies to `SCRIPT LOAD` and a call say.
pub(crate) enum Loaded {
    Answered(Result<Value, Error>),
    /// The load was refused with this error, and so the script is still missing.
    Refused(ServerError),
}

/// Reads the reply to a call.
pub(crate) fn read(call: &Call, reply: RedisResult<Value>) -> Answer {
    match server_error(reply) {
        Ok(Ok(value)) => Answer::Reply(value),
        Ok(Err(error)) if call.head.is_recoverable() && is_noscript(&error) => Answer::Missing,
        Ok(Err(error)) => Answer::Failed(failure(call, error)),
        Err(error) => Answer::Failed(Error::from_redis(call.script(), error)),
    }
}

/// Reads the replies to `SCRIPT LOAD` and the call behind it.
pub(crate) fn read_loaded(call: &Call, replies: RedisResult<Vec<Value>>) -> Loaded {
    let replies = match replies {
        Ok(replies) => <[Value; 2]>::try_from(replies).map_err(|_| unexpected_replies()),
        Err(error) => Err(error),
    };
    let (load, reply) = match replies {
        Ok([load, reply]) => (load, reply),
        Err(error) => return Loaded::Answered(Err(Error::from_redis(call.script(), error))),
    };
    if !matches!(load, Value::ServerError(_)) {
        observe::loaded(call.script());
    }
    // The load's own reply is read even where the call succeeded without it: only it says why a call
    // still misses.
    match (read(call, Ok(reply)), load) {
        (Answer::Reply(value), _) => Loaded::Answered(Ok(value)),
        (Answer::Failed(error), _) => Loaded::Answered(Err(error)),
        (Answer::Missing, Value::ServerError(refusal)) if !is_about_the_text(&refusal) => Loaded::Refused(refusal),
        (Answer::Missing, Value::ServerError(refusal)) => {
            Loaded::Answered(Err(Error::from_server(call.script(), refusal)))
        }
        (Answer::Missing, _) => Loaded::Answered(Err(Error::missing(call.script()))),
    }
}

/// Reads the reply to the call with the script's text, which was sent since a load was refused.
pub(crate) fn read_evaluated(call: &Call, refusal: &ServerError, reply: RedisResult<Value>) -> Result<Value, Error> {
    observe::fell_back(call.script(), Some(refusal));
    match server_error(reply) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) if is_refusal(&error) => Err(Error::refused(call.script(), error, refusal)),
        Ok(Err(error)) => Err(Error::from_server(call.script(), error)),
        Err(error) => Err(Error::from_redis(call.script(), error)),
    }
}

/// The error of a call that isn't sent again.
fn failure(call: &Call, error: ServerError) -> Error {
    if error.kind() == Some(ServerErrorKind::CrossSlot)
        && let Some((first, other)) = call.crossing()
    {
        return Error::cross_slot(call.script(), first, other);
    }
    Error::from_server(call.script(), error)
}

/// Whether an error is a server's own `NOSCRIPT`: one of the texts that servers send, and nothing more.
pub(crate) fn is_noscript(error: &ServerError) -> bool {
    error.kind() == Some(ServerErrorKind::NoScript)
        && matches!(
            error.details(),
            Some(
                // Redis (all versions), Valkey 7.2, Dragonfly
                "No matching script. Please use EVAL."
                // Valkey 8.0 and later
                | "No matching script."
                // Kvrocks
                | "No matching script. Please use EVAL"
            )
        )
}

/// Whether a load failed for what the script says: the server would say the same to `EVAL`.
fn is_about_the_text(refusal: &ServerError) -> bool {
    let details = refusal.details().unwrap_or_default();
    refusal.kind() == Some(ServerErrorKind::ResponseError)
        && ["Error compiling script", " shebang", " scripting engine"].iter().any(|text| details.contains(text))
}

/// Whether a command as such was refused.
fn is_refusal(error: &ServerError) -> bool {
    error.kind() == Some(ServerErrorKind::NoPerm)
        || error.kind() == Some(ServerErrorKind::ResponseError)
            && error.details().is_some_and(|details| details.starts_with("unknown command"))
}

/// Some connections report a server's error as a value, some (cluster clients) as an error.
pub(crate) fn server_error(reply: RedisResult<Value>) -> Result<Result<Value, ServerError>, RedisError> {
    match reply {
        Ok(Value::ServerError(error)) => Ok(Err(error)),
        Ok(value) => Ok(Ok(value)),
        Err(error) => ServerError::try_from(error).map(Err),
    }
}

fn unexpected_replies() -> RedisError {
    (ErrorKind::UnexpectedReturnType, "a pipeline of two commands was not answered by two replies").into()
}
