//! A generated function takes what people connect by as it is: a connection, a manager, what a pool lends.
//! A method gets its own from the pool that it owns, and the pool's errors come out as the function's.

use redis_script::redis::aio::{ConnectionLike, ConnectionManager, MultiplexedConnection};
use redis_script::redis::{self, Client, Connection};
use redis_script::redis_script;
use redis_script::testing::Server;
use redis_script_tests::connect;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

#[redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1])", keys = 1, args = (i64))]
async fn add(conn: &mut impl ConnectionLike, counter: &str, amount: i64) -> redis_script::Result<i64>;

#[redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1])", keys = 1, args = (i64))]
async fn add_owned(mut conn: impl ConnectionLike, counter: &str, amount: i64) -> redis_script::Result<i64>;

#[redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1])", keys = 1, args = (i64))]
fn add_blocking(conn: &mut impl redis::ConnectionLike, counter: &str, amount: i64) -> redis_script::Result<i64>;

#[redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1])", keys = 1, args = (i64))]
fn add_blocking_owned(mut conn: impl redis::ConnectionLike, counter: &str, amount: i64) -> redis_script::Result<i64>;

/// An application's error: whose `From`s are all that the functions ask for.
#[derive(Debug)]
#[expect(dead_code, reason = "a failed test prints what the fields hold")]
enum Error {
    Deadpool(deadpool_redis::PoolError),
    Bb8(bb8::RunError<redis::RedisError>),
    R2d2(r2d2::Error),
    Script(redis_script::Error),
}

impl From<deadpool_redis::PoolError> for Error {
    fn from(error: deadpool_redis::PoolError) -> Self {
        Self::Deadpool(error)
    }
}

impl From<bb8::RunError<redis::RedisError>> for Error {
    fn from(error: bb8::RunError<redis::RedisError>) -> Self {
        Self::Bb8(error)
    }
}

impl From<r2d2::Error> for Error {
    fn from(error: r2d2::Error) -> Self {
        Self::R2d2(error)
    }
}

impl From<redis_script::Error> for Error {
    fn from(error: redis_script::Error) -> Self {
        Self::Script(error)
    }
}

struct OnShared {
    connection: MultiplexedConnection,
}

impl OnShared {
    #[redis_script(
        source = "return redis.call('INCRBY', KEYS[1], ARGV[1])",
        keys = 1,
        args = (i64),
        connection = self.connection.clone(),
    )]
    async fn add(&self, counter: &str, amount: i64) -> redis_script::Result<i64>;
}

struct OnManager {
    manager: ConnectionManager,
}

impl OnManager {
    #[redis_script(
        source = "return redis.call('INCRBY', KEYS[1], ARGV[1])",
        keys = 1,
        args = (i64),
        connection = self.manager.clone(),
    )]
    async fn add(&self, counter: &str, amount: i64) -> redis_script::Result<i64>;
}

struct OnDeadpool {
    pool: deadpool_redis::Pool,
}

impl OnDeadpool {
    #[redis_script(
        source = "return redis.call('INCRBY', KEYS[1], ARGV[1])",
        keys = 1,
        args = (i64),
        connection = self.pool.get().await?,
    )]
    async fn add(&self, counter: &str, amount: i64) -> Result<i64, Error>;
}

/// On a pool of the redis crate's `Client` (its feature `bb8`), or of the manager of the crate bb8-redis.
struct OnBb8<M: bb8::ManageConnection> {
    pool: bb8::Pool<M>,
}

impl<M> OnBb8<M>
where
    M: bb8::ManageConnection<Connection = MultiplexedConnection, Error = redis::RedisError>,
{
    #[redis_script(
        source = "return redis.call('INCRBY', KEYS[1], ARGV[1])",
        keys = 1,
        args = (i64),
        connection = self.pool.get().await?,
    )]
    async fn add(&self, counter: &str, amount: i64) -> Result<i64, Error>;
}

struct OnR2d2 {
    pool: r2d2::Pool<Client>,
}

impl OnR2d2 {
    #[redis_script(
        source = "return redis.call('INCRBY', KEYS[1], ARGV[1])",
        keys = 1,
        args = (i64),
        connection = self.pool.get()?,
    )]
    fn add(&self, counter: &str, amount: i64) -> Result<i64, Error>;
}

struct OnOne {
    connection: Mutex<Connection>,
}

impl OnOne {
    #[redis_script(
        source = "return redis.call('INCRBY', KEYS[1], ARGV[1])",
        keys = 1,
        args = (i64),
        connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner),
    )]
    fn add(&self, counter: &str, amount: i64) -> redis_script::Result<i64>;
}

/// Runs it as a task, as servers do: so it has to be `Send`.
async fn spawned<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    tokio::spawn(future).await.unwrap()
}

#[tokio::test]
async fn a_multiplexed_connection() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    assert_eq!(add(&mut conn, "n", 1).await.unwrap(), 1);
    assert_eq!(add_owned(conn.clone(), "n", 2).await.unwrap(), 3);
    let counter = OnShared { connection: conn };
    assert_eq!(spawned(async move { counter.add("n", 3).await.unwrap() }).await, 6);
}

