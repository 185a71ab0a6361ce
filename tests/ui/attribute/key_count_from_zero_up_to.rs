use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = ..2)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

fn main() {}
