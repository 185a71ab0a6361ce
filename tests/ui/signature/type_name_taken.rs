use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn option(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<Option<u64>>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn Run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn _1(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

fn main() {}
