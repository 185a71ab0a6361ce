use redis_script::redis_script;

struct Limiter;

impl Limiter {
    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
    async fn run(&self) -> redis_script::Result<u64>;

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection)]
    async fn other(&self, key: &str) -> redis_script::Result<u64>;
}

fn main() {}
