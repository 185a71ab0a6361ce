//! What a command's reply is in Lua, as long as the script doesn't call `redis.setresp(3)`.
//!
//! Only what is certain, whatever the arguments, has an entry; `tests/replies.rs` runs the commands on
//! a server. The servers' own `reply_schema` isn't the source: it says that `OBJECT FREQ` is an integer.

use super::command::Command;
use crate::hash::Texts;
use std::sync::LazyLock;

/// A reply, as Lua gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A number.
    Integer,
    /// A number, or `false` for null.
    IntegerOrNull,
    /// A table with `ok`.
    Status,
    /// A table with `ok`, or `false` for null.
    StatusOrNull,
    /// A string.
    Bulk,
    /// A string, or `false` for null.
    BulkOrNull,
    /// A table with the elements from 1 on.
    Array,
    /// The same with so many elements, each a string, or `false` for null.
    Values(u16),
    /// A table, or `false` for null.
    ArrayOrNull,
    /// One of them, or not known.
    Unknown,
}

/// The reply of `command` to `arguments` (those behind its name, or behind a subcommand's); `None` stands for
/// an argument that isn't known, `open` says that there may be more of them.
pub fn reply(command: &Command, arguments: &[Option<&[u8]>], open: bool) -> Reply {
    let name = command.name;
    if let Some(number) = BY_NAME.names.get(name.as_bytes()) {
        return BY_NAME.replies[number];
    }
    let count = if open { None } else { Some(arguments.len()) };
    match (name, count) {
        ("ping", Some(0)) => Reply::Status,
        ("lpop" | "rpop" | "spop" | "srandmember" | "hrandfield" | "zrandmember", Some(1)) => Reply::BulkOrNull,
        ("lpop" | "rpop", Some(2)) => Reply::ArrayOrNull,
        ("spop" | "srandmember" | "hrandfield" | "zrandmember", Some(2..))
        | ("mget" | "hmget", None)
        | ("sort", Some(1)) => Reply::Array,
        ("zrank" | "zrevrank" | "lpos", Some(2)) => Reply::IntegerOrNull,
        ("mget", Some(count)) => values(count),
        ("hmget", Some(count)) => values(count.saturating_sub(1)),
        ("set", Some(_)) => set(&arguments[arguments.len().min(2)..]),
        ("zadd", Some(3)) => Reply::Integer,
        ("zadd", Some(_)) => zadd(&arguments[arguments.len().min(1)..]),
        ("xadd", Some(_)) => xadd(&arguments[arguments.len().min(1)..]),
        ("ping", Some(1)) | ("lcs", Some(2)) => Reply::Bulk,
        _ => Reply::Unknown,
    }
}

fn values(count: usize) -> Reply {
    u16::try_from(count).map_or(Reply::Array, Reply::Values)
}

/// `SET key value options`.
fn set(options: &[Option<&[u8]>]) -> Reply {
    let mut reply = Reply::Status;
    let mut options = options.iter();
    while let Some(option) = options.next() {
        let Some(option) = option else { return Reply::Unknown };
        match &*option.to_ascii_uppercase() {
            b"EX" | b"PX" | b"EXAT" | b"PXAT" => drop(options.next()),
            b"NX" | b"XX" if reply != Reply::BulkOrNull => reply = Reply::StatusOrNull,
            b"NX" | b"XX" | b"KEEPTTL" => {}
            b"GET" => reply = Reply::BulkOrNull,
            _ => return Reply::Unknown,
        }
    }
    reply
}

/// `ZADD key options score member ..`.
fn zadd(options: &[Option<&[u8]>]) -> Reply {
    for option in options {
        let Some(option) = option else { return Reply::Unknown };
        match &*option.to_ascii_uppercase() {
            b"NX" | b"XX" | b"GT" | b"LT" | b"CH" => {}
            b"INCR" => return Reply::BulkOrNull,
            score if std::str::from_utf8(score).is_ok_and(|score| score.parse::<f64>().is_ok()) => {
                return Reply::Integer;
            }
            _ => return Reply::Unknown,
        }
    }
    Reply::Unknown
}

