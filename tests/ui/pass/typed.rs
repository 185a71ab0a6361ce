//! Types of one's own as keys and arguments.
#![deny(warnings, missing_docs)]
#![deny(clippy::all, clippy::pedantic)]

use redis_script::redis_script;

mod facade {
    pub use redis_script as scripts;
}

/// Who.
#[derive(redis_script::ToArg, Debug, Clone, Copy)]
pub struct UserId(u64);

/// Anything that is one argument.
#[derive(redis_script::ToArg, Debug, Clone, Copy)]
#[redis_script(crate = facade::scripts)]
pub struct Tagged<T> {
    value: T,
}

/// How.
#[derive(redis_script::ToArg, Debug, Clone, Copy)]
#[arg(rename_all = "kebab-case")]
pub enum Mode {
    /// It is only read.
    ReadOnly,
    /// It is written.
    #[arg(rename = "rw")]
    ReadWrite,
}

/// A user's.
#[derive(redis_script::Key, Debug, Clone)]
#[key("bucket:{user}:{kind}", tag = user)]
pub struct BucketKey<'a, K> {
    user: UserId,
    kind: &'a K,
}

/// The same user's.
#[derive(redis_script::Key, Debug, Clone)]
#[key("total:{user}", tag = user)]
#[redis_script(crate = facade::scripts)]
pub struct TotalKey {
    user: UserId,
}

/// On one server only.
#[derive(redis_script::Key, Debug, Clone)]
#[key("all")]
pub struct AllKey;

/// Keys of types that share a tag.
#[redis_script(source = "return {KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]}", keys = 2, args = (UserId, &Tagged<f64>, Mode))]
pub async fn typed<'a>(
    conn: &mut impl redis::aio::ConnectionLike,
    bucket: &BucketKey<'a, String>,
    total: TotalKey,
    user: UserId,
    tagged: &Tagged<f64>,
    mode: Mode,
) -> redis_script::Result<()>;

/// Keys of a type that is not known here.
#[redis_script(source = "return {KEYS[1], KEYS[2]}", keys = 2)]
pub fn generic<K: redis::ToSingleRedisArg>(
    conn: &mut impl redis::ConnectionLike,
    one: K,
    other: &TotalKey,
) -> redis_script::Result<()>;

/// Never on a cluster.
#[redis_script(source = "return {KEYS[1], KEYS[2]}", keys = 2, allow(keys_share_no_hash_tag))]
pub fn single(conn: &mut impl redis::ConnectionLike, all: &AllKey, total: &TotalKey) -> redis_script::Result<()>;

fn main() {
    let bucket = BucketKey { user: UserId(7), kind: &"api".to_owned() };
    let total = TotalKey { user: UserId(7) };
    let call = Typed::prepare(&bucket, total, UserId(7), &Tagged { value: 0.5 }, Mode::ReadOnly);
    let mut expected = redis::cmd("EVALSHA");
    expected.arg(Typed::SHA1).arg(2).arg("bucket:{7}:api").arg("total:{7}").arg(7).arg("0.5").arg("read-only");
    assert_eq!(call.cmd().get_packed_command(), expected.get_packed_command());
    let modes = redis::ToRedisArgs::to_redis_args(&Mode::ReadWrite);
    assert_eq!(modes, [b"rw"]);
}
