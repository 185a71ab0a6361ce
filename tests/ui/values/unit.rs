use redis_script::redis_script;
use std::time::{Duration, SystemTime};

#[redis_script(source = "return {KEYS, ARGV}", keys = 0)]
async fn missing(
    conn: &mut impl redis::aio::ConnectionLike,
    lease: Duration,
    now: &SystemTime,
    waits: &[Duration],
) -> redis_script::Result<()>;

#[redis_script(source = "return {KEYS, ARGV}", keys = 0)]
async fn misspelled(
    conn: &mut impl redis::aio::ConnectionLike,
    #[arg(milis)] lease: Duration,
    #[arg(millis, secs)] now: SystemTime,
    #[arg] wait: Duration,
) -> redis_script::Result<()>;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1)]
async fn misplaced(
    #[arg(millis)] conn: &mut impl redis::aio::ConnectionLike,
    #[arg(millis)] key: &str,
) -> redis_script::Result<()>;

fn main() {}
