//! Where the tests of the examples run: on a single server, and on a cluster of three.
#![allow(dead_code, unused_imports, unused_macros, reason = "each test takes what it needs")]

use redis_script::redis::aio::{ConnectionLike, MultiplexedConnection};
use redis_script::redis::cluster::ClusterClient;
use redis_script::redis::{self, FromRedisValue, cluster_async::ClusterConnection};
use redis_script::testing::{Cluster, Server};
use std::sync::OnceLock;

/// A connection that tasks share by cloning it.
pub(crate) trait Shared: ConnectionLike + Clone + Send + Sync + 'static {}
impl<C: ConnectionLike + Clone + Send + Sync + 'static> Shared for C {}

/// This test file's server. All tests of the file use it: each has [`unique`](redis_script_examples::unique) keys.
pub(crate) fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start().unwrap())
}

/// The same of a cluster.
pub(crate) fn servers() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::start(3, 0).unwrap())
}

/// A connection to the file's server.
pub(crate) async fn single() -> MultiplexedConnection {
    server().client().get_multiplexed_async_connection().await.unwrap()
}

/// A connection to its cluster.
pub(crate) async fn cluster() -> ClusterConnection {
    ClusterClient::new(servers().urls()).unwrap().get_async_connection().await.unwrap()
}

/// Makes two tests of each function: one on a single server, one on a cluster.
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod on_a_single_server {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(super::support::single().await).await;
            })*
        }

        mod on_a_cluster {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(super::support::cluster().await).await;
            })*
        }
    };
}
pub(crate) use on_both;

/// So many tasks at once, each with its number; their results in that order.
pub(crate) async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    tasks: usize,
    task: impl Fn(usize) -> F,
) -> Vec<T> {
    let running: Vec<_> = (0..tasks).map(|n| tokio::spawn(task(n))).collect();
    let mut results = Vec::new();
    for task in running {
        results.push(task.await.unwrap());
    }
    results
}

/// The reply to a command: `query(&mut conn, &["PTTL", key])`.
pub(crate) async fn query<T: FromRedisValue>(conn: &mut impl ConnectionLike, words: &[&str]) -> T {
    redis::cmd(words[0]).arg(&words[1..]).query_async(conn).await.unwrap()
}

pub(crate) async fn ttl_ms(conn: &mut impl ConnectionLike, key: &str) -> i64 {
    query(conn, &["PTTL", key]).await
}
