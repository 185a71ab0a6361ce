//! How often a script runs whose reply is lost.

#[path = "support/proxy.rs"]
mod proxy;
mod support;

use std::collections::HashMap;

use proxy::Proxy;
use redis::{
    Connection,
    cluster::{ClusterClient, ClusterClientBuilder, NodeAddress},
    cmd,
};
use redis_script::{
    Happened::{Maybe, No, Yes},
    cluster::AtMostOnce,
    testing::{Cluster, Server},
};
use support::{call, script};

const COUNT: &str = "return redis.call('INCR', KEYS[1])";

fn counter(server: &Server) -> i64 {
    let mut conn: Connection = server.client().get_connection().unwrap();
    cmd("GET").arg("n").query::<Option<i64>>(&mut conn).unwrap().unwrap_or(0)
}

/// A cluster of one node, behind a proxy that loses replies.
fn behind_proxy(cluster: &Cluster) -> (Proxy, ClusterClientBuilder) {
    let [server] = cluster.primaries() else { panic!("one primary") };
    let proxy = Proxy::start(server.port());
    let address = |port| NodeAddress::new("127.0.0.1", port);
    let map = HashMap::from([(address(server.port()), address(proxy.port))]);
    let url = server.url().replace(&server.port().to_string(), &proxy.port.to_string());
    let client = ClusterClient::builder([url]).node_address_map(map);
    (proxy, client)
}

#[tokio::test]
async fn a_single_servers_connections_never_send_again() {
    let server = Server::start().unwrap();
    let proxy = Proxy::start(server.port());
    let client =
        redis::Client::open(server.url().replace(&server.port().to_string(), &proxy.port.to_string())).unwrap();
    let count = call::<i64>(script(COUNT), &["n"], &[]);
    let mut multiplexed = client.get_multiplexed_async_connection().await.unwrap();
    let mut manager = client.get_connection_manager().await.unwrap();
    let mut blocking = client.get_connection().unwrap();
    assert_eq!(count.invoke_async(&mut multiplexed).await.unwrap(), 1);
    proxy.lose(1);
    let first = count.invoke_async(&mut multiplexed).await.unwrap_err();
    assert_eq!(counter(&server), 2);
    proxy.lose(1);
    let second = count.invoke_async(&mut manager).await.unwrap_err();
    assert_eq!(counter(&server), 3);
    proxy.lose(1);
    let third = count.invoke(&mut blocking).unwrap_err();
    assert_eq!(counter(&server), 4);
    for error in [first, second, third] {
        assert_eq!((error.ran(), error.wrote(), error.is_retryable()), (Maybe, Maybe, false));
    }
}

/// Why `AtMostOnce` exists. If this fails, the redis crate has learned better.
#[tokio::test]
async fn a_clusters_connection_with_its_default_settings_runs_a_script_twice() {
    let cluster = Cluster::start(1, 0).unwrap();
    let (proxy, client) = behind_proxy(&cluster);
    let mut conn = client.build().unwrap().get_async_connection().await.unwrap();
    let count = call::<i64>(script(COUNT), &["n"], &[]);
    assert_eq!(count.invoke_async(&mut conn).await.unwrap(), 1);
    proxy.lose(1);
    assert_eq!(count.invoke_async(&mut conn).await.unwrap(), 3);
}

#[tokio::test]
async fn at_most_once_leaves_the_counter_at_1() {
    let cluster = Cluster::start(1, 0).unwrap();
    let (proxy, client) = behind_proxy(&cluster);
    let client = client.retries(0).build().unwrap();
    let mut conn = AtMostOnce::new(client.get_async_connection().await.unwrap());
    let count = call::<i64>(script(COUNT), &["n"], &[]);
    // Loaded already, so that the first write is the call.
    cmd("SCRIPT").arg("LOAD").arg(count.script().source()).exec_async(&mut conn).await.unwrap();
    proxy.lose(1);
    let error = count.invoke_async(&mut conn).await.unwrap_err();
    assert_eq!((error.ran(), error.is_retryable()), (Maybe, false), "{error}");
    assert_eq!(counter(&cluster.primaries()[0]), 1);
    // The connection is as good as new.
    let again = loop {
        match count.invoke_async(&mut conn).await {
            Ok(n) => break n,
            Err(error) if error.ran() != Yes => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(again, 2);
}

#[test]
fn a_blocking_clusters_connection_with_retries_0_leaves_the_counter_at_1() {
    let cluster = Cluster::start(1, 0).unwrap();
    let (proxy, client) = behind_proxy(&cluster);
    let mut conn = client.retries(0).build().unwrap().get_connection().unwrap();
    let count = call::<i64>(script(COUNT), &["n"], &[]);
    assert_eq!(count.invoke(&mut conn).unwrap(), 1);
    proxy.lose(1);
    assert_eq!(count.invoke(&mut conn).unwrap_err().ran(), Maybe);
    assert_eq!(counter(&cluster.primaries()[0]), 2);
}

#[tokio::test]
async fn a_slot_that_moved_is_followed() {
    let cluster = Cluster::start(2, 0).unwrap();
    let [first, second] = cluster.primaries() else { panic!("two primaries") };
    let client = ClusterClient::builder(cluster.urls()).retries(0).build().unwrap();
    let bare = client.get_async_connection().await.unwrap();
    let mut conn = AtMostOnce::new(bare.clone());
    let count = call::<i64>(script(COUNT), &["bar"], &[]);
    assert_eq!(count.invoke_async(&mut conn).await.unwrap(), 1);

    // Slot 5061 goes from the first to the second: its keys, then its owner.
    let mut nodes: Vec<Connection> = [first, second].map(|node| node.client().get_connection().unwrap()).into();
    let id: String = cmd("CLUSTER").arg("MYID").query(&mut nodes[1]).unwrap();
    let from: String = cmd("CLUSTER").arg("MYID").query(&mut nodes[0]).unwrap();
    cmd("CLUSTER").arg("SETSLOT").arg(5061).arg("IMPORTING").arg(from).exec(&mut nodes[1]).unwrap();
    cmd("CLUSTER").arg("SETSLOT").arg(5061).arg("MIGRATING").arg(&id).exec(&mut nodes[0]).unwrap();
    let timeout = 1000;
    cmd("MIGRATE").arg("127.0.0.1").arg(second.port()).arg("bar").arg(0).arg(timeout).exec(&mut nodes[0]).unwrap();
    // Now the first says ASK.
    assert_eq!(count.invoke_async(&mut conn).await.unwrap(), 2);
    for node in nodes.iter_mut().rev() {
        cmd("CLUSTER").arg("SETSLOT").arg(5061).arg("NODE").arg(&id).exec(node).unwrap();
    }
    // Now it says MOVED. Without the wrapper that is an error, of which nothing ran.
    let error = count.invoke_async(&mut bare.clone()).await.unwrap_err();
    assert_eq!((error.code(), error.ran(), error.is_retryable()), (Some("MOVED"), No, true));
    assert_eq!(count.invoke_async(&mut conn).await.unwrap(), 3);
}
