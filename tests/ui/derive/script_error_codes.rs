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

#[redis_script(source = "return 1", keys = 0, allow(variant_without_code))]
async fn allowed(conn: &mut impl redis::aio::ConnectionLike) -> Result<u64, TakeError>;

#[redis_script(
    source = "return redis.error_reply('QUOTA used up') -- redis-script: allow(code_without_variant)",
    keys = 0,
    allow(variant_without_code)
)]
async fn allowed_in_the_script(conn: &mut impl redis::aio::ConnectionLike) -> Result<u64, TakeError>;

#[redis_script(source = "return redis.error_reply('LIMIT used up')", keys = 0, deny(variant_without_code))]
async fn denied_variant(conn: &mut impl redis::aio::ConnectionLike) -> Result<u64, TakeError>;

#[redis_script(
    source = "return redis.error_reply('QUOTA used up')",
    keys = 0,
    deny(code_without_variant),
    allow(variant_without_code)
)]
async fn denied_code(conn: &mut impl redis::aio::ConnectionLike) -> Result<u64, TakeError>;

enum ByHand {
    Limit,
    Other,
}

impl redis_script::ErrorCodes for ByHand {
    const CODES: &'static [&'static str] = &["LIMIT"];
}

impl From<redis_script::Error> for ByHand {
    fn from(error: redis_script::Error) -> Self {
        match error {
            redis_script::Error::Script(error) if error.code() == "LIMIT" => Self::Limit,
            _ => Self::Other,
        }
    }
}

#[redis_script(source = "return 1", keys = 0)]
async fn handmade(conn: &mut impl redis::aio::ConnectionLike) -> Result<u64, ByHand>;

#[redis_script(source = "return 1", keys = 0, allow(variant_without_kode))]
async fn misspelled(conn: &mut impl redis::aio::ConnectionLike) -> Result<u64, ByHand>;

fn main() {}
