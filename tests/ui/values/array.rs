use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1, args = ([u8; 16]))]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    id: [u8; 16],
) -> redis_script::Result<()>;

fn main() {}
