//! A script for each type of value: each does in one step what would be a read and a write.

use redis_script::redis::aio::ConnectionLike;
use redis_script::{Result, redis_script};

/// String: raises a record to `number`, if it is lower. Gives the record. Exact below 2^53.
#[redis_script(file = "lua/basics_string.lua", keys = 1, args = (u32))]
pub async fn raise_to(conn: &mut impl ConnectionLike, record: &str, number: u32) -> Result<u32>;

/// Hash: takes a number into a running mean. Gives how many there were, and the mean.
#[redis_script(file = "lua/basics_hash.lua", keys = 1, args = (f64))]
pub async fn take_into_mean(conn: &mut impl ConnectionLike, mean: &str, number: f64) -> Result<(u64, f64)>;

/// List: appends to a log of limited length. Gives what fell off.
#[redis_script(file = "lua/basics_list.lua", keys = 1, args = (&str, u32))]
pub async fn append(conn: &mut impl ConnectionLike, log: &str, line: &str, keep: u32) -> Result<Vec<String>>;

/// Set: likes what wasn't liked, and the other way round. Gives whether `who` likes it now, and how many do.
#[redis_script(file = "lua/basics_set.lua", keys = 1, args = (&str))]
pub async fn toggle(conn: &mut impl ConnectionLike, likes: &str, who: &str) -> Result<(bool, u64)>;

/// Sorted set: takes what is due, by the server's clock. No two callers get the same.
#[redis_script(file = "lua/basics_sorted_set.lua", keys = 1, args = (u32))]
pub async fn take_due(conn: &mut impl ConnectionLike, schedule: &str, limit: u32) -> Result<Vec<String>>;

/// Stream: records a state, if it is another one than the last. Gives the entry's id if so.
#[redis_script(file = "lua/basics_stream.lua", keys = 1, args = (&str))]
pub async fn record_change(conn: &mut impl ConnectionLike, states: &str, state: &str) -> Result<Option<String>>;

/// HyperLogLog: counts a visitor. Gives whether the count changed, and about how many there were, within 1 % or so.
#[redis_script(file = "lua/basics_hyperloglog.lua", keys = 1, args = (&str))]
pub async fn count_visitor(conn: &mut impl ConnectionLike, visitors: &str, who: &str) -> Result<(bool, u64)>;
