//! The `#[redis_script]` attribute. It is documented in the crate `redis-script`, which exports it.
#![warn(missing_docs)]

mod report;

mod capacity;
mod codes;
mod data;
mod docs;
mod expand;
mod function;
mod generics;
mod keys;
mod shape;
mod text;
mod written;

mod attribute;
mod derive;
#[cfg(test)]
mod snapshots;

use proc_macro::TokenStream;

/// Makes a typed function of a Lua script, which it reads and checks while the program compiles.
///
/// ```ignore
/// /// Takes `requested` tokens from `bucket`, if it holds that many.
/// #[redis_script(file = "token_bucket.lua", keys = 1, args = (u64, f64, f64, u64))]
/// pub async fn take_tokens(
///     conn: &mut impl redis::aio::ConnectionLike,
///     bucket: &str,
///     capacity: u64,
///     refill_per_second: f64,
///     now: f64,
///     requested: u64,
/// ) -> redis_script::Result<(bool, u64)>;
/// ```
///
/// The function has no body. Its parameters are the connection, then one for each key, then one for each
/// argument. An `async fn` runs on a `redis::aio::ConnectionLike`, a plain `fn` on a
/// `redis::ConnectionLike`; the connection is `conn: &mut C` or `mut conn: C`. The return type is any
/// `Result<T, E>`, or alias of one, whose `E` is `From<redis_script::Error>`.
///
/// | in the attribute | meaning |
/// |---|---|
/// | `file = "x.lua"` | the script, beside the source file, as with `include_str!`, or else under the package's root |
/// | `source = "return 1"` | or the script itself |
/// | `keys = 2` | how many `KEYS` it takes; `1..` for one or more (one parameter, then a slice) |
/// | `args = (u64, f64)` | the types of `ARGV`, in order; `..T` as the last for a slice; may be left out |
/// | `flags = ["no-writes"]` | the shebang flags that it must have, no more and no fewer |
/// | `min_server = "7.0"` | the oldest servers it must run on; `"redis 8.0"`, `"valkey 8.0"` name one |
/// | `allow(rule, ..)`, `warn(..)`, `deny(..)` | how much a rule matters for this script |
/// | `data = Name` | the name of the generated type, if not the function's in CamelCase |
/// | `connection = expr` | where the connection comes from, such as `self.pool.get().await?`; then it is no parameter |
/// | `crate = path` | where the crate `redis_script` is, if it was renamed or is re-exported |
///
/// `#[arg(..)]` in front of a parameter says how its value becomes an argument:
///
/// | on a parameter | meaning |
/// |---|---|
/// | `#[arg(secs)]`, `millis`, `micros`, `nanos` | a `Duration`, or a `SystemTime` since 1970, as a whole number; parts of a unit are rounded up in a duration, and down in a point in time |
/// | `#[arg(secs_f64)]` | the same as seconds with a fraction |
/// | `#[arg(allow_non_finite)]` | a float may be NaN or infinite; else that is refused |
///
/// The last arguments may be `Option`s, which are sent or left out, where the script tests for them. It is refused
/// to leave one out and to send one behind it.
///
/// A refused argument is an error that names the parameter, when the call is made; nothing is sent.
///
/// Beside the function it makes a type named after it, with the constants `SHA1`, `SOURCE` and `SCRIPT`,
/// and a function `prepare` that takes the keys and arguments and returns the call without sending it.
///
/// # Methods
///
/// With `connection = expr` the function has no connection parameter; its body evaluates the expression,
/// which may use `self` and the parameters, `.await` and `?`. It may be a connection, a `&mut` to one, or
/// anything that dereferences to one, such as a pool's guard.
///
/// ```ignore
/// impl Limiter {
///     #[redis_script(file = "token_bucket.lua", keys = 1, connection = self.pool.get().await?, data = TAKE)]
///     pub async fn take(&self, bucket: &str, requested: u64) -> Result<bool, Error>;
/// }
/// ```
///
/// An `impl` has no place for a type, so a function with `self`, or that names `Self`, comes without one.
/// `data = TAKE` adds what the type would have carried to the `impl`: the constant `Self::TAKE`, a
/// `&'static Script`, and the function `Self::prepare_take`. (Not in an `impl` of a trait, which takes no
/// items of ours.)
///
/// A function may say its future itself instead of being `async`: `impl Future<Output = R>`,
/// `Pin<Box<dyn Future<Output = R> + Send>>` or `BoxFuture`. So the methods of `#[async_trait]` can run
/// scripts, too.
#[proc_macro_attribute]
pub fn redis_script(attribute: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(attribute.into(), item.into()).into()
}

