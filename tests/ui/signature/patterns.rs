use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, (key, _): (&str, u8)) -> redis_script::Result<u64>;

fn main() {}
