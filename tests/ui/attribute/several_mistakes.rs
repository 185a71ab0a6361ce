use redis_script::redis_script;

#[redis_script(fil = "x.lua", keys = "2", args = (u64 f64), flags = no_writes)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

fn main() {}
