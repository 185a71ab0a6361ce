//! A rate limit that allows bursts: a bucket holds up to `capacity` tokens, a request takes some, and
//! they come back at a steady rate.

use redis_script::{redis, redis_script};
use std::time::SystemTime;

/// Takes `requested` tokens from `bucket`, if it holds that many.
///
/// Gives whether it did, and how many whole tokens remain. The tokens that a bucket gains are counted in
/// fractions, so that any rate is exact; `now` is in seconds, from any clock that all callers share.
/// Whole numbers are exact up to 2^53.
#[redis_script(file = "lua/token_bucket.lua", keys = 1, args = (u64, f64, f64, u64))]
pub async fn take_tokens(
    conn: &mut impl redis::aio::ConnectionLike,
    bucket: &str,
    capacity: u64,
    refill_per_second: f64,
    now: f64,
    requested: u64,
) -> redis_script::Result<(bool, u64)>;

/// The time of day, in seconds.
pub fn now() -> f64 {
    SystemTime::UNIX_EPOCH.elapsed().map_or(0.0, |since| since.as_secs_f64())
}
