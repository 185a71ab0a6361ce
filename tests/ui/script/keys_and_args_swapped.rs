use redis_script::redis_script;

#[redis_script(file = "keys_and_args_swapped.lua", keys = 1, args = (&str, u64))]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str, value: &str, ttl: u64) -> redis_script::Result<()>;

fn main() {}