/// Makes a type one argument of a script, and of any other command.
///
/// | on | it is sent as |
/// |---|---|
/// | a struct of one field | its field |
/// | an enum without fields | the variant's name |
///
/// A field may say its form as a parameter does: `struct Lease(#[arg(millis)] Duration)`. A value that is refused
/// then is an error of a script's call, and a panic in an ordinary command of the `redis` crate, which knows no
/// such errors.
///
/// It implements `redis::ToRedisArgs` and `redis::ToSingleRedisArg`.
///
/// ```ignore
/// use redis_script::ToArg;
///
/// #[derive(ToArg)]
/// struct UserId(u64); // as the number
///
/// #[derive(ToArg)]
/// #[arg(rename_all = "snake_case")]
/// enum Mode {
///     ReadOnly, // read_only
///     #[arg(rename = "rw")]
///     ReadWrite, // rw
/// }
/// ```
///
/// A variant's name is sent as it is written, unless `#[arg(rename = "..")]` on it or `#[arg(rename_all = "..")]`
/// on the enum says otherwise. The rules are serde's: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`,
/// `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`.
///
/// The struct may be generic; what its field is, only has to be one argument where it is used. Where the crate
/// `redis_script` is renamed or re-exported, `#[redis_script(crate = path)]` on the type says where it is.
#[proc_macro_derive(ToArg, attributes(arg, redis_script))]
pub fn to_arg(item: TokenStream) -> TokenStream {
    derive::expand(item.into(), derive::arg::expand).into()
}

/// Makes a struct a key: a text with the struct's fields in it.
///
/// ```ignore
/// use redis_script::Key;
///
/// #[derive(Key)]
/// #[key("bucket:{user}:{kind}", tag = user)]
/// struct BucketKey {
///     user: u64,
///     kind: String,
/// }
/// // bucket:{7}:api
/// ```
///
/// It implements `redis_script::Key`, `Display`, `redis::ToRedisArgs` and `redis::ToSingleRedisArg`. Each field is
/// anything that is one argument: a number, a text, bytes, a type with `#[derive(ToArg)]`. In a tuple struct the
/// fields are `{0}`, `{1}`. Every field is in the key, once or more.
///
/// # The hash tag
///
/// A cluster keeps keys together whose first braces hold the same text. `tag = user` puts braces around that field,
/// where it first stands. Other tags are written out: `{{` and `}}` are braces, as in `format!`, so
/// `"{{tenant:{tenant}}}:orders"` has the tag `tenant:<tenant>`, and `"{{all}}:{user}"` always `all`. Where two keys
/// of one script are of types that share no tag, the compiler warns; `allow(keys_share_no_hash_tag)` in the attribute says
/// that it never runs on a cluster.
///
/// # Values
///
/// No value gets out of its place: `%`, `{`, `}`, control characters, and the punctuation that the key's own text
/// has (`_` aside) are written as in a URL, `%` and two hexadecimal digits for each byte; and so are all bytes beyond
/// ASCII in a value that isn't UTF-8. An empty value that is the whole hash tag is written as `%` alone, since empty
/// braces would be no tag. So the key says exactly what its fields are: two different values never make the same
/// key.
///
/// | `user`, `kind` | the key |
/// |---|---|
/// | `7`, `"api"` | `bucket:{7}:api` |
/// | `7`, `"a:b"` | `bucket:{7}:a%3Ab` |
/// | `7`, `"50%"` | `bucket:{7}:50%25` |
///
/// Where the crate `redis_script` is renamed or re-exported, `#[redis_script(crate = path)]` on the type says where
/// it is.
#[proc_macro_derive(Key, attributes(key, redis_script))]
pub fn key(item: TokenStream) -> TokenStream {
    derive::expand(item.into(), derive::key::expand).into()
}

