use redis_script::redis_script;

#[redis_script(source = "#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])", keys = 1, flags = ["nowrites", "no-write", "raw", "no-writes", "no-writes"])]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

fn main() {}
