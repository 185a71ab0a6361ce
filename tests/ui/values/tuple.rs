use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1, args = ((u64, u64), ()))]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    range: (u64, u64),
    nothing: (),
) -> redis_script::Result<()>;

fn main() {}
