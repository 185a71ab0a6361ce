use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1)]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    fields: std::collections::HashMap<String, u64>,
    sorted: &std::collections::BTreeMap<String, u64>,
) -> redis_script::Result<()>;

fn main() {}
