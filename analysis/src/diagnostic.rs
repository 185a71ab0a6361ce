//! What a check has to say.

use crate::fix::Edit;
use crate::span::{Lines, Span};
use redis_script_shape::Stated;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Said by the command line, silent in the macro: the group `strict`.
    Info,
    /// A compiler warning.
    Warn,
    /// Stops the build.
    Error,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the rule, as in `allow(..)`.
    pub lint: &'static str,
    /// Its level, after the declaration's and the script's own settings.
    pub level: Level,
    /// One line, lower case, without a full stop: what was written and what happens.
    pub message: String,
    /// The part of the declaration that is to blame, where the finding is about one.
    pub subject: Option<Subject>,
    /// What it depends on, if it isn't certain yet: only where [`Declaration::open_returns`](crate::Declaration) says
    /// that the type is known later.
    pub condition: Option<Condition>,
    /// The place in the script, where there is one.
    pub span: Option<Span>,
    /// What to do; Lua or attribute text that can be pasted.
    pub help: Option<String>,
    /// The edits of the script that mend it, all of them together, where it is certain what was meant; else none.
    pub fix: Vec<Edit>,
}

impl Diagnostic {
    /// The same, at a place in the script.
    pub(crate) fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same, at another level than its rule's.
    pub(crate) fn at_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The same, about a part of the declaration.
    pub(crate) fn about(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// The same, if this turns out to be so.
    pub(crate) fn on(mut self, condition: Condition) -> Self {
        self.condition = Some(condition);
        self
    }

    /// The same, with what to do.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with the edits that mend it.
    pub(crate) fn with_fix(mut self, fix: Vec<Edit>) -> Self {
        self.fix = fix;
        self
    }

    /// The line of `text` that this is about, as rustc would show it; `None` without a place.
    ///
    /// ```text
    ///   --> lua/reserve.lua:7:31
    ///    |
    ///  7 | local used = redis.call('GET', KEYS[3])
    ///    |                                ^^^^^^^
    /// ```
    pub fn snippet(&self, path: &str, text: &[u8]) -> Option<String> {
        self.snippet_in(path, text, &Lines::new(text))
    }

    /// The same, for texts of which more than one finding is shown: `lines` are those of `text`.
    pub fn snippet_in(&self, path: &str, text: &[u8], lines: &Lines) -> Option<String> {
        self.span.map(|span| crate::snippet::render(path, text, lines, span))
    }
}

/// A part of a [`Declaration`](crate::Declaration): what the macro puts its span on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `keys = ..`.
    Keys,
    /// `args = ..`, or the argument parameters where it is left out.
    Args,
    /// The argument with this index, from 0.
    Arg(u32),
    /// The key with this index, from 0.
    Key(u32),
    /// `flags = ..`.
    Flags,
    /// `min_server = ..`.
    MinServer,
    /// The return type.
    Returns,
    /// A name inside `allow(..)`, `warn(..)` or `deny(..)`.
    Setting(String),
}

/// What a finding depends on: types, which the compiler knows. The numbers are indexes into the values of
/// [`Script::returned`](crate::Script::returned).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The type takes no return, because of this value; `None` if nothing is ever returned.
    Misfit(Option<usize>),
    /// The type reads a fraction in the place of this number.
    Truncates(usize),
    /// The type isn't `()`.
    NotUnit,
    /// The type differs in this way from the names that the script's header states,
    /// [`Script::stated_returns`](crate::Script::stated_returns).
    Stated(Stated),
    /// The type is read by names.
    ByName,
    /// The error type lacks this code of [`Script::raised_codes`](crate::Script::raised_codes).
    LacksCode(usize),
    /// The error type has a code that isn't among [`Script::raised_codes`](crate::Script::raised_codes).
    HasOtherCode,
    /// The type of this key, an index into the declaration's `open_keys`, has another hash tag than the keys before it.
    Apart(usize),
}
