//! A rate limit that counts: so many requests in a window of time.

use redis_script::{Result, redis::aio::ConnectionLike, redis_script};

/// Counts `requested` more in `window`, if that makes no more than `limit`. A window begins with its first request and
/// lasts `window_ms`; a refused request is not counted.
///
/// Gives whether they were counted, how many more would be, and in how many milliseconds to ask again (0 if counted, -1
/// for never) and the window ends.
#[redis_script(file = "lua/fixed_window.lua", keys = 1, args = (u64, u64, u64))]
pub async fn count_in_window(
    conn: &mut impl ConnectionLike,
    window: &str,
    limit: u64,
    window_ms: u64,
    requested: u64,
) -> Result<(bool, u64, i64, u64)>;
