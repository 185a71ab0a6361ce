//! Functions that take their connection from an expression, most of them methods.
#![deny(warnings, missing_docs)]
#![deny(clippy::all, clippy::pedantic)]

use redis::aio::MultiplexedConnection;
use redis_script::{Invocation, Script, redis_script};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// What a pool lends; no connection itself.
#[derive(Debug)]
pub struct Guard<C>(C);

impl<C> Deref for Guard<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.0
    }
}

impl<C> DerefMut for Guard<C> {
    fn deref_mut(&mut self) -> &mut C {
        &mut self.0
    }
}

/// The program's error.
#[derive(Debug)]
pub enum Error {
    /// No connection in time.
    Pool,
    /// The script failed.
    Script(redis_script::Error),
}

impl From<redis_script::Error> for Error {
    fn from(error: redis_script::Error) -> Self {
        Self::Script(error)
    }
}

/// The pool's error.
#[derive(Debug)]
pub struct Timeout;

impl From<Timeout> for Error {
    fn from(Timeout: Timeout) -> Self {
        Self::Pool
    }
}

/// A pool.
#[derive(Debug, Clone)]
pub struct Pool(MultiplexedConnection);

impl Pool {
    async fn get(&self) -> Result<Guard<MultiplexedConnection>, Timeout> {
        std::future::ready(Ok(Guard(self.0.clone()))).await
    }
}

/// Limits what is done in a time.
#[derive(Debug)]
pub struct Limiter<T> {
    pool: Pool,
    connection: MultiplexedConnection,
    blocking: Option<Guard<T>>,
}

impl<T> Limiter<T>
where
    T: redis::ConnectionLike + Send + Sync,
{
    /// Takes tokens.
    #[redis_script(
        file = "token_bucket.lua",
        keys = 1,
        args = (u64, f64, f64, u64),
        connection = self.pool.get().await?,
        data = TAKE,
    )]
    pub async fn take(&self, bucket: &str, capacity: u64, rate: f64, now: f64, wanted: u64) -> Result<(bool, u64), Error>;

    /// A connection behind a reference, and a parameter in the expression.
    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = self.shard(key))]
    async fn get<R: redis::FromRedisValue>(&mut self, key: &str) -> Result<R, Error>;

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = &mut *self.pool.get().await?)]
    async fn get_again(self: Arc<Self>, key: String) -> Result<Option<String>, Error>;

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = self.connection.clone())]
    async fn get_owned(&self, key: &[u8]) -> redis_script::Result<Vec<u8>>;

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = self.blocking.as_mut().ok_or(Timeout)?)]
    fn get_blocking(&mut self, key: &str) -> Result<String, Error>;

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
    async fn get_on<C: redis::aio::ConnectionLike>(&self, conn: &mut C, key: &str) -> redis_script::Result<String>;

    fn shard(&mut self, _key: &str) -> &mut MultiplexedConnection {
        &mut self.connection
    }
}

/// Something that counts.
pub trait Counter {
    /// Counts.
    fn count(&self, key: &str) -> impl Future<Output = Result<u64, Error>> + Send;
}

impl Counter for Pool {
    #[redis_script(source = "return redis.call('INCR', KEYS[1])", keys = 1, connection = self.get().await?)]
    async fn count(&self, key: &str) -> Result<u64, Error>;
}

#[redis_script(source = "return redis.call('INCR', KEYS[1])", keys = 1, connection = Pool::clone(pool()).get().await?)]
async fn count_globally(key: &str) -> Result<u64, Error>;

fn pool() -> &'static Pool {
    unimplemented!()
}

/// Runs them all.
pub async fn calls(limiter: &mut Limiter<redis::Connection>, conn: &mut MultiplexedConnection) -> Result<(), Error> {
    sends(limiter.pool.count("key"));
    sends(count_globally("key"));
    let _ = (limiter.take("bucket", 1, 1.0, 1.0, 1).await?, limiter.get::<String>("key").await?);
    let _ = (limiter.get_owned(b"key").await?, limiter.get_blocking("key")?, limiter.get_on(conn, "key").await?);
    Ok(())
}

fn sends<T: Send>(_: T) {}

fn main() {
    let script: &'static Script = Limiter::<redis::Connection>::TAKE;
    assert_eq!((script.name(), script.path(), script.sha1().len()), ("take", "token_bucket.lua", 40));
    let call: Invocation<(bool, u64)> = Limiter::<redis::Connection>::prepare_take("bucket", 1, 1.0, 1.0, 1);
    assert_eq!(call.cmd().args_iter().len(), 8);
    let _ = CountGlobally::prepare("key");
    let _ = (Limiter::<redis::Connection>::get_again, calls);
}
