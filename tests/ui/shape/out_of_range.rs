//! An integer that the return type has no room for: the `redis` crate would cut its bits.

use redis_script::{FromReply, redis_script};

#[redis_script(source = "if redis.call('EXISTS', KEYS[1]) == 0 then return -1 end return 1", keys = 1)]
async fn by_name(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

type Percent = u8;

#[redis_script(source = "if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end return 300", keys = 1)]
async fn by_alias(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<Option<Percent>>;

#[derive(FromReply)]
struct Stock {
    left: u32,
    taken: u32,
}

#[redis_script(source = "if redis.call('EXISTS', KEYS[1]) == 1 then return {1, 2} end return {-1, 0}", keys = 1)]
async fn in_a_field(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<Stock>;

fn main() {}
