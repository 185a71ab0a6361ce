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
//! 4. Where the reply behind a load is `ASK`, the call goes out once more with the text: its slot is on its way to
//!    another node, which doesn't know the script, and clients of clusters follow a single command there, but not a
//!    pipeline. A server that says so has run nothing.
//! 5. No other error is ever answered by sending anything again.

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
    /// The key is on its way to another node. Nothing ran.
    Asked(Error),
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
        // Clients of clusters report a redirection that they give up on as the pipeline's own error.
        Err(error) => {
            let error = Error::from_redis(call.script(), error);
            return if is_asked(call, &error) { Loaded::Asked(error) } else { Loaded::Answered(Err(error)) };
        }
    };
    if !matches!(load, Value::ServerError(_)) {
        #[cfg(any(feature = "tokio", feature = "smol"))]
        crate::cold::loaded(call.script().sha1());
        observe::loaded(call.script());
    }
    // The load's own reply is read even where the call succeeded without it: only it says why a call
    // still misses.
    match (read(call, Ok(reply)), load) {
        (Answer::Reply(value), _) => Loaded::Answered(Ok(value)),
        (Answer::Failed(error), _) if is_asked(call, &error) => Loaded::Asked(error),
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

/// Whether an error is a cluster's own `ASK 5061 127.0.0.1:7001`. A script that could say so for itself is sent whole
/// from the start, unless its author allowed the very text.
fn is_asked(call: &Call, error: &Error) -> bool {
    let Error::Script(error) = error else { return false };
    let server = error.server_error();
    server.kind() == Some(ServerErrorKind::Ask)
        && RedisError::from(server.clone()).redirect_node().is_some()
        && !call.script().source().contains("ASK")
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
