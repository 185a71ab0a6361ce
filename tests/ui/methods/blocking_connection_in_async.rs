use redis_script::redis_script;

struct Limiter {
    connection: redis::Connection,
}

impl Limiter {
    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = &mut self.connection)]
    async fn run(&mut self, key: &str) -> redis_script::Result<u64>;
}

fn main() {}
