use redis_script::redis_script;

struct Limiter {
    connection: redis::aio::MultiplexedConnection,
}

impl Limiter {
    #[redis_script(source = "stock = 1 return stock", keys = 0, connection = self.connection.clone())]
    async fn run(&self) -> redis_script::Result<u64>;

    async fn caller(&self) -> redis_script::Result<u64> {
        self.run().await
    }
}

fn main() {}