#[tokio::test]
async fn a_connection_manager() {
    let server = Server::start().unwrap();
    let mut manager = ConnectionManager::new(server.client()).await.unwrap();
    assert_eq!(add(&mut manager, "n", 1).await.unwrap(), 1);
    assert_eq!(add_owned(manager.clone(), "n", 2).await.unwrap(), 3);
    let counter = OnManager { manager };
    assert_eq!(spawned(async move { counter.add("n", 3).await.unwrap() }).await, 6);
}

fn deadpool(url: String, size: usize) -> deadpool_redis::Pool {
    let builder = deadpool_redis::Config::from_url(url).builder().unwrap();
    let wait = Some(Duration::from_millis(50));
    builder.max_size(size).wait_timeout(wait).runtime(deadpool_redis::Runtime::Tokio1).build().unwrap()
}

#[tokio::test]
async fn a_pool_of_deadpools() {
    let server = Server::start().unwrap();
    let pool = deadpool(server.url(), 1);
    assert_eq!(add(&mut pool.get().await.unwrap(), "n", 1).await.unwrap(), 1);
    assert_eq!(add_owned(pool.get().await.unwrap(), "n", 2).await.unwrap(), 3);
    let counter = Arc::new(OnDeadpool { pool: pool.clone() });
    let same = Arc::clone(&counter);
    assert_eq!(spawned(async move { same.add("n", 3).await.unwrap() }).await, 6);

    let lent = pool.get().await.unwrap();
    assert!(matches!(counter.add("n", 1).await, Err(Error::Deadpool(deadpool_redis::PoolError::Timeout(_)))));
    drop(lent);
    assert_eq!(counter.add("n", 1).await.unwrap(), 7, "the call that got no connection sent nothing");
    let () = redis::cmd("SET").arg("text").arg("x").query_async(&mut pool.get().await.unwrap()).await.unwrap();
    assert!(matches!(counter.add("text", 1).await, Err(Error::Script(_))));
}

async fn on_bb8<M>(manager: M)
where
    M: bb8::ManageConnection<Connection = MultiplexedConnection, Error = redis::RedisError>,
{
    let builder = bb8::Pool::builder().max_size(1).connection_timeout(Duration::from_millis(200));
    let pool = builder.build(manager).await.unwrap();
    // bb8's guard is no connection of the redis crate: what it guards is.
    assert_eq!(add(&mut *pool.get().await.unwrap(), "n", 1).await.unwrap(), 1);
    let counter = Arc::new(OnBb8 { pool: pool.clone() });
    let same = Arc::clone(&counter);
    assert_eq!(spawned(async move { same.add("n", 5).await.unwrap() }).await, 6);

    let lent = pool.get().await.unwrap();
    assert!(matches!(counter.add("n", 1).await, Err(Error::Bb8(bb8::RunError::TimedOut))));
    drop(lent);
    assert_eq!(counter.add("n", 1).await.unwrap(), 7, "the call that got no connection sent nothing");
    let () = redis::cmd("SET").arg("text").arg("x").query_async(&mut *pool.get().await.unwrap()).await.unwrap();
    assert!(matches!(counter.add("text", 1).await, Err(Error::Script(_))));
}

#[tokio::test]
async fn a_pool_of_bb8s_over_the_redis_crates_client() {
    let server = Server::start().unwrap();
    on_bb8(server.client()).await;
}

#[tokio::test]
async fn a_pool_of_bb8s_over_the_manager_of_bb8_redis() {
    let server = Server::start().unwrap();
    on_bb8(bb8_redis::RedisConnectionManager::new(server.url()).unwrap()).await;
}

#[test]
fn a_pool_of_r2d2s() {
    let server = Server::start().unwrap();
    let builder = r2d2::Pool::builder().max_size(1).connection_timeout(Duration::from_millis(200));
    let pool = builder.build(server.client()).unwrap();
    assert_eq!(add_blocking(&mut pool.get().unwrap(), "n", 1).unwrap(), 1);
    assert_eq!(add_blocking_owned(pool.get().unwrap(), "n", 2).unwrap(), 3);
    let counter = OnR2d2 { pool: pool.clone() };
    assert_eq!(std::thread::scope(|scope| scope.spawn(|| counter.add("n", 3).unwrap()).join().unwrap()), 6);

    let lent = pool.get().unwrap();
    assert!(matches!(counter.add("n", 1), Err(Error::R2d2(_))));
    drop(lent);
    assert_eq!(counter.add("n", 1).unwrap(), 7, "the call that got no connection sent nothing");
    let () = redis::cmd("SET").arg("text").arg("x").query(&mut pool.get().unwrap()).unwrap();
    assert!(matches!(counter.add("text", 1), Err(Error::Script(_))));
}

#[test]
fn a_blocking_connection() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    assert_eq!(add_blocking(&mut conn, "n", 1).unwrap(), 1);
    assert_eq!(add_blocking_owned(&mut conn, "n", 2).unwrap(), 3, "a reference is a connection, too");
    let counter = OnOne { connection: Mutex::new(conn) };
    let sum: i64 = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| counter.add("n", 1).unwrap())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(sum, 4 + 5 + 6 + 7);
}
