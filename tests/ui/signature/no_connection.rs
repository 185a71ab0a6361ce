use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn run(key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
fn run_blocking(key: String) -> redis_script::Result<u64>;

fn main() {}
