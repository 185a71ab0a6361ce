//! The life of a script on a server: it is loaded, known, forgotten and, if it doesn't end, killed.
//!
//! No caller of a typed function needs this: one whose script is missing loads it. It is for operators, and to see what
//! goes on.

use crate::info::Info;
use redis_script::redis::{RedisResult, aio::ConnectionLike, cmd};
use redis_script::{Result, Script, missing_async, redis_script};

/// Keeps the server busy.
#[redis_script(file = "lua/script_life_spin.lua", keys = 0, args = (u64))]
pub async fn spin(conn: &mut impl ConnectionLike, rounds: u64) -> Result<u64>;

/// Writes, and then keeps the server busy.
#[redis_script(file = "lua/script_life_write_and_spin.lua", keys = 1, args = (u64))]
pub async fn write_and_spin(conn: &mut impl ConnectionLike, key: &str, rounds: u64) -> Result<u64>;

/// Adds one to each key, up to the first that holds no number. Gives how many there were.
#[redis_script(file = "lua/script_life_call.lua", keys = 0..)]
pub async fn add_up_to_an_error(conn: &mut impl ConnectionLike, keys: &[&str]) -> Result<u64>;

/// Adds one to each key. Gives how many were done, and which hold no number.
#[redis_script(file = "lua/script_life_pcall.lua", keys = 0..)]
pub async fn add_past_errors(conn: &mut impl ConnectionLike, keys: &[&str]) -> Result<(u64, Vec<String>)>;

/// One script for all names, since the name is an argument. A text put together for each name would be another script
/// each time.
#[redis_script(file = "lua/script_life_greet.lua", keys = 0, args = (&str), flags = ["no-writes"])]
pub async fn greet(conn: &mut impl ConnectionLike, name: &str) -> Result<String>;

/// Draws so many of a list's names. The caller gives the seed, so that anybody can draw again and see that it was fair.
#[redis_script(file = "lua/script_life_draw.lua", keys = 1, args = (u32, u32), flags = ["no-writes"])]
pub async fn draw(conn: &mut impl ConnectionLike, names: &str, seed: u32, count: u32) -> Result<Vec<String>>;

/// Sets a key to the server's time in seconds, also on a Redis before 7 that replicates scripts.
#[redis_script(file = "lua/script_life_stamp.lua", keys = 1)]
pub async fn stamp(conn: &mut impl ConnectionLike, key: &str) -> Result<u64>;

/// What came of [`kill`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kill {
    /// A script was running, and was ended. Its caller gets an error that says so.
    Killed,
    /// None was running.
    Idle,
    /// One is running that has written: it would leave half of its work. It ends by itself, or with the server
    /// (`SHUTDOWN NOSAVE`).
    HasWritten,
}

/// Ends the script that is running, if one has been for longer than the server's `busy-reply-threshold`: before that, the
/// server hears nobody.
pub async fn kill(conn: &mut impl ConnectionLike) -> RedisResult<Kill> {
    match cmd("SCRIPT").arg("KILL").exec_async(conn).await {
        Ok(()) => Ok(Kill::Killed),
        Err(error) => match error.code() {
            Some("NOTBUSY") => Ok(Kill::Idle),
            Some("UNKILLABLE") => Ok(Kill::HasWritten),
            _ => Err(error),
        },
    }
}

/// Whether the server knows a script right now. It may have forgotten it a moment later, so don't ask before a call.
pub async fn exists(conn: &mut impl ConnectionLike, script: &'static Script) -> Result<bool> {
    Ok(missing_async(conn, [script]).await?.is_empty())
}

/// Makes the server forget all scripts, those of others, too.
pub async fn flush(conn: &mut impl ConnectionLike) -> RedisResult<()> {
    cmd("SCRIPT").arg("FLUSH").exec_async(conn).await
}

/// How many scripts the server knows.
pub async fn cached(conn: &mut impl ConnectionLike) -> RedisResult<u64> {
    Ok(Info::read(conn).await?.scripts.cached)
}
