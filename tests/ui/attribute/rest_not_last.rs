use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, args = (..u64, f64))]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str, a: &[u64], b: f64) -> redis_script::Result<u64>;

fn main() {}
