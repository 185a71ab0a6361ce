use redis_script::redis_script;

#[redis_script(file = "call_on_next_line.lua", keys = 1)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<()>;

fn main() {}
