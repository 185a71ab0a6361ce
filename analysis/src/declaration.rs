//! What is said about a script outside of its text: plain data, without spans, so that the macro and
//! the command line can both make one.

use crate::diagnostic::Level;
use redis_script_shape::Shape;

/// What the caller declares of a script. The default declares nothing: then only what needs no
/// declaration is checked.
#[derive(Clone, Debug, Default)]
pub struct Declaration {
    /// How many `KEYS` it takes.
    pub keys: Option<Arity>,
    /// How many `ARGV` it takes.
    pub args: Option<Arity>,
    /// The types of the `ARGV` that are always there, as they are written: what a help proposes. Empty if
    /// they are not known.
    pub arg_types: Vec<String>,
    /// The function's parameters for the `KEYS` that are always there; empty if they are not known.
    pub key_parameters: Vec<Parameter>,
    /// Those for the `ARGV`, but for the ones that any number of may follow; empty if they are not known. The type of one
    /// that may be left out is the one that it has where it is there.
    pub arg_parameters: Vec<Parameter>,
    /// The parameter for the `ARGV` that any number of may follow, with the type of each of them; `None` if it isn't known.
    pub arg_rest: Option<Parameter>,
    /// What is read from its reply.
    pub returns: Option<Shape>,
    /// Whether what is [`Shape::Unknown`] in `returns` is known later: then findings that depend on it carry a
    /// [`Condition`](crate::Condition).
    pub open_returns: bool,
    /// Whether its error type may tell codes apart, which is known later: like `open_returns`, for the codes.
    pub open_errors: bool,
    /// The indexes, from 0, and names of the keys whose types may have hash tags, which are known later.
    pub open_keys: Vec<(u32, String)>,
    /// The shebang flags that it must have, no more and no fewer.
    pub flags: Option<Vec<String>>,
    /// The oldest servers that it must run on.
    pub min_server: MinServer,
    /// `allow`, `warn` and `deny`, in the order in which they were written; the last one counts.
    pub settings: Vec<Setting>,
}

/// A parameter of the function that runs the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type, as it is written.
    pub ty: String,
}

/// A number of keys or arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arity {
    /// How many there are at least.
    pub fixed: u32,
    /// How many more there may be, each of which may be left out, together with all behind it.
    pub optional: u32,
    /// Whether any number more may follow.
    pub variadic: bool,
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

    /// Some of `most` may be left out, but for the first `least`.
    pub const fn between(least: u32, most: u32) -> Self {
        Self { fixed: least, optional: most.saturating_sub(least), variadic: false }
    }

    /// How many there are at most, if not any number may follow.
    pub const fn most(self) -> u32 {
        self.fixed.saturating_add(self.optional)
    }
}

/// The level of a rule or of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The rule's name, or `strict`.
    pub lint: String,
    /// The level; `None` for `allow`.
    pub level: Option<Level>,
    /// Which scripts it is meant for.
    pub scope: Scope,
}

/// Which scripts a [`Setting`] is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// This one. An `allow` that it doesn't need is a finding.
    Script,
    /// All of a package, or of a call of the command line. That one of them needs no `allow` is none.
    All,
}

/// The oldest servers that a script must run on. The default is Redis 7.0 and Valkey 7.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinServer {
    /// The oldest Redis, if Redis is meant at all.
    pub redis: Option<Version>,
    /// The oldest Valkey, if Valkey is meant at all.
    pub valkey: Option<Version>,
}

/// A server version: major and minor number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u16, pub u16);

impl Default for MinServer {
    fn default() -> Self {
        Self { redis: Some(Version(7, 0)), valkey: Some(Version(7, 2)) }
    }
}
