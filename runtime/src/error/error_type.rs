//! A short name for each class of error.

use redis::{ErrorKind, RedisError};

use super::Error;
use crate::Script;

/// The codes of Redis's and Valkey's own errors.
const CODES: [&str; 36] = [
    "ASK",
    "BUSY",
    "BUSYGROUP",
    "BUSYKEY",
    "CLUSTERDOWN",
    "CROSSSLOT",
    "DENIED",
    "ERR",
    "EXECABORT",
    "FUNCTION",
    "INPROG",
    "IOERR",
    "LOADING",
    "MASTERDOWN",
    "MISCONF",
    "MOVED",
    "NOAUTH",
    "NOGOODSLAVE",
    "NOGROUP",
    "NOMASTERLINK",
    "NOPERM",
    "NOPROTO",
    "NOQUORUM",
    "NOREPLICAS",
    "NOSCRIPT",
    "NOSUB",
    "NOTBUSY",
    "NOTREADY",
    "OOM",
    "READONLY",
    "REDIRECT",
    "TRYAGAIN",
    "UNBLOCKED",
    "UNKILLABLE",
    "WRONGPASS",
    "WRONGTYPE",
];

/// OpenTelemetry's name for what has no other.
const OTHER: &str = "_OTHER";

impl Error {
    /// A short name for what went wrong, fit for a metric's label or a span's `error.type`: there are few of them,
    /// and no key or argument is ever in one.
    ///
    /// It is the server's code (`WRONGTYPE`, `OOM`), or the script's own code where the script's text has it as a
    /// word; else one of `decode`, `argument`, `timeout`, `io`, `authentication`, `client`, `protocol`, `cluster`, `sentinel`, or
    /// `_OTHER`. Of a pipeline's errors it is the first one's.
    ///
    /// ```
    /// let error = redis_script::Error::from(redis::RedisError::from(std::io::Error::from(std::io::ErrorKind::TimedOut)));
    /// assert_eq!(error.error_type(), "timeout");
    /// ```
    pub fn error_type(&self) -> &'static str {
        match self {
            Self::Script(error) => of_code(error.code(), Some(error.script())),
            Self::Decode(_) => "decode",
            Self::CrossSlot(_) => "CROSSSLOT",
            Self::Argument(_) => "argument",
            Self::Pipeline(error) if error.is_aborted() => "EXECABORT",
            Self::Pipeline(error) => error.failures().first().map_or(OTHER, |(_, error)| error.error_type()),
            Self::Redis { error, script } => match error.code() {
                Some(code) => of_code(code, *script),
                None => of_connection(error),
            },
        }
    }
}

/// The same text, out of a place that no argument gets to. A script can return any text for a code, such as one
/// that it was given.
fn of_code(code: &str, script: Option<&'static Script>) -> &'static str {
    if let Ok(known) = CODES.binary_search(&code) {
        return CODES[known];
    }
    script.and_then(|script| word_of(script.source(), code)).unwrap_or(OTHER)
}

fn word_of(text: &'static str, word: &str) -> Option<&'static str> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if word.len() < 2 || !word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_') {
        return None;
    }
    let mut places = text.match_indices(word).filter(|(start, _)| {
        let (before, after) = (&text.as_bytes()[..*start], &text.as_bytes()[start + word.len()..]);
        !before.last().is_some_and(is_part) && !after.first().is_some_and(is_part)
    });
    places.next().map(|(_, found)| found)
}

fn of_connection(error: &RedisError) -> &'static str {
    match error.kind() {
        ErrorKind::Io if error.is_timeout() => "timeout",
        ErrorKind::Io => "io",
        ErrorKind::AuthenticationFailed => "authentication",
        ErrorKind::Client | ErrorKind::InvalidClientConfig => "client",
        ErrorKind::Parse | ErrorKind::UnexpectedReturnType | ErrorKind::RESP3NotSupported => "protocol",
        ErrorKind::ClusterConnectionNotFound => "cluster",
        ErrorKind::MasterNameNotFoundBySentinel
        | ErrorKind::NoValidReplicasFoundBySentinel
        | ErrorKind::EmptySentinelList => "sentinel",
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, word_of};

    #[test]
    fn codes_are_in_order() {
        assert!(CODES.is_sorted());
    }

    #[test]
    fn a_scripts_own_code_is_a_word_of_its_text() {
        let text = "return redis.error_reply('TOO_MANY calls')";
        assert_eq!(word_of(text, "TOO_MANY"), Some("TOO_MANY"));
        for other in ["TOO", "MANY", "calls", "SECRET", ""] {
            assert_eq!(word_of(text, other), None, "{other}");
        }
    }
}
