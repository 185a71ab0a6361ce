//! Scripts on replicas, clusters and full servers: what each flag of a shebang allows, and how to find the primary
//! through a sentinel.
//!
//! Besides `redis` (its features `cluster-async` and `sentinel`): tokio (`sync`).

use redis_script::redis::aio::{ConnectionLike, MultiplexedConnection};
use redis_script::redis::cluster::ClusterClient;
use redis_script::redis::cluster_async::ClusterConnection;
use redis_script::redis::cluster_read_routing::RandomReplicaStrategy;
use redis_script::redis::sentinel::SentinelClient;
use redis_script::redis::{IntoConnectionInfo, RedisResult};
use redis_script::{Error, Result, redis_script};
use std::fmt;
use std::time::Duration;
use tokio::sync::Mutex;

/// Reads, also on replicas: `no-writes`.
#[redis_script(file = "lua/distribution_peek.lua", keys = 1, flags = ["no-writes"])]
pub async fn peek(conn: &mut impl ConnectionLike, key: &str) -> Result<Option<String>>;

/// Writes, unless the server is full: no flags.
#[redis_script(file = "lua/distribution_put.lua", keys = 1, args = (&str))]
pub async fn put(conn: &mut impl ConnectionLike, key: &str, value: &str) -> Result<bool>;

/// Writes, also where the server is full: `allow-oom`.
#[redis_script(file = "lua/distribution_keep.lua", keys = 1, args = (&str), flags = ["allow-oom"])]
pub async fn keep(conn: &mut impl ConnectionLike, key: &str, value: &str) -> Result<bool>;

/// Answers, also on a replica on its own: `no-writes,allow-stale`.
#[redis_script(file = "lua/distribution_alive.lua", keys = 0, flags = ["no-writes", "allow-stale"])]
pub async fn alive(conn: &mut impl ConnectionLike) -> Result<u64>;

/// Counts, on single servers only: `no-cluster`.
#[redis_script(file = "lua/distribution_single.lua", keys = 1, flags = ["no-cluster"])]
pub async fn count_alone(conn: &mut impl ConnectionLike, key: &str) -> Result<u64>;

/// Deletes what a set lists, in any slot of its node: `allow-cross-slot-keys`.
#[redis_script(file = "lua/distribution_clear.lua", keys = 1, flags = ["allow-cross-slot-keys"])]
pub async fn clear(conn: &mut impl ConnectionLike, list: &str) -> Result<u64>;

/// Deletes what a set lists, in its slot: a shebang without flags.
#[redis_script(file = "lua/distribution_clear_slot.lua", keys = 1, flags = [])]
pub async fn clear_slot(conn: &mut impl ConnectionLike, list: &str) -> Result<u64>;

/// A connection to a cluster that doesn't wait long for a node that is gone.
pub async fn cluster<U: IntoConnectionInfo>(nodes: Vec<U>) -> RedisResult<ClusterConnection> {
    let builder = ClusterClient::builder(nodes);
    // The connection sends again what may have run: see `cluster::AtMostOnce` where that would be wrong.
    let builder = builder.connection_timeout(Duration::from_millis(500)).response_timeout(Duration::from_secs(1));
    builder.retries(3).build()?.get_async_connection().await
}

/// Calls on a cluster that get over the loss of a node under load.
///
/// A connection asks the other nodes who has taken over. But with 64 callers on one (redis 1.8.1) it still had not got
/// that far a minute after the failover: so once a call was lost, the next one connects anew.
pub struct OnCluster {
    nodes: Vec<String>,
    conn: Option<ClusterConnection>,
}

impl OnCluster {
    /// Connects with the first call.
    pub fn new(nodes: Vec<String>) -> Self {
        Self { nodes, conn: None }
    }

    /// Calls once. Whether to call again is for the caller to say: the connection may have sent it, and more than once.
    pub async fn call<T>(&mut self, call: impl AsyncFn(&mut ClusterConnection) -> Result<T>) -> Result<T> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => cluster(self.nodes.clone()).await?,
        };
        let result = call(&mut conn).await;
        let is_lost = matches!(&result, Err(Error::Redis { .. }));
        self.conn = Some(conn).filter(|_| !is_lost);
        result
    }
}

impl fmt::Debug for OnCluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnCluster").field("nodes", &self.nodes).finish_non_exhaustive()
    }
}

/// A connection whose read-only scripts run on replicas. What they see may be a moment old.
pub async fn cluster_reading_from_replicas<U: IntoConnectionInfo>(nodes: Vec<U>) -> RedisResult<ClusterConnection> {
    ClusterClient::builder(nodes).read_routing_strategy(RandomReplicaStrategy).build()?.get_async_connection().await
}

/// Asks the sentinels which server is the primary, and connects to it: for [`Primary`](crate::connections::Primary).
pub async fn by_sentinel(sentinels: &Mutex<SentinelClient>) -> RedisResult<MultiplexedConnection> {
    sentinels.lock().await.get_async_connection().await
}
