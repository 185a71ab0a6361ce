use redis_script::{Result, redis, redis_script};

#[redis_script(source = "return { user = redis.call('GET', KEYS[1]), ttl = redis.call('TTL', KEYS[1]) }", keys = 1)]
async fn session(conn: &mut impl redis::aio::ConnectionLike, session: &str) -> Result<(String, i64)>;

fn main() {}
