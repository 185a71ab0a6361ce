use redis_script::redis_script;

#[redis_script(file = "continue.lua", keys = 1)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<()>;

fn main() {}
