use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1, args = (u64, &str, ..u8))]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    amount: u32,
    owner: String,
    more: &[u64],
) -> redis_script::Result<()>;

fn main() {}
