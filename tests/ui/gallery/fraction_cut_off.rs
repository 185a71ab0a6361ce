use redis_script::{Result, redis, redis_script};

#[redis_script(
    source = "return tonumber(redis.call('HGET', KEYS[1], 'level') or 0) / 1000",
    keys = 1,
    deny(number_return_truncated)
)]
async fn level(conn: &mut impl redis::aio::ConnectionLike, bucket: &str) -> Result<f64>;

fn main() {}
