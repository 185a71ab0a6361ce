//! A crate that denies what it can.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused, elided_lifetimes_in_paths)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

use redis_script::redis_script;

mod limits {
    use redis_script::redis_script;

    /// Takes `requested` tokens from `bucket`, if it holds that many.
    #[redis_script(file = "token_bucket.lua", keys = 1, args = (u64, f64, f64, u64))]
    pub(crate) async fn take_tokens(
        conn: &mut impl redis::aio::ConnectionLike,
        bucket: &str,
        capacity: u64,
        refill_per_second: f64,
        now: f64,
        requested: u64,
    ) -> redis_script::Result<(bool, u64)>;
}

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
fn no_docs(conn: &mut impl redis::ConnectionLike, key: &str) -> redis_script::Result<Option<String>>;

/// Takes one.
pub async fn call(conn: &mut redis::aio::MultiplexedConnection) -> redis_script::Result<bool> {
    let _ = limits::TakeTokens::prepare("bucket", 10, 1.0, 0.0, 1);
    Ok(limits::take_tokens(conn, "bucket", 10, 1.0, 0.0, 1).await?.0)
}

fn main() {
    assert_eq!(limits::TakeTokens::SHA1.len(), 40);
    assert_eq!(limits::TakeTokens::SCRIPT.sha1(), limits::TakeTokens::SHA1);
    assert_eq!(limits::TakeTokens::SCRIPT.path(), "token_bucket.lua");
    assert_eq!(NoDocs::SOURCE, "return redis.call('GET', KEYS[1])");
    let _: fn(&mut redis::Connection, &str) -> _ = no_docs;
}