/// `XADD key options id field value ..`: only NOMKSTREAM makes it null.
fn xadd(options: &[Option<&[u8]>]) -> Reply {
    match options.first() {
        Some(Some(option)) if !option.eq_ignore_ascii_case(b"NOMKSTREAM") => {
            if option.starts_with(b"*") {
                Reply::Bulk
            } else {
                Reply::Unknown
            }
        }
        _ => Reply::Unknown,
    }
}

/// Whether all elements of the command's array are texts, whatever the arguments are.
pub(crate) fn holds_texts(command: &Command) -> bool {
    // In RESP2, scores and fields come between the members, as texts, too.
    matches!(
        command.name,
        "hgetall"
            | "hkeys"
            | "hvals"
            | "keys"
            | "lrange"
            | "sdiff"
            | "sinter"
            | "smembers"
            | "sunion"
            | "time"
            | "zdiff"
            | "zinter"
            | "zrange"
            | "zrangebylex"
            | "zrangebyscore"
            | "zrevrange"
            | "zrevrangebylex"
            | "zrevrangebyscore"
            | "zunion"
    )
}

/// The replies of [`FIXED`], by the numbers of the names.
struct ByName {
    names: Texts,
    replies: Vec<Reply>,
}

static BY_NAME: LazyLock<ByName> = LazyLock::new(|| {
    let mut known = ByName { names: Texts::default(), replies: Vec::new() };
    for (reply, names) in FIXED {
        for name in names.split_ascii_whitespace() {
            known.names.insert(name.as_bytes());
            known.replies.push(*reply);
        }
    }
    known
});

const FIXED: &[(Reply, &str)] = &[
    (
        Reply::Integer,
        "append bitcount bitop bitpos copy dbsize decr decrby del exists expire expireat expiretime geoadd geosearchstore \
         getbit hdel hexists hincrby hlen hset hsetnx hstrlen incr incrby linsert llen lpush lpushx lrem move msetnx persist \
         pexpire pexpireat pexpiretime pfadd pfcount pttl publish renamenx rpush rpushx sadd scard sdiffstore setbit setnx \
         setrange sintercard sinterstore sismember smove spublish srem strlen sunionstore touch ttl unlink xack xdel xlen \
         xtrim zcard zcount zdiffstore zinterstore zintercard zlexcount zrangestore zrem zremrangebylex zremrangebyrank \
         zremrangebyscore zunionstore lastsave",
    ),
    (Reply::IntegerOrNull, "object|freq object|idletime object|refcount memory|usage"),
    (
        Reply::Status,
        "flushall flushdb hmset lset ltrim mset pfmerge psetex rename select setex swapdb type xgroup|create",
    ),
    (Reply::Bulk, "echo getrange hincrbyfloat incrbyfloat info lolwut substr zincrby"),
    (
        Reply::BulkOrNull,
        "brpoplpush blmove dump geodist get getdel getex getset hget lindex lmove object|encoding randomkey rpoplpush zscore",
    ),
    (
        Reply::Array,
        "bitfield bitfield_ro geohash geopos geosearch hgetall hkeys hscan hvals keys lrange scan sdiff sinter smembers \
         smismember sort_ro sscan sunion time xautoclaim xclaim xpending xrange xrevrange zdiff zinter zmscore zpopmax \
         zpopmin zrange zrangebylex zrangebyscore zrevrange zrevrangebylex zrevrangebyscore zscan zunion",
    ),
    (Reply::ArrayOrNull, "blmpop blpop brpop bzmpop bzpopmax bzpopmin lmpop xread xreadgroup zmpop"),
];

/// The commands whose reply is known whatever the arguments are.
pub fn always_known() -> impl Iterator<Item = &'static str> {
    FIXED.iter().flat_map(|(_, names)| names.split_ascii_whitespace())
}
