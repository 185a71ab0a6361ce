#![deny(deprecated)]
use redis_script::{ScriptError, redis_script};

#[derive(Debug, ScriptError)]
enum TakeError {
    Limit(String),
    Closed,
    #[script_error(other)]
    Other(redis_script::Error),
}

type Taken<T> = Result<T, TakeError>;

#[redis_script(source = "return redis.error_reply('QUOTA over ' .. KEYS[1])", keys = 1)]
async fn lacking(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> Taken<()>;

#[redis_script(source = "return {err = 'LIMIT'}", keys = 0)]
async fn unraised(conn: &mut impl redis::aio::ConnectionLike) -> Result<(), TakeError>;

#[redis_script(source = "if ARGV[1] == '' then error({err = 'CLOSED'}) end return redis.error_reply('LIMIT is ' .. ARGV[1])", keys = 0, args = (u64))]
async fn fits(conn: &mut impl redis::aio::ConnectionLike, limit: u64) -> Result<(), TakeError>;

// Any code may be in it.
#[redis_script(source = "return redis.error_reply(ARGV[1])", keys = 0, args = (&str), allow(forged_error_code))]
async fn unknown(conn: &mut impl redis::aio::ConnectionLike, text: &str) -> Result<(), TakeError>;

#[redis_script(source = "return 1", keys = 0)]
#[allow(deprecated)]
async fn allowed(conn: &mut impl redis::aio::ConnectionLike) -> Result<u64, TakeError>;

fn main() {}
