use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
const fn run(conn: &mut impl redis::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
unsafe fn run_unsafe(conn: &mut impl redis::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
extern "C" fn run_extern(conn: &mut impl redis::ConnectionLike, key: &str) -> redis_script::Result<u64>;

fn main() {}
