use redis_script::redis_script;

#[redis_script(file = x, keys = "1", args = u64, flags = "no-writes", min_server = 7.0, allow = unused_key, data = "Name", crate = "x")]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

fn main() {}
