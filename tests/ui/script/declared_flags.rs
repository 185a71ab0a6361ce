use redis_script::redis_script;

#[redis_script(file = "declared_flags.lua", keys = 1, flags = ["allow-oom"])]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<()>;

fn main() {}
