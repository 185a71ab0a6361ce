use redis_script::{Result, redis, redis_script};

#[redis_script(source = "return { nil, redis.call('LLEN', KEYS[1]) }", keys = 1)]
async fn append(conn: &mut impl redis::aio::ConnectionLike, log: &str) -> Result<(Option<String>, u64)>;

fn main() {}
