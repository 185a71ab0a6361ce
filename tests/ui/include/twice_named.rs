use redis_script::redis_script;

#[redis_script(file = "twice_named.lua", keys = 0, deny(include_clash))]
async fn run(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<u64>;

fn main() {}
