//! What can go wrong with a call.

use std::fmt;

use redis::{ErrorKind, ParsingError, RedisError, ServerError};

use crate::Script;

mod argument;
mod class;
mod cross_slot;
mod error_type;
mod pipeline_error;
mod redact;
mod script_error;
mod server_text;

pub use argument::ArgumentError;
pub use class::Happened;
pub use cross_slot::CrossSlot;
pub use pipeline_error::PipelineError;
pub use script_error::ScriptError;

/// The result of a script's call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
///
/// It converts to [`redis::RedisError`] and keeps its kind and code there, so a function that returns
/// [`redis::RedisResult`] can use `?` on a script's call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// The server answered with an error: the script raised or returned one, or the server refused to
    /// run it.
    Script(ScriptError),
    /// The script ran, and its reply is not what the function returns.
    Decode(DecodeError),
    /// The keys belong to different servers of a cluster. Nothing ran.
    CrossSlot(CrossSlot),
    /// A key or an argument was refused before anything was sent.
    Argument(ArgumentError),
    /// Entries of a pipeline failed.
    Pipeline(PipelineError),
    /// The `redis` crate failed: the connection, a time-out, a wrong configuration.
    #[non_exhaustive]
    Redis {
        /// The error.
        error: RedisError,
        /// The script that was called, if the error comes from a call.
        script: Option<&'static Script>,
    },
}

impl Error {
    /// The script that was called, if the error comes from a call.
    pub fn script(&self) -> Option<&'static Script> {
        match self {
            Self::Script(error) => Some(error.script()),
            Self::Decode(error) => error.script(),
            Self::CrossSlot(error) => Some(error.script()),
            Self::Argument(error) => Some(error.script()),
            Self::Pipeline(_) => None,
            Self::Redis { script, .. } => *script,
        }
    }

    /// The code of the server's error, such as `WRONGTYPE`, or the script's own.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Script(error) => Some(error.code()),
            Self::Decode(_) | Self::Argument(_) => None,
            Self::CrossSlot(_) => Some("CROSSSLOT"),
            Self::Pipeline(error) if error.is_aborted() => Some("EXECABORT"),
            Self::Pipeline(error) => error.failures().first().and_then(|(_, error)| error.code()),
            Self::Redis { error, .. } => error.code(),
        }
    }

    pub(crate) fn from_server(script: &'static Script, error: ServerError) -> Self {
        Self::Script(ScriptError::new(script, redact::of_server(error)))
    }

    pub(crate) fn from_redis(script: &'static Script, error: RedisError) -> Self {
        match ServerError::try_from(error) {
            Ok(error) => Self::from_server(script, error),
            Err(error) => Self::Redis { error, script: Some(script) },
        }
    }

    pub(crate) fn undecodable<T>(script: Option<&'static Script>, error: ParsingError) -> Self {
        let error = redact::of_parsing(error);
        Self::Decode(DecodeError { script, expected: std::any::type_name::<T>(), error })
    }

    /// The server forgot the script between the load and the call behind it.
    pub(crate) fn missing(script: &'static Script) -> Self {
        Self::Script(ScriptError::missing(script))
    }

    /// `SCRIPT LOAD` was refused, and then the script's text.
    pub(crate) fn refused(script: &'static Script, error: ServerError, load: &ServerError) -> Self {
        Self::Script(ScriptError::new(script, redact::of_server(error)).after_refused_load(load))
    }

    pub(crate) fn cross_slot(script: &'static Script, first: &[u8], other: &[u8]) -> Self {
        Self::CrossSlot(CrossSlot::new(script, first, other))
    }

    pub(crate) fn pipeline(failures: Vec<(usize, Self)>, entries: usize) -> Self {
        Self::Pipeline(PipelineError::new(failures, entries, false))
    }

    /// The server refused a transaction while it was queued.
    pub(crate) fn aborted(failures: Vec<(usize, Self)>, entries: usize) -> Self {
        Self::Pipeline(PipelineError::new(failures, entries, true))
    }

    pub(crate) fn miscounted(script: &'static Script, written: usize, expected: usize) -> Self {
        let detail = format!(
            "{}: {expected} keys and arguments made {written} arguments of the command; \
             a type's `redis::ToSingleRedisArg` is wrong. Nothing was sent",
            script.label()
        );
        let error = RedisError::from((ErrorKind::Client, "a key or argument is not one argument", detail));
        Self::Redis { error, script: Some(script) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Script(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::CrossSlot(error) => error.fmt(f),
            Self::Argument(error) => error.fmt(f),
            Self::Pipeline(error) => error.fmt(f),
            Self::Redis { error, script: Some(script) } => write!(f, "{}: {error}", script.label()),
            Self::Redis { error, script: None } => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Script(error) => Some(error.server_error()),
            Self::Decode(error) => Some(&error.error),
            Self::CrossSlot(_) | Self::Argument(_) => None,
            Self::Pipeline(error) => std::error::Error::source(error),
            Self::Redis { error, .. } => Some(error),
        }
    }
}

impl From<RedisError> for Error {
    /// For what goes wrong beside the calls, such as getting a connection.
    fn from(error: RedisError) -> Self {
        Self::Redis { error: redact::of_redis(error), script: None }
    }
}

impl From<Error> for RedisError {
    fn from(error: Error) -> Self {
        match error {
            Error::Script(error) => error.into(),
            Error::CrossSlot(error) => script_error::server_error("CROSSSLOT", &error.to_string()).into(),
            Error::Pipeline(ref inner) => {
                script_error::server_error(error.code().unwrap_or("ERR"), &inner.to_string()).into()
            }
            Error::Argument(error) => (ErrorKind::Client, "an argument was refused", error.to_string()).into(),
            Error::Decode(error) => ParsingError::from(error.to_string()).into(),
            Error::Redis { error, .. } => error,
        }
    }
}

/// The script ran, and its reply is not what the function returns; or a pipeline did, and its replies are
/// not what was asked for.
#[derive(Clone, Debug)]
pub struct DecodeError {
    script: Option<&'static Script>,
    expected: &'static str,
    error: ParsingError,
}

impl DecodeError {
    /// The script that replied; `None` for a pipeline.
    pub fn script(&self) -> Option<&'static Script> {
        self.script
    }

    /// The type that the reply was to be converted to.
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { script, expected, error } = self;
        match script {
            Some(script) => {
                write!(f, "{}: the script ran, but its reply is no `{expected}`: {error}", script.label())
            }
            None => write!(f, "the pipeline ran, but its replies are no `{expected}`: {error}"),
        }
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
