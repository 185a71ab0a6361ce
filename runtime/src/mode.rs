//! How a script reaches the server.

/// How a script reaches the server. The default suits every server that knows `SCRIPT LOAD`.
///
/// A script that could return the server's own `NOSCRIPT`
/// ([`Script::is_always_evaluated`](crate::Script::is_always_evaluated)) is sent whole in every mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// `EVALSHA`; where the server doesn't know the script, `SCRIPT LOAD` and `EVALSHA` in one write.
    #[default]
    Auto,
    /// `EVAL` with the text, always: for proxies and users without `SCRIPT`.
    Eval,
    /// `EVALSHA` and nothing else: for scripts that somebody else loads. Where the server doesn't know the
    /// script, that is an error.
    EvalSha,
    /// Like `Auto`, but the first call in this process sends `SCRIPT LOAD` in the same write, which saves
    /// it a round trip where the server doesn't know the script yet.
    LoadFirst,
}
