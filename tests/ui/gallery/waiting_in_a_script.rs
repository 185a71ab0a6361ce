use redis_script::{Result, redis, redis_script};

#[redis_script(source = "return redis.call('BLPOP', KEYS[1], 30)", keys = 1)]
async fn wait_for_job(conn: &mut impl redis::aio::ConnectionLike, queue: &str) -> Result<Option<(String, String)>>;

fn main() {}
