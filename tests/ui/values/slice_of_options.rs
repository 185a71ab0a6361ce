use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 0.., args = (..Option<u64>))]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &[(String, String)],
    limits: &[Option<u64>],
) -> redis_script::Result<()>;

fn main() {}