/// Makes a type of a script's reply: a struct, a newtype or an enum.
///
/// | on | it is read from |
/// |---|---|
/// | a struct with fields `a`, `b` | an array of two items, in the order of the fields |
/// | the same with `#[reply(map)]` | names and values in turn, `{'a', 1, 'b', 2}`, or a RESP3 map |
/// | a tuple struct | an array, in the order of the fields |
/// | a tuple struct of one field, or `#[reply(transparent)]` | what its field is read from |
/// | an enum with `#[reply(-1)]`, `#[reply(0)]` on its variants | an integer |
/// | an enum with `#[reply("free")]`, or with nothing, on its variants | a text; by itself, the variant's name |
///
/// It implements `redis::FromRedisValue`, so it works without a script, too, and `redis_script::ReplyShape`: where a
/// script returns something else, the compiler says which field is missing, or which can't be read.
///
/// ```ignore
/// use redis_script::{FromReply, redis_script};
///
/// #[derive(FromReply)]
/// struct Verdict {
///     allowed: bool,
///     left: u64,
///     reset: Option<u64>, // where the script returns `false`, which is null
/// }
///
/// #[redis_script(source = "return {1, 9, false}", keys = 0)]
/// async fn check(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Verdict>;
///
/// #[derive(FromReply)]
/// enum Redeemed {
///     #[reply(-1)]
///     AlreadyUsed,
///     #[reply(0)]
///     SoldOut,
///     #[reply(other)]
///     Left(u64),
/// }
/// ```
///
/// # By name
///
/// With `#[reply(map)]` the order of the names doesn't matter, and others are left out. `#[reply(rename = "..")]` on a
/// field says what it is called in the reply. A field that is an `Option`, or has `#[reply(default)]`, may be missing.
///
/// # Enums
///
/// The variants stand for integers, or for texts; one can stand for several: `#[reply("ok", "done")]`. A variant's
/// discriminant (`Gone = -1`) is its integer. Without any, its name is its text, unless
/// `#[reply(rename_all = "snake_case")]` on the enum says otherwise; the rules are those of [`macro@ToArg`].
/// `#[reply(other)]` on a variant of one field keeps what no other one stands for; without it, such a reply is an
/// error.
///
/// # Errors
///
/// An error names the field, its place in the array, and what was found instead of what; not the content.
///
/// Where the crate `redis_script` is renamed or re-exported, `#[redis_script(crate = path)]` on the type says where it
/// is.
#[proc_macro_derive(FromReply, attributes(reply, redis_script))]
pub fn from_reply(item: TokenStream) -> TokenStream {
    derive::expand(item.into(), derive::reply::expand).into()
}

/// Makes an enum of the errors that a script raises, by their codes: the first words of `redis.error_reply('LIMIT ..')`,
/// `error({err = 'LIMIT ..'})` and `return {err = 'LIMIT ..'}`.
///
/// ```ignore
/// use redis_script::{ScriptError, redis_script};
///
/// #[derive(Debug, ScriptError)]
/// enum TakeError {
///     #[code("LIMIT")]
///     OverLimit(String), // keeps the message
///     Closed, // the code is CLOSED
///     #[script_error(other)]
///     Other(redis_script::Error),
/// }
///
/// #[redis_script(file = "take.lua", keys = 1)]
/// async fn take(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> Result<u64, TakeError>;
/// ```
///
/// A variant's code is `#[code("..")]`, or its name in upper case (`SoldOut`: `SOLDOUT`). It has no field, or one that
/// keeps the message (`String`, `Box<str>`) or all that is known of the error (`redis_script::ScriptError`). The
/// variant with `#[script_error(other)]` takes everything else: what goes wrong with the connection, and what the
/// server says.
///
/// It implements `From<redis_script::Error>`, `Display`, `std::error::Error`, and `redis_script::ErrorCodes`: the
/// compiler warns of a code that the script raises and the enum lacks (`code_without_variant`), and of one that the enum
/// has and no line of the script raises (`variant_without_code`). Like any lint, they can be allowed by their names in the
/// attribute, in the script, and in `redis-script.toml`.
///
/// Where the crate `redis_script` is renamed or re-exported, `#[redis_script(crate = path)]` on the enum says where it
/// is.
#[proc_macro_derive(ScriptError, attributes(code, script_error, redis_script))]
pub fn script_error(item: TokenStream) -> TokenStream {
    derive::expand(item.into(), derive::script_error::expand).into()
}
