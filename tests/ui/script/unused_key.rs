use redis_script::redis_script;

#[redis_script(file = "unused_key.lua", keys = 2)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str, other: &str) -> redis_script::Result<()>;

fn main() {}
