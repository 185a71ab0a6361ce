//! What an error says about whether the script ran, and whether it wrote.
//!
//! A script isn't rolled back when it fails, so this decides whether a call may be made again. Each row is a
//! test in `tests/live_classes.rs` or, where the server's state refuses it, in `tests/live_refusals.rs`.

use redis::{ErrorKind, RedisError};

use super::{Error, ScriptError};
use crate::Script;

/// Whether something happened, as far as an error tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Happened {
    /// It did not.
    No,
    /// It can't be ruled out.
    Maybe,
    /// It did.
    Yes,
}

impl Error {
    /// Whether the script ran, in whole or in part.
    pub fn ran(&self) -> Happened {
        self.class().0
    }

    /// Whether the script can have written anything. What it wrote stays, whatever failed after that.
    pub fn wrote(&self) -> Happened {
        match self.script() {
            Some(script) if script.is_read_only() => Happened::No,
            _ => self.class().1,
        }
    }

    /// Whether it makes sense to call again: nothing was written, and the reason may go away. The moment is
    /// the caller's to choose, and for some reasons the server is, too (`READONLY`, `MASTERDOWN`).
    pub fn is_retryable(&self) -> bool {
        let transient = match self {
            Self::Script(error) => is_transient(error),
            Self::Redis { error, .. } => error.kind() == ErrorKind::Io,
            Self::Pipeline(error) => error.failures().iter().all(|(_, error)| error.is_retryable()),
            Self::Decode(_) | Self::CrossSlot(_) | Self::Argument(_) => false,
        };
        transient && self.wrote() == Happened::No
    }

    fn class(&self) -> (Happened, Happened) {
        use Happened::{Maybe, No, Yes};
        match self {
            Self::Script(error) => of_reply(error),
            Self::Decode(_) => (Yes, Maybe),
            Self::CrossSlot(_) | Self::Argument(_) => (No, No),
            Self::Pipeline(error) if error.is_aborted() => (No, No),
            Self::Pipeline(error) if error.completed() > 0 => (Yes, Maybe),
            Self::Pipeline(error) => (
                most(error.failures().iter().map(|(_, error)| error.ran())),
                most(error.failures().iter().map(|(_, error)| error.wrote())),
            ),
            Self::Redis { error, .. } => of_connection(error),
        }
    }
}

/// Classes of the server's replies. Redis and Valkey test, in this order: the command and its keys' slots,
/// whether the server can run it, the script's flags, and then they run it. The error of a script that
/// catches errors, and returns one, looks like the server's own.
fn of_reply(error: &ScriptError) -> (Happened, Happened) {
    use Happened::{Maybe, No, Yes};
    let (raised, script) = (error.is_raised(), error.script());
    // Its text comes from data, so it could be any.
    if !raised && script.is_always_evaluated() {
        return (Maybe, Maybe);
    }
    let ran = if raised { Yes } else { No };
    match error.code() {
        "NOSCRIPT" | "BUSY" | "LOADING" | "NOAUTH" | "EXECABORT" | "NOPERM" | "MOVED" | "ASK" | "TRYAGAIN"
        | "CLUSTERDOWN" | "CROSSSLOT" | "MASTERDOWN"
            if !raised =>
        {
            (No, No)
        }
        // A replica refuses all writes.
        "READONLY" => (if !raised && catches_errors(script) { Maybe } else { ran }, No),
        // These are tested up to a script's first write, and not after it.
        "OOM" | "MISCONF" | "NOREPLICAS" if !catches_errors(script) => (ran, No),
        "OOM" | "MISCONF" | "NOREPLICAS" => (if raised { Yes } else { Maybe }, Maybe),
        // After a write, `SCRIPT KILL` is refused.
        _ if raised && is_killed(error) => (Yes, No),
        "ERR" if !raised && is_refused(error) => (No, No),
        _ => (if raised { Yes } else { Maybe }, Maybe),
    }
}

/// A connection's own failures: what was sent by then is not known. (Even a refused connection doesn't say
/// that nothing was sent before: a cluster's client connects anew, and sends again.)
fn of_connection(error: &RedisError) -> (Happened, Happened) {
    match error.kind() {
        ErrorKind::Client
        | ErrorKind::InvalidClientConfig
        | ErrorKind::AuthenticationFailed
        | ErrorKind::MasterNameNotFoundBySentinel
        | ErrorKind::NoValidReplicasFoundBySentinel
        | ErrorKind::EmptySentinelList
        | ErrorKind::RESP3NotSupported => (Happened::No, Happened::No),
        _ => (Happened::Maybe, Happened::Maybe),
    }
}

fn is_transient(error: &ScriptError) -> bool {
    let transient = [
        "NOSCRIPT",
        "BUSY",
        "LOADING",
        "MOVED",
        "ASK",
        "TRYAGAIN",
        "CLUSTERDOWN",
        "MASTERDOWN",
        "READONLY",
        "OOM",
        "MISCONF",
        "NOREPLICAS",
    ];
    transient.contains(&error.code()) || is_killed(error)
}

fn is_killed(error: &ScriptError) -> bool {
    error.message().contains("Script killed by user with SCRIPT KILL")
}

/// Refusals that have no code of their own.
fn is_refused(error: &ScriptError) -> bool {
    ["Error compiling script", "unknown command", "Can not run script on cluster", "Can not execute a script"]
        .iter()
        .any(|text| error.message().starts_with(text))
        || error.message().contains(" shebang")
}

/// Whether a script can go on after an error: with `pcall`, `xpcall` or `redis.pcall`.
fn catches_errors(script: &Script) -> bool {
    script.source().contains("pcall")
}

fn most(all: impl Iterator<Item = Happened>) -> Happened {
    all.fold(Happened::No, |most, one| match (most, one) {
        (Happened::Yes, _) | (_, Happened::Yes) => Happened::Yes,
        (Happened::No, one) => one,
        (Happened::Maybe, _) => Happened::Maybe,
    })
}
