use redis_script::redis_script;

#[redis_script(
    source = "redis.call('SET', KEYS[1], ARGV[1]) redis.call('EXPIRE', KEYS[1], ARGV[2])",
    keys = 1,
    args = (&str, Option<u64>)
)]
async fn keep(
    conn: &mut impl redis::aio::ConnectionLike,
    key: &str,
    value: &str,
    seconds: Option<u64>,
) -> redis_script::Result<()>;

#[redis_script(source = "return ARGV[1]", keys = 0, args = (&str, Option<u64>))]
async fn unread(
    conn: &mut impl redis::aio::ConnectionLike,
    value: &str,
    seconds: Option<u64>,
) -> redis_script::Result<()>;

fn main() {}
