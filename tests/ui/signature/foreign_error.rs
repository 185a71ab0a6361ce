use redis_script::redis_script;

struct MyError;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> Result<u64, MyError>;

fn main() {}
