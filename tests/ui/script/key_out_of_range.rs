use redis_script::redis_script;

#[redis_script(file = "key_out_of_range.lua", keys = 2)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, user: &str, limit: &str) -> redis_script::Result<()>;

fn main() {}
