use redis_script::redis_script;

#[redis_script(file = "unused_arg.lua", keys = 1)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str, value: u64, ttl: u64) -> redis_script::Result<()>;

fn main() {}
