use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1, args = (u64, &str))]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: impl AsRef<str>,
    amount: u64,
    owner: &str,
) -> redis_script::Result<()>;

fn main() {}
