//! What the attribute's expansion is made of. No part of the public interface: it changes with every
//! release, together with the macro crate, which is why the two are pinned to each other.
//!
//! An expansion looks like this (`krate` is the path to this crate; `constants!`, `import!` and `prepared!` are written out,
//! which are macros of this module for what is the same in each):
//!
//! ```text
//! pub struct TakeTokens;
//! impl TakeTokens {
//!     pub const SHA1: &'static str = "..";
//!     pub const SOURCE: &'static str = "..";
//!     pub const SCRIPT: &'static krate::Script = &krate::__private::script(krate::__private::Parts { .. });
//!     pub fn prepare(bucket: &str, capacity: u64) -> krate::Invocation<krate::__private::Value<R>> {
//!         let mut invocation = krate::__private::invocation(Self::SCRIPT, 1, 1, bucket.len() + 20);
//!         krate::__private::prepare(&mut invocation)
//!             .key(bucket)
//!             .arg(capacity)
//!             .plain(krate::__private::Probe::<krate::__private::Value<R>>::PLAIN)
//!             .finish();
//!         invocation
//!     }
//! }
//! pub fn take_tokens<C>(conn: &mut C, bucket: &str, capacity: u64) -> impl Future<Output = R> {
//!     use krate::__private::AnyConnection as _;
//!     krate::__private::Connection(conn).call_again::<R>(move || TakeTokens::prepare(bucket, capacity))
//! }
//! ```
//!
//! It is `call` where a parameter's type doesn't say that its value can be used more than once.
//! A plain `fn` has `AnyBlockingConnection` and `call_blocking` there.
//!
//! In the function's body, where an item can always stand, the expansion says
//! `krate::__private::register!(TakeTokens::SCRIPT)`, which is nothing unless the feature `register` is on.
//!
//! Where the return type isn't known by its name, and something is known of what the script returns, a constant
//! compares them: [`report`] has the message for `panic!`.
//!
//! - The keys come first, then the arguments: `key`/`keys`, then `arg`/`args`, each in order.
//! - `keys` and `args` of [`invocation()`] are how many there will be in all, a slice's length included.
//! - `bytes` is how long they will be together, roughly: only the first allocation depends on it.
//!   `.len()` of strings and byte slices and the longest of numbers make the usual call free of reallocations.

use redis::{FromRedisValue, NumericBehavior, RedisWrite, ToSingleRedisArg};

mod argument;
#[cfg(any(feature = "tokio", feature = "smol"))]
mod asynchronous;
mod blocking;
mod codes;
mod expansion;
mod plain;
mod replied;
mod shape;
mod time;

pub use argument::{any_number, refuse};
#[cfg(any(feature = "tokio", feature = "smol"))]
pub use asynchronous::{AnyConnection, AsyncConnection, OwnedConnection};
pub use blocking::{AnyBlockingConnection, BlockingConnection};
pub use codes::{CodesOfResult, NoCodesOfResult, NoVariant, Silent, Variants, code, lacks, unraised};
pub use expansion::{constants, import, prepared, script};
pub use plain::{NotPlain, Plain, Probe, Read};
pub use redis;
pub use replied::{Kept, NotKept, Shown, field, integer, items, name, none_of, pairs, present, text};
pub use shape::{
    Kinds, NoShape, NoShapeOfResult, ProbeResult, Returned, Returns, Stated, is_by_name, is_misfit, joined, report,
    returned, stated, truncates,
};
pub use time::{Time, Unit, timed};

pub use crate::key::{KeyProbe, Known, NotKey, Part, is_apart};
pub use crate::script::Arity;
use crate::{Error, Invocation, Script, call::Call};

/// A connection at a call. Its `call` and `call_blocking` are a trait's, for all connections, and for a type of
/// which more is known there is a function of the same name that the trait's gives way to: so an expansion
/// needs to know nothing of types, and a type parameter takes the trait's.
#[derive(Debug)]
pub struct Connection<'a, C: ?Sized>(pub &'a mut C);

