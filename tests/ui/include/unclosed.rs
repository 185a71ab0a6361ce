use redis_script::redis_script;

#[redis_script(file = "unclosed.lua", keys = 0)]
async fn run(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<u64>;

fn main() {}
