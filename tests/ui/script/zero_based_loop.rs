use redis_script::redis_script;

#[redis_script(file = "zero_based_loop.lua", keys = 1.., deny(zero_index))]
async fn delete(conn: &mut impl redis_script::redis::aio::ConnectionLike, first: &str, rest: &[&str]) -> redis_script::Result<u64>;

fn main() {}
