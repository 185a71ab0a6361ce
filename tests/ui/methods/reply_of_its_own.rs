#![deny(deprecated)]
use redis_script::{FromReply, ScriptError, redis_script};

#[derive(FromReply)]
struct Verdict {
    allowed: bool,
    left: u64,
}

#[derive(Debug, ScriptError)]
enum TakeError {
    Limit,
    #[script_error(other)]
    Other(redis_script::Error),
}

struct Limiter<T> {
    connection: redis::aio::MultiplexedConnection,
    of: T,
}

impl<T: redis::FromRedisValue> Limiter<T> {
    // A path that begins at a module or a crate is no generic of the `impl`: it is known while it is checked.
    #[redis_script(source = "return {1, 2, 3}", keys = 0, connection = self.connection.clone())]
    async fn verdict(&self) -> redis_script::Result<crate::Verdict>;

    #[redis_script(source = "return redis.error_reply('QUOTA used up')", keys = 0, connection = self.connection.clone())]
    async fn take(&self) -> Result<u64, self::TakeError>;

    #[redis_script(source = "return 1", keys = 0, connection = self.connection.clone())]
    async fn any(&self) -> redis_script::Result<T>;

    #[redis_script(source = "return {1, 2, 3}", keys = 0, connection = self.connection.clone())]
    async fn list(&self) -> redis_script::Result<Vec<T>>;
}

fn main() {}
