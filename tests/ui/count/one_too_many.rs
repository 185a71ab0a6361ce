use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 2, args = (u64))]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    order: &str,
    amount: u64,
    ttl: u64,
) -> redis_script::Result<()>;

fn main() {}