/// What a script is made from.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// The function's name.
    pub name: &'static str,
    /// The file as the attribute names it, or nothing.
    pub path: &'static str,
    /// The text that was hashed and checked.
    pub source: &'static str,
    /// The text's SHA1, in lower-case hexadecimal digits.
    pub sha1: &'static str,
    /// The shebang's flags.
    pub flags: &'static [&'static str],
    /// Whether `no-writes` is one of them.
    pub read_only: bool,
    /// How many keys.
    pub keys: Arity,
    /// How many arguments.
    pub args: Arity,
    /// Whether the script could return an error that reads like the server's `NOSCRIPT`.
    pub evaluate: bool,
}

/// Makes a script of its parts.
pub const fn script(parts: Parts) -> Script {
    Script::from_parts(parts)
}

/// The script, made of several files: from each of these lines on, counted from 1, its lines are those of that
/// file, from that line there on.
pub const fn included(script: Script, lines: &'static [(u32, &'static str, u32)]) -> Script {
    script.with_lines(lines)
}

/// A call for so many keys and arguments, which are still to be written.
#[inline]
pub fn invocation<T>(script: &'static Script, keys: usize, args: usize, bytes: usize) -> Invocation<T> {
    Invocation { call: Call::new(script, keys, args, bytes), plain: None }
}

/// Writes a call's keys and arguments. (To where the call is: a call that went through every step would be copied
/// at each.)
#[derive(Debug)]
#[must_use = "what is written has to be finished"]
pub struct Prepare<'i, T> {
    invocation: &'i mut Invocation<T>,
    /// How many arguments were left out.
    left_out: usize,
}

/// Begins to write.
#[inline]
pub fn prepare<T>(invocation: &mut Invocation<T>) -> Prepare<'_, T> {
    invocation.call.begin();
    Prepare { invocation, left_out: 0 }
}

#[allow(clippy::needless_pass_by_value, reason = "keys and arguments are passed as the user's parameters are")]
impl<T> Prepare<'_, T> {
    /// One key.
    #[inline]
    pub fn key(self, key: impl Argument) -> Self {
        self.write(&key)
    }

    /// A slice of keys, each of them one.
    pub fn keys(self, keys: &[impl Argument]) -> Self {
        keys.iter().fold(self, Self::write)
    }

    /// One argument.
    #[inline]
    pub fn arg(self, arg: impl Argument) -> Self {
        self.write(&arg)
    }

    /// A slice of arguments, each of them one. (The `redis` crate would make one argument of a slice of
    /// `u8`, and none at all of some others.)
    pub fn args(self, args: &[impl Argument]) -> Self {
        args.iter().fold(self, Self::write)
    }

    /// One argument, or nothing. Only nothing may follow nothing: the script would take what follows for it.
    pub fn optional(mut self, arg: Option<impl Argument>) -> Self {
        match arg {
            Some(arg) if self.left_out == 0 => self.write(&arg),
            Some(_) => {
                argument::shifted(&mut self.invocation.call);
                self
            }
            None => {
                self.left_out += 1;
                self
            }
        }
    }

    /// A slice of keys or arguments, each of them in a form that the attribute says.
    pub fn each<'v, V, A: Argument>(self, values: &'v [V], form: impl Fn(&'v V) -> A) -> Self {
        values.iter().fold(self, |prepare, value| prepare.write(&form(value)))
    }

    /// What keys and arguments are called, for the error of one that isn't sent.
    #[inline]
    pub fn named(self, keys: &[&'static str], args: &[&'static str]) -> Self {
        if let Some(refused) = &mut self.invocation.call.refused {
            refused.name_from(keys, args);
        }
        self
    }

    /// How the reply is read, if it is known to be plain.
    #[inline]
    pub fn plain(self, read: Option<Read<T>>) -> Self {
        self.invocation.plain = read;
        self
    }

    /// The call is ready to be sent.
    #[inline]
    pub fn finish(self) {
        if self.invocation.call.refused.is_some() {
            self.invocation.call.disarm();
        }
    }

    #[inline]
    fn write(self, argument: &impl Argument) -> Self {
        argument::write(&mut self.invocation.call, argument);
        self
    }
}

