//! A rate limit that remembers each request: never more than so many in any stretch of time.

use redis_script::{Result, redis::aio::ConnectionLike, redis_script};

/// Adds `requested` requests to `log`, if that makes no more than `limit` in the last `window_ms`. Refused ones leave no
/// trace.
///
/// Gives whether they were added, how many more would be, and in how many milliseconds to ask again (0 if added, -1 for
/// never) and the log will be empty.
#[redis_script(file = "lua/sliding_window.lua", keys = 1, args = (u64, u64, u64))]
pub async fn log_in_window(
    conn: &mut impl ConnectionLike,
    log: &str,
    limit: u64,
    window_ms: u64,
    requested: u64,
) -> Result<(bool, u64, i64, u64)>;
