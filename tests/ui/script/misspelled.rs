use redis_script::redis_script;

#[redis_script(file = "misspelled.lua", keys = 1, allow(unused_key))]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<()>;

fn main() {}
