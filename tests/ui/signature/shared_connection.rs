use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn run(conn: &impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
async fn on_client(client: &redis::Client, key: &str) -> redis_script::Result<u64>;

fn main() {}
