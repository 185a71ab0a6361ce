use redis_script::redis_script;

#[redis_script(file = "no_shebang_for_flags.lua", keys = 1, flags = ["no-writes"])]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<()>;

fn main() {}
