use redis_script::{Result, redis, redis_script};

#[redis_script(
    source = "#!lua flags=no-writes
return redis.call('INCR', KEYS[1])",
    keys = 1
)]
async fn count(conn: &mut impl redis::aio::ConnectionLike, visits: &str) -> Result<u64>;

fn main() {}
