use redis_script::redis_script;

#[redis_script(file = "missing_local.lua", keys = 1)]
#[cfg(any())]
async fn never(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(file = "missing_local.lua", keys = 1)]
#[cfg(all())]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

fn main() {}
