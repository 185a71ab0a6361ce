//! A cluster's connection, async.

use std::net::SocketAddr;

use redis::{cluster::ClusterClient, cluster_async::ClusterConnection};

use super::{Path, sequential};
use crate::{
    calls::{self, take},
    workload::{BUCKET, CAPACITY, NOW, RATE, REQUESTED},
};

const CALLS: usize = 1000;

pub(super) fn paths() -> Vec<Path> {
    vec![
        Path::new("cluster/static_script", CALLS, |at| {
            sequential(connect(at), async |conn| calls::static_script(conn).await)
        }),
        Path::new("cluster/by_hand", CALLS, |at| {
            sequential(connect(at), async |conn| calls::by_hand_in_cluster(conn).await)
        }),
        Path::new("cluster/any", CALLS, |at| sequential(connect(at), async |conn| take!(take_tokens, conn))),
        Path::new("cluster/ours", CALLS, |at| sequential(connect(at), async |conn| take!(take_cluster, conn))),
    ]
}

async fn connect(server: SocketAddr) -> ClusterConnection {
    let client = ClusterClient::new([format!("redis://{server}")]).expect("an address");
    client.get_async_connection().await.expect("a connection")
}
