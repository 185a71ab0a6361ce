//! Functions that return their future by its type: what `#[async_trait]` makes of an `async fn`, and what is
//! written by hand where a trait is to be used as `dyn`, or its futures are to be `Send`.

use async_trait::async_trait;
use futures_util::future::BoxFuture;
use redis_script::redis::aio::{ConnectionLike, MultiplexedConnection};
use redis_script::redis_script;
use redis_script::testing::Server;
use redis_script_tests::connect;
use std::pin::Pin;

#[async_trait]
trait Counter: Send + Sync {
    async fn count(&self, key: &str) -> redis_script::Result<u64>;

    async fn get(&mut self, key: &str) -> Result<Option<u64>, Error>;

    fn connection(&self) -> MultiplexedConnection;

    #[redis_script(source = "return redis.call('DEL', KEYS[1])", keys = 1, connection = self.connection())]
    async fn forget(&self, key: &str) -> redis_script::Result<bool>;
}

#[derive(Debug)]
struct Error;

impl From<redis_script::Error> for Error {
    fn from(_: redis_script::Error) -> Self {
        Self
    }
}

impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

struct Shared<C>(C);

impl<C: Clone> Shared<C> {
    async fn lend(&self) -> Result<C, std::convert::Infallible> {
        std::future::ready(Ok(self.0.clone())).await
    }
}

#[async_trait]
impl<C> Counter for Shared<C>
where
    C: ConnectionLike + Clone + Send + Sync + AsRef<MultiplexedConnection>,
{
    #[redis_script(source = "return redis.call('INCR', KEYS[1])", keys = 1, connection = self.0.clone())]
    async fn count(&self, key: &str) -> redis_script::Result<u64>;

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = self.lend().await?)]
    async fn get(&mut self, key: &str) -> Result<Option<u64>, Error>;

    fn connection(&self) -> MultiplexedConnection {
        self.0.as_ref().clone()
    }
}

/// A connection of one's own type.
#[derive(Clone)]
struct Own(MultiplexedConnection);

impl AsRef<MultiplexedConnection> for Own {
    fn as_ref(&self) -> &MultiplexedConnection {
        &self.0
    }
}

impl ConnectionLike for Own {
    fn req_packed_command<'a>(
        &'a mut self,
        cmd: &'a redis_script::redis::Cmd,
    ) -> redis_script::redis::RedisFuture<'a, redis_script::redis::Value> {
        self.0.req_packed_command(cmd)
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        cmd: &'a redis_script::redis::Pipeline,
        offset: usize,
        count: usize,
    ) -> redis_script::redis::RedisFuture<'a, Vec<redis_script::redis::Value>> {
        self.0.req_packed_commands(cmd, offset, count)
    }

    fn get_db(&self) -> i64 {
        self.0.get_db()
    }
}

#[tokio::test]
async fn an_async_traits_methods_run_scripts() {
    let server = Server::start().expect("a server");
    let mut counter: Box<dyn Counter> = Box::new(Shared(Own(connect(&server).await)));
    assert_eq!(counter.count("n").await.expect("a count"), 1);
    assert_eq!(counter.count("n").await.expect("a count"), 2);
    assert_eq!(counter.get("n").await.expect("a value"), Some(2));
    assert!(counter.forget("n").await.expect("whether it was there"));
    assert_eq!(counter.get("n").await.expect("a value"), None);
}

trait ByHand {
    fn count<'a>(&'a self, key: &'a str) -> Pin<Box<dyn Future<Output = redis_script::Result<u64>> + Send + 'a>>;

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, redis_script::Result<Option<u64>>>;

    fn add(&self, key: &str, amount: u64) -> impl Future<Output = redis_script::Result<u64>> + Send;
}

impl ByHand for MultiplexedConnection {
    #[redis_script(source = "return redis.call('INCR', KEYS[1])", keys = 1, connection = self.clone())]
    fn count<'a>(&'a self, key: &'a str) -> Pin<Box<dyn Future<Output = redis_script::Result<u64>> + Send + 'a>>;

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1, connection = self.clone())]
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, redis_script::Result<Option<u64>>>;

    #[redis_script(
        source = "return redis.call('INCRBY', KEYS[1], ARGV[1])",
        keys = 1,
        args = (u64),
        connection = self.clone(),
    )]
    fn add(&self, key: &str, amount: u64) -> impl Future<Output = redis_script::Result<u64>> + Send;
}

#[redis_script(source = "return redis.call('INCR', KEYS[1])", keys = 1)]
fn increment<'a>(conn: &'a mut MultiplexedConnection, key: &'a str) -> BoxFuture<'a, redis_script::Result<u64>>;

#[redis_script(source = "return redis.call('INCR', KEYS[1])", keys = 1)]
fn increment_later<C: ConnectionLike + Send>(
    conn: &mut C,
    key: &str,
) -> impl Future<Output = redis_script::Result<u64>> + Send;

#[tokio::test]
async fn futures_that_are_written_by_hand_run_scripts() {
    let server = Server::start().expect("a server");
    let mut conn = connect(&server).await;
    assert_eq!(conn.count("n").await.expect("a count"), 1);
    assert_eq!(conn.add("n", 4).await.expect("a sum"), 5);
    assert_eq!(ByHand::get(&conn, "n").await.expect("a value"), Some(5));
    assert_eq!(increment(&mut conn, "n").await.expect("a count"), 6);
    let later = tokio::spawn(async move { increment_later(&mut conn, "n").await });
    assert_eq!(later.await.expect("no panic").expect("a count"), 7);
    let prepared = Increment::prepare("n");
    assert_eq!(prepared.cmd().args_iter().len(), 4);
}
