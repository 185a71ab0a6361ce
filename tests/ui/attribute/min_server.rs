use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, min_server = "7")]
async fn run_0(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, min_server = "seven")]
async fn run_1(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, min_server = "keydb 6.3")]
async fn run_2(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, min_server = "redis 5.0")]
async fn run_3(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, min_server = "valkey 7.0")]
async fn run_4(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, min_server = "")]
async fn run_5(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

fn main() {}
