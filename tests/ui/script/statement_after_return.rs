use redis_script::redis_script;

#[redis_script(file = "statement_after_return.lua", keys = 1)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<()>;

fn main() {}
