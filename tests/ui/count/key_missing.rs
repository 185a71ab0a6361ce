use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 2)]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
) -> redis_script::Result<()>;

fn main() {}
