use redis_script::redis_script;

#[redis_script(file = "arg_out_of_range.lua", keys = 1, args = (u64))]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str, value: u64) -> redis_script::Result<()>;

fn main() {}
