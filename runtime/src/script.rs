//! A script as it was compiled into the program.

use std::fmt;

use crate::Mode;

/// How many keys or arguments a script takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arity {
    fixed: u32,
    optional: u32,
    variadic: bool,
}

impl Arity {
    /// Exactly `fixed`.
    pub const fn exactly(fixed: u32) -> Self {
        Self { fixed, optional: 0, variadic: false }
    }

    /// `fixed` or more.
    pub const fn at_least(fixed: u32) -> Self {
        Self { fixed, optional: 0, variadic: true }
    }

    /// `least` to `most`.
    pub const fn between(least: u32, most: u32) -> Self {
        Self { fixed: least, optional: most.saturating_sub(least), variadic: false }
    }

    /// How many there are at least.
    pub const fn fixed(self) -> u32 {
        self.fixed
    }

    /// How many more may be left out.
    pub const fn optional(self) -> u32 {
        self.optional
    }

    /// Whether any number more may follow.
    pub const fn is_variadic(self) -> bool {
        self.variadic
    }
}

impl fmt::Display for Arity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fixed, optional, variadic } = *self;
        match (variadic, optional) {
            (true, _) => write!(f, "{fixed} or more"),
            (false, 0) => write!(f, "{fixed}"),
            (false, optional) => write!(f, "{fixed} to {}", fixed + optional),
        }
    }
}

/// A Lua script, with everything that was learned about it while the program was compiled.
///
/// The attribute makes one for each function, as a constant of the type named after it
/// (`TakeTokens::SCRIPT`). All of it is constant data; nothing is hashed or copied when the program runs.
pub struct Script {
    name: &'static str,
    path: &'static str,
    source: &'static str,
    sha1: &'static str,
    flags: &'static [&'static str],
    read_only: bool,
    keys: Arity,
    args: Arity,
    evaluate: bool,
    mode: Mode,
    /// Where its lines come from, if it is made of several files.
    lines: &'static [(u32, &'static str, u32)],
    /// How a call begins, known when the program is compiled.
    opening: Opening,
}

/// The first two words of a command that runs a script: what it is called, and the SHA1 or the text.
#[derive(Clone, Copy)]
pub(crate) struct Opening {
    pub(crate) name: &'static str,
    pub(crate) script: &'static str,
}

impl Opening {
    /// How many bytes it is long.
    #[inline]
    pub(crate) const fn len(self) -> usize {
        self.name.len() + self.script.len()
    }
}

impl Script {
    pub(crate) const fn from_parts(parts: crate::private::Parts) -> Self {
        let crate::private::Parts { name, path, source, sha1, flags, read_only, keys, args, evaluate } = parts;
        let (mode, opening) = (Mode::Auto, Opening { name: "", script: "" });
        Self { name, path, source, sha1, flags, read_only, keys, args, evaluate, mode, lines: &[], opening }
            .in_mode(mode)
    }

    pub(crate) const fn with_lines(mut self, lines: &'static [(u32, &'static str, u32)]) -> Self {
        self.lines = lines;
        self
    }

    /// The same script, sent in another way by default.
    #[must_use]
    pub const fn in_mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self.opening = self.opening_of(self.carries_source(mode));
        self
    }

    /// Whether a call in that mode carries the script's text, so that no server can miss it.
    pub(crate) const fn carries_source(&self, mode: Mode) -> bool {
        self.evaluate || matches!(mode, Mode::Eval)
    }

    /// How a call in the script's own mode begins.
    pub(crate) const fn opening(&self) -> Opening {
        self.opening
    }

    /// How a call begins that carries the script's text, or its SHA1.
    pub(crate) const fn opening_of(&self, carries_source: bool) -> Opening {
        let name = match (carries_source, self.read_only) {
            (false, false) => "EVALSHA",
            (false, true) => "EVALSHA_RO",
            (true, false) => "EVAL",
            (true, true) => "EVAL_RO",
        };
        Opening { name, script: if carries_source { self.source } else { self.sha1 } }
    }

    /// The name of the function that runs it.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The file it was read from, as the attribute names it; empty if the attribute holds the text itself.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The exact text that servers get, with what its `@include` lines name in their place.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// The SHA1 of the text, as 40 lower-case hexadecimal digits: the name that servers know it by.
    pub const fn sha1(&self) -> &'static str {
        self.sha1
    }

    /// The flags of its shebang line, in order.
    pub const fn flags(&self) -> &'static [&'static str] {
        self.flags
    }

    /// Whether its shebang says `no-writes`. Such a script is sent as `EVALSHA_RO`, so replicas and
    /// users who may only read can run it.
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// How many `KEYS` it takes.
    pub const fn keys(&self) -> Arity {
        self.keys
    }

    /// How many `ARGV` it takes.
    pub const fn args(&self) -> Arity {
        self.args
    }

    /// Whether it is always sent with its text, since it could return an error that reads like the
    /// server's own `NOSCRIPT`.
    pub const fn is_always_evaluated(&self) -> bool {
        self.evaluate
    }

    /// How it is sent, unless an invocation says otherwise.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// What messages call it: its file, or its function where there is no file.
    pub(crate) const fn label(&self) -> &'static str {
        if self.path.is_empty() { self.name } else { self.path }
    }

    /// The file of a line of the text, as messages call it, and the line there. Both count from 1.
    pub(crate) fn place(&self, line: u32) -> (&'static str, u32) {
        let before = self.lines.partition_point(|(from, ..)| *from <= line);
        match before.checked_sub(1).map(|at| self.lines[at]) {
            Some((from, file, first)) => (file, first + (line - from)),
            None => (self.label(), line),
        }
    }

    /// The text of a line, counted from 1 as Lua counts them: CR, LF, CR LF and LF CR each end one.
    pub(crate) fn line(&self, number: u32) -> Option<&'static str> {
        let mut rest = self.source;
        for _ in 1..number {
            let end = rest.find(['\n', '\r'])?;
            let after = &rest[end + 1..];
            let pair = if rest.as_bytes()[end] == b'\n' { '\r' } else { '\n' };
            rest = after.strip_prefix(pair).unwrap_or(after);
        }
        rest.split(['\n', '\r']).next()
    }
}

impl fmt::Debug for Script {
    /// Leaves the text out: it is long, and the path says where it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("name", &self.name)
            .field("path", &self.path)
            .field("sha1", &self.sha1)
            .field("flags", &self.flags)
            .field("keys", &self.keys)
            .field("args", &self.args)
            .finish_non_exhaustive()
    }
}
