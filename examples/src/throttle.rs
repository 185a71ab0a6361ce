//! A throttle as a library would offer it: a leaky bucket for each identifier, which blocks an identifier
//! for a while once its bucket runs over.

use redis_script::redis::aio::ConnectionLike;
use redis_script::{Result, redis_script};
use std::time::Duration;

/// Pours `tokens` into `bucket`, unless it would run over, or `block` is set.
///
/// Gives whether they went in, how many more whole tokens would, and after how many milliseconds to try
/// again: 0 if they went in, -1 for never. Both keys must be in one hash slot; [`Throttle`] sees to that.
#[redis_script(file = "lua/throttle.lua", keys = 2, args = (u64, f64, u64, u64))]
pub async fn pour(
    conn: &mut impl ConnectionLike,
    bucket: &str,
    block: &str,
    capacity: u64,
    leak_per_second: f64,
    block_ms: u64,
    tokens: u64,
) -> Result<(bool, u64, i64)>;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may go on; so many more tokens would have had room.
    Allowed {
        /// Whole tokens.
        remaining: u64,
    },
    /// It may not, and has no chance before so long.
    Denied {
        /// `None`: it asks for more than a bucket holds.
        retry_after: Option<Duration>,
    },
}

impl Throttle {
    /// Pours `tokens` into the bucket of `identifier`.
    pub async fn check(&self, conn: &mut impl ConnectionLike, identifier: &str, tokens: u64) -> Result<Verdict> {
        let [bucket, block] = self.keys(identifier);
        let block_ms = u64::try_from(self.block_for.as_millis()).unwrap_or(u64::MAX);
        let (allowed, remaining, retry_ms) =
            pour(conn, &bucket, &block, self.capacity, self.leak_per_second, block_ms, tokens).await?;
        if allowed {
            return Ok(Verdict::Allowed { remaining });
        }
        Ok(Verdict::Denied { retry_after: u64::try_from(retry_ms).ok().map(Duration::from_millis) })
    }

    /// The keys of an identifier. A cluster hashes what is between the first `{` and the next `}`, if
    /// that isn't empty: the prefix stands inside, so that an identifier that is empty or holds braces of
    /// its own still has both keys in one slot.
    pub fn keys(&self, identifier: &str) -> [String; 2] {
        ["level", "blocked"].map(|what| format!("{{throttle:{}:{identifier}}}:{what}", self.prefix))
    }
}
