use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn run() -> redis_script::Result<u64>;

fn main() {}
