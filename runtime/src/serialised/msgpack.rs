//! MessagePack, for `cmsgpack`.

use redis::{FromRedisValue, ParsingError, RedisWrite, ToRedisArgs, ToSingleRedisArg, Value};
use serde_core::{Serialize, de::DeserializeOwned};

use super::bytes;

/// A value as MessagePack: one argument that a script reads by `cmsgpack.unpack(ARGV[1])`, or a reply that it makes
/// by `cmsgpack.pack`. A struct is a map of its fields' names.
///
/// ```
/// # use redis_script::redis_script;
/// use redis_script::MsgPack;
/// use std::collections::BTreeMap;
///
/// #[redis_script(
///     source = "local order = cmsgpack.unpack(ARGV[1]) order.paid = 1 return cmsgpack.pack(order)",
///     keys = 0,
///     args = (MsgPack<&BTreeMap<String, u32>>)
/// )]
/// fn pay(
///     conn: &mut impl redis::ConnectionLike,
///     order: MsgPack<&BTreeMap<String, u32>>,
/// ) -> redis_script::Result<MsgPack<BTreeMap<String, u32>>>;
/// # let _ = Pay::SHA1;
/// ```
///
/// A value that can't be serialised is an error of the call, [`Error::Argument`](crate::Error::Argument), before
/// anything is sent. (In an ordinary command of the `redis` crate, which knows no such errors, it is a panic.) A
/// reply that is missing, as a script's `nil` and `false` are, is `None` of an `Option<MsgPack<T>>`.
///
/// # What `cmsgpack` makes of it
///
/// | in Rust | in the script, and back |
/// |---|---|
/// | an integer beyond 2^53 | the nearest double: send it as text |
/// | a float | itself, NaN and infinities included; one without a fraction comes back as an integer, which a float takes |
/// | `None`, `()` | `nil`: the field isn't there |
/// | an empty list or map | an empty table, which comes back as a list: read as an empty map, too, where it is the whole reply |
/// | bytes (`serde_bytes`) | refused by the script (`Bad data format in input`): `cmsgpack` knows no binary strings. Send them as an argument of their own |
/// | a string that isn't UTF-8, made by the script | read by a field of `serde_bytes` |
/// | more than 16 levels | `cmsgpack.pack` writes `nil` in place of what is deeper |
#[cfg_attr(docsrs, doc(cfg(feature = "msgpack")))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MsgPack<T>(pub T);

impl<T: Serialize> ToRedisArgs for MsgPack<T> {
    fn write_redis_args<W: RedisWrite + ?Sized>(&self, out: &mut W) {
        let written = rmp_serde::encode::write_named(&mut out.writer_for_next_arg(), &self.0);
        if let Err(error) = written {
            crate::private::refuse(out, format_args!("can't be written as MessagePack: {error}"));
        }
    }
}

impl<T: Serialize> ToSingleRedisArg for MsgPack<T> {}

impl<T: DeserializeOwned> FromRedisValue for MsgPack<T> {
    fn from_redis_value(reply: Value) -> Result<Self, ParsingError> {
        const EMPTY_LIST: &[u8] = &[0x90];
        const EMPTY_MAP: &[u8] = &[0x80];
        let text = bytes(&reply, "MessagePack")?;
        let read = rmp_serde::from_slice(text).or_else(|error| match text {
            // An empty table, whichever it was.
            EMPTY_LIST => rmp_serde::from_slice(EMPTY_MAP).map_err(|_| error),
            _ => Err(error),
        });
        read.map(Self).map_err(|error| format!("the script's MessagePack: {error}").into())
    }
}
