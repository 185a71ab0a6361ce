use redis_script::{Result, redis, redis_script};

#[redis_script(source = "return redis.call('SET', KEYS[1], ARGV[1]) == 'OK'", keys = 1, args = (&str))]
async fn put(conn: &mut impl redis::aio::ConnectionLike, key: &str, value: &str) -> Result<bool>;

fn main() {}
