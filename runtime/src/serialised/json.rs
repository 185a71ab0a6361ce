//! JSON, for `cjson`.

use redis::{FromRedisValue, ParsingError, RedisWrite, ToRedisArgs, ToSingleRedisArg, Value};
use serde_core::{Serialize, de::DeserializeOwned};

use super::bytes;

/// A value as JSON: one argument that a script reads by `cjson.decode(ARGV[1])`, or a reply that it makes by
/// `cjson.encode`.
///
/// ```
/// # use redis_script::redis_script;
/// use redis_script::Json;
/// use std::collections::BTreeMap;
///
/// #[redis_script(
///     source = "local order = cjson.decode(ARGV[1]) order.paid = 1 return cjson.encode(order)",
///     keys = 0,
///     args = (Json<&BTreeMap<String, u32>>)
/// )]
/// fn pay(
///     conn: &mut impl redis::ConnectionLike,
///     order: Json<&BTreeMap<String, u32>>,
/// ) -> redis_script::Result<Json<BTreeMap<String, u32>>>;
/// # let _ = Pay::SHA1;
/// ```
///
/// A value that can't be serialised is an error of the call, [`Error::Argument`](crate::Error::Argument), before
/// anything is sent. (In an ordinary command of the `redis` crate, which knows no such errors, it is a panic.) A
/// reply that is missing, as a script's `nil` and `false` are, is `None` of an `Option<Json<T>>`.
///
/// # What `cjson` makes of it
///
/// | in Rust | in the script, and back |
/// |---|---|
/// | an integer beyond 2^53 | the nearest double: send it as text |
/// | an integer of 10^14 or more | `cjson.encode` writes 14 digits: return it as text (`string.format('%.0f', n)`) |
/// | a float | 14 digits on the way back |
/// | `None`, `()`, NaN, an infinity | `cjson.null`, which is true in a condition |
/// | an empty list or map | an empty table, which `cjson.encode` writes as `{}`: read as an empty list, too, where it is the whole reply |
/// | a map whose keys are numbers | keys that are texts |
/// | bytes | a list of numbers: send them as an argument of their own |
/// | more than 1000 levels | refused by the script |
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Json<T>(pub T);

impl<T: Serialize> ToRedisArgs for Json<T> {
    fn write_redis_args<W: RedisWrite + ?Sized>(&self, out: &mut W) {
        let written = serde_json::to_writer(out.writer_for_next_arg(), &self.0);
        if let Err(error) = written {
            crate::private::refuse(out, format_args!("can't be written as JSON: {error}"));
        }
    }
}

impl<T: Serialize> ToSingleRedisArg for Json<T> {}

impl<T: DeserializeOwned> FromRedisValue for Json<T> {
    fn from_redis_value(reply: Value) -> Result<Self, ParsingError> {
        let text = bytes(&reply, "JSON")?;
        let read = serde_json::from_slice(text).or_else(|error| match text {
            // An empty table, whichever it was.
            b"{}" => serde_json::from_slice(b"[]").map_err(|_| error),
            _ => Err(error),
        });
        read.map(Self).map_err(|error| format!("the script's JSON: {error}").into())
    }
}
