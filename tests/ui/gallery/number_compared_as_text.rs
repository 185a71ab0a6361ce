use redis_script::{Result, redis, redis_script};

#[redis_script(
    source = "if redis.call('INCR', KEYS[1]) > ARGV[1] then return 0 end return 1",
    keys = 1,
    args = (u64)
)]
async fn allow(conn: &mut impl redis::aio::ConnectionLike, caller: &str, limit: u64) -> Result<bool>;

fn main() {}
