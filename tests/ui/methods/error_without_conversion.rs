use redis_script::redis_script;

struct Limiter;

struct Timeout;

impl Limiter {
    async fn get(&self) -> Result<redis::aio::MultiplexedConnection, Timeout> {
        Err(Timeout)
    }

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = self.get().await?)]
    async fn run(&self, key: &str) -> redis_script::Result<u64>;
}

fn main() {}