/// A type that is exactly one argument of a command.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one argument of a script",
    label = "this must be exactly one key or argument",
    note = "an `Option` sends nothing for `None`, and a tuple, a `Vec` or a map sends many: every `KEYS[i]` and `ARGV[i]` behind it would be another one",
    note = "a `Duration` or a `SystemTime` needs a unit: `#[arg(millis)]` in front of the parameter",
    note = "pass a string, bytes, a number or a `bool`; for an `Option`, a value that the script takes for none (such as \"\"); for many values, a slice as the last parameter",
    note = "a type of your own can be one: implement `redis::ToRedisArgs` and `redis::ToSingleRedisArg`; a generic one needs `redis::ToSingleRedisArg` as its bound"
)]
pub trait Argument {
    /// Writes the argument.
    fn write_to<W: RedisWrite + ?Sized>(&self, out: &mut W);

    /// Whether it is a number, and of which kind.
    fn numeric_behavior(&self) -> NumericBehavior;
}

#[diagnostic::do_not_recommend]
impl<T: ToSingleRedisArg> Argument for T {
    #[inline]
    fn write_to<W: RedisWrite + ?Sized>(&self, out: &mut W) {
        self.write_redis_args(out);
    }

    #[inline]
    fn numeric_behavior(&self) -> NumericBehavior {
        self.describe_numeric_behavior()
    }
}

/// A type that a reply can be converted to.
#[diagnostic::on_unimplemented(
    message = "a script's reply can't be converted to `{Self}`",
    label = "not a type of reply",
    note = "use a type that implements `redis::FromRedisValue`: a number, `String`, `Vec<u8>`, `bool`, `()`, and `Option`s, `Vec`s, maps and tuples of them"
)]
pub trait Reply: FromRedisValue {}

#[diagnostic::do_not_recommend]
impl<T: FromRedisValue> Reply for T {}

/// The return type of an annotated function: a `Result`, under whatever alias.
#[diagnostic::on_unimplemented(
    message = "a script's function returns a `Result`, not `{Self}`",
    label = "not a `Result`",
    note = "return `redis_script::Result<T>`, `redis::RedisResult<T>`, or a `Result<T, E>` with your own error `E: From<redis_script::Error>`"
)]
pub trait ScriptResult: Outcome<Value: Reply> {
    /// Converts the error.
    fn from_result(result: Result<Self::Value, Error>) -> Self;
}

/// What the call's own type names of the return type. It asks for nothing more, so that a type that isn't
/// fit is reported where the call is made, and not here, too.
#[diagnostic::on_unimplemented(
    message = "a script's function returns a `Result`, not `{Self}`",
    label = "not a `Result`",
    note = "return `redis_script::Result<T>`, `redis::RedisResult<T>`, or a `Result<T, E>` with your own error `E: From<redis_script::Error>`"
)]
pub trait Outcome {
    /// What the reply is converted to.
    type Value;
}

/// What the reply of a function with this return type is converted to.
pub type Value<R> = <R as Outcome>::Value;

impl<T, E> Outcome for Result<T, E> {
    type Value = T;
}

/// An error that a script's can be converted to.
#[diagnostic::on_unimplemented(
    message = "a script's error can't be converted to `{Self}`",
    label = "not `From<redis_script::Error>`",
    note = "implement `From<redis_script::Error>` for `{Self}`, or return `redis_script::Result<T>`"
)]
pub trait Failure: From<Error> {}

#[diagnostic::do_not_recommend]
impl<E: From<Error>> Failure for E {}

impl<T: Reply, E: Failure> ScriptResult for Result<T, E> {
    #[inline]
    fn from_result(result: Result<T, Error>) -> Self {
        result.map_err(E::from)
    }
}
