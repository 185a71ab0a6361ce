use redis_script::redis_script;

struct Limiter {
    id: u64,
}

impl Limiter {
    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = self.id)]
    async fn run(&self, key: &str) -> redis_script::Result<u64>;
}

fn main() {}
