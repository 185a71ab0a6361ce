//! A rate limit that allows bursts: a bucket holds up to `capacity` tokens, a request takes some, and
//! they come back at a steady rate.

use redis_script::{Result, redis::aio::ConnectionLike, redis_script};

/// Takes `requested` tokens from `bucket`, if it holds that many.
///
/// Gives whether it did, how many whole tokens remain, and in how many milliseconds there will be enough (0 if it did,
/// -1 for never) and the bucket will be full (-1 for never). The tokens that a bucket gains are counted in fractions,
/// so that any rate is exact; whole numbers are exact up to 2^53.
#[redis_script(file = "lua/token_bucket.lua", keys = 1, args = (u64, f64, u64))]
pub async fn take_tokens(
    conn: &mut impl ConnectionLike,
    bucket: &str,
    capacity: u64,
    refill_per_second: f64,
    requested: u64,
) -> Result<(bool, u64, i64, i64)>;

/// The same at a time of the caller's, in microseconds, from any clock that all callers share: to play recorded traffic
/// back, or to test to the microsecond.
#[redis_script(file = "lua/token_bucket.lua", keys = 1, args = (u64, f64, u64, u64))]
pub async fn take_tokens_at(
    conn: &mut impl ConnectionLike,
    bucket: &str,
    capacity: u64,
    refill_per_second: f64,
    requested: u64,
    now_us: u64,
) -> Result<(bool, u64, i64, i64)>;
