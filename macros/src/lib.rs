//! The `#[redis_script]` attribute. It is documented in the crate `redis-script`, which exports it.
#![warn(missing_docs)]

mod report;

mod capacity;
mod data;
mod docs;
mod expand;
mod function;
mod generics;

mod attribute;
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
#[proc_macro_attribute]
pub fn redis_script(attribute: TokenStream, item: TokenStream) -> TokenStream {
    attribute::expand(attribute.into(), item.into()).into()
}
