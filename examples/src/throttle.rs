//! A throttle as a library would offer it: a leaky bucket for each identifier, which blocks an identifier
//! for a while once its bucket runs over.

use redis_script::redis::aio::ConnectionLike;
use redis_script::{Result, redis_script};
use std::time::Duration;

/// Pours `tokens` into `bucket`, unless it would run over, or `block` is set.
///
/// Gives whether they went in, the level, how many more whole tokens would go in, and in how many milliseconds to try
/// again (0 if they went in, -1 for never) and the bucket will be empty. Both keys must be in one hash slot;
/// [`Throttle`] sees to that.
#[redis_script(file = "lua/throttle.lua", keys = 2, args = (u64, f64, u64, u64))]
pub async fn pour(
    conn: &mut impl ConnectionLike,
    bucket: &str,
    block: &str,
    capacity: u64,
    leak_per_second: f64,
    block_ms: u64,
    tokens: u64,
) -> Result<(bool, f64, u64, i64, u64)>;

/// The limits that hold for every identifier.
#[derive(Clone, Debug)]
pub struct Throttle {
    /// What the keys start with.
    pub prefix: String,
    /// How many tokens a bucket holds.
    pub capacity: u64,
    /// How many tokens leak out of it per second.
    pub leak_per_second: f64,
    /// How long an identifier is refused after its bucket ran over; zero: only as long as it takes to leak.
    pub block_for: Duration,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Whether it may go on.
    pub allowed: bool,
    /// How full the bucket is now.
    pub level: f64,
    /// How many more whole tokens would have room.
    pub remaining: u64,
    /// How long it has no chance: zero if it may go on, `None` if it asks for more than a bucket holds.
    pub retry_after: Option<Duration>,
    /// When the bucket will be empty, if nothing else goes in.
    pub empty_after: Duration,
}

impl Throttle {
    /// Pours `tokens` into the bucket of `identifier`.
    pub async fn check(&self, conn: &mut impl ConnectionLike, identifier: &str, tokens: u64) -> Result<Verdict> {
        let [bucket, block] = self.keys(identifier);
        let block_ms = u64::try_from(self.block_for.as_millis()).unwrap_or(u64::MAX);
        let (allowed, level, remaining, retry_ms, empty_ms) =
            pour(conn, &bucket, &block, self.capacity, self.leak_per_second, block_ms, tokens).await?;
        let retry_after = u64::try_from(retry_ms).ok().map(Duration::from_millis);
        Ok(Verdict { allowed, level, remaining, retry_after, empty_after: Duration::from_millis(empty_ms) })
    }

    /// The keys of an identifier. A cluster hashes what is between the first `{` and the next `}`, if
    /// that isn't empty: the prefix stands inside, so that an identifier that is empty or holds braces of
    /// its own still has both keys in one slot.
    pub fn keys(&self, identifier: &str) -> [String; 2] {
        ["level", "blocked"].map(|what| format!("{{throttle:{}:{identifier}}}:{what}", self.prefix))
    }
}
