//! What the attribute's expansion is made of. No part of the public interface: it changes with every
//! release, together with the macro crate, which is why the two are pinned to each other.
//!
//! An expansion looks like this (`krate` is the path to this crate):
//!
//! ```text
//! pub struct TakeTokens;
//! impl TakeTokens {
//!     pub const SHA1: &'static str = "..";
//!     pub const SOURCE: &'static str = "..";
//!     pub const SCRIPT: &'static krate::Script = &krate::__private::script(krate::__private::Parts { .. });
//!     pub fn prepare(bucket: &str, capacity: u64) -> krate::Invocation<<R as ScriptResult>::Value> {
//!         krate::__private::prepare::<R>(Self::SCRIPT, 1, 1, bucket.len() + 20)
//!             .key(bucket)
//!             .arg(capacity)
//!             .finish()
//!     }
//! }
//! pub fn take_tokens<C>(conn: &mut C, bucket: &str, capacity: u64) -> impl Future<Output = R> {
//!     krate::__private::call::<_, R>(conn, TakeTokens::prepare(bucket, capacity))
//! }
//! ```
//!
//! - The keys come first, then the arguments: `key`/`keys`, then `arg`/`args`, each in order.
//! - `keys` and `args` of [`prepare`] are how many there will be in all, a slice's length included.
//! - `bytes` is how long they will be together, roughly: only the first allocation depends on it.
//!   `.len()` of strings and byte slices and 20 for a number make the usual call free of reallocations.

use redis::{FromRedisValue, RedisWrite, ToSingleRedisArg};

pub use redis;

pub use crate::script::Arity;
use crate::{Error, Invocation, Script, call::Call};

/// What a script is made from.
#[derive(Debug)]
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

/// Begins a call with so many keys and arguments.
pub fn prepare<R: ScriptResult>(script: &'static Script, keys: usize, args: usize, bytes: usize) -> Prepare<R::Value> {
    Prepare { invocation: Invocation::new(Call::begin(script, keys, args, bytes)) }
}

/// A call whose keys and arguments are being written.
#[derive(Debug)]
#[must_use]
pub struct Prepare<T> {
    invocation: Invocation<T>,
}

impl<T> Prepare<T> {
    /// One key.
    pub fn key(self, key: impl Argument) -> Self {
        self.write(&key)
    }

    /// A slice of keys, each of them one.
    pub fn keys(self, keys: &[impl Argument]) -> Self {
        keys.iter().fold(self, Self::write)
    }

    /// One argument.
    pub fn arg(self, arg: impl Argument) -> Self {
        self.write(&arg)
    }

    /// A slice of arguments, each of them one. (The `redis` crate would make one argument of a slice of
    /// `u8`, and none at all of some others.)
    pub fn args(self, args: &[impl Argument]) -> Self {
        args.iter().fold(self, Self::write)
    }

    /// The call, ready to be sent.
    pub fn finish(self) -> Invocation<T> {
        self.invocation
    }

    fn write(mut self, argument: &impl Argument) -> Self {
        argument.write_to(&mut self.invocation.call.cmd);
        self
    }
}

/// A type that is exactly one argument of a command.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one argument of a script",
    label = "this must be exactly one key or argument",
    note = "an `Option` sends nothing for `None`, and a tuple, a `Vec` or a map sends many: every `KEYS[i]` and `ARGV[i]` behind it would be another one",
    note = "pass a string, bytes, a number or a `bool`; for an `Option`, a value that the script takes for none (such as \"\"); for many values, a slice as the last parameter",
    note = "a type of your own can be one: implement `redis::ToRedisArgs` and `redis::ToSingleRedisArg`"
)]
pub trait Argument {
    /// Writes the argument.
    fn write_to<W: RedisWrite + ?Sized>(&self, out: &mut W);
}

#[diagnostic::do_not_recommend]
impl<T: ToSingleRedisArg> Argument for T {
    #[inline]
    fn write_to<W: RedisWrite + ?Sized>(&self, out: &mut W) {
        self.write_redis_args(out);
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
pub trait ScriptResult {
    /// What the reply is converted to.
    type Value: Reply;
    /// The error.
    type Error;

    /// Converts the error.
    fn from_result(result: Result<Self::Value, Error>) -> Self;
}

impl<T: Reply, E: From<Error>> ScriptResult for Result<T, E> {
    type Value = T;
    type Error = E;

    #[inline]
    fn from_result(result: Result<T, Error>) -> Self {
        result.map_err(E::from)
    }
}

/// Runs a call on a borrowed async connection.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub fn call<'a, C, R>(conn: &'a mut C, invocation: Invocation<R::Value>) -> impl Future<Output = R> + use<'a, C, R>
where
    C: redis::aio::ConnectionLike + ?Sized,
    R: ScriptResult,
{
    async move { R::from_result(invocation.invoke_async(conn).await) }
}

/// Runs a call on an async connection of its own.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub fn call_owned<C, R>(mut conn: C, invocation: Invocation<R::Value>) -> impl Future<Output = R> + use<C, R>
where
    C: redis::aio::ConnectionLike,
    R: ScriptResult,
{
    async move { R::from_result(invocation.invoke_async(&mut conn).await) }
}

/// Runs a call on a blocking connection.
pub fn call_blocking<C, R>(conn: &mut C, invocation: Invocation<R::Value>) -> R
where
    C: redis::ConnectionLike + ?Sized,
    R: ScriptResult,
{
    R::from_result(invocation.invoke(conn))
}
