use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1, args = (Option<u64>, u64))]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    limit: Option<u64>,
    count: u64,
) -> redis_script::Result<()>;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1, args = (Option<u64>, ..u64))]
async fn reserve_all(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    limit: Option<u64>,
    counts: &[u64],
) -> redis_script::Result<()>;

#[redis_script(source = "return {KEYS, ARGV}", keys = 0)]
async fn two_options(
    conn: &mut impl redis::aio::ConnectionLike,
    limit: Option<Option<u64>>,
    list: Option<Vec<u64>>,
) -> redis_script::Result<()>;

fn main() {}
