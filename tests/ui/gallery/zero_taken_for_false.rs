use redis_script::{Result, redis, redis_script};

#[redis_script(
    source = "if redis.call('EXISTS', KEYS[1]) then return 0 end return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])",
    keys = 1,
    args = (&str, u64)
)]
async fn acquire(conn: &mut impl redis::aio::ConnectionLike, lock: &str, owner: &str, ms: u64) -> Result<redis::Value>;

fn main() {}
