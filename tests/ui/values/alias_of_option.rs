use redis_script::redis_script;

type Limit = Option<u64>;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1)]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    limit: Limit,
) -> redis_script::Result<()>;

fn main() {}
