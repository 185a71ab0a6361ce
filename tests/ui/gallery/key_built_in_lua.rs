use redis_script::{Result, redis, redis_script};

#[redis_script(
    source = "redis.call('INCRBY', 'points:total', ARGV[1]) return redis.call('INCRBY', KEYS[1], ARGV[1])",
    keys = 1,
    args = (u64),
    deny(undeclared_key)
)]
async fn credit(conn: &mut impl redis::aio::ConnectionLike, account: &str, points: u64) -> Result<u64>;

fn main() {}
