use redis_script::redis_script;

struct Stock(u64);

#[redis_script(source = "return {KEYS, ARGV}", keys = 1)]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: Stock,
    others: &[Stock],
) -> redis_script::Result<()>;

fn main() {}
