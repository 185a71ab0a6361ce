//! Calls on a cluster, through the redis crate's own connections.

#[path = "support/counts.rs"]
mod counts;
mod support;

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use redis::{
    Connection, cluster::ClusterClient, cluster_async::ClusterConnection, cluster_read_routing::RandomReplicaStrategy,
    cmd,
};
use redis_script::{Error, Script, pipe, testing::Cluster};
use support::{call, report::is_exception, script};

const COUNT: &str = "return redis.call('INCRBY', KEYS[1], ARGV[1])";

struct Nodes {
    primaries: Vec<Connection>,
    replicas: Vec<Connection>,
}

impl Nodes {
    fn of(cluster: &Cluster) -> Self {
        let connect = |servers: &[redis_script::testing::Server]| {
            servers.iter().map(|server| server.client().get_connection().unwrap()).collect()
        };
        Self { primaries: connect(cluster.primaries()), replicas: connect(cluster.replicas()) }
    }

    fn forget(&mut self) {
        for conn in self.primaries.iter_mut().chain(&mut self.replicas) {
            cmd("SCRIPT").arg("FLUSH").exec(conn).unwrap();
            counts::reset(conn);
        }
    }

    /// How often the primaries refused a command.
    fn rejected(&mut self, command: &str) -> u64 {
        self.primaries.iter_mut().map(|conn| counts::rejected(conn, command)).sum()
    }

    /// How often each node ran a command: primaries, then replicas.
    fn counts(&mut self, command: &str) -> Vec<u64> {
        self.primaries.iter_mut().chain(&mut self.replicas).map(|conn| counts::of(conn, command)).collect()
    }
}

/// Slot 5061: of three primaries, the first one's.
const KEY: &str = "bar";

fn add(script: &'static Script, key: &str) -> redis_script::Invocation<i64> {
    call(script, &[key], &["1"])
}

#[tokio::test]
async fn a_missing_script_is_loaded_on_the_owner_and_nowhere_else() {
    let cluster = Cluster::start(3, 1).unwrap();
    let mut nodes = Nodes::of(&cluster);
    let mut conn = ClusterClient::new(cluster.urls()).unwrap().get_async_connection().await.unwrap();
    let script = script(COUNT);
    nodes.forget();
    assert_eq!(add(script, KEY).invoke_async(&mut conn).await.unwrap(), 1);
    assert_eq!(add(script, KEY).invoke_async(&mut conn).await.unwrap(), 2);
    // (Redis 6.2 passes it on to the replica.)
    assert_eq!(nodes.counts("script|load")[..3], [1, 0, 0]);
    assert_eq!(nodes.counts("evalsha"), [3, 0, 0, 0, 0, 0]);
    assert_eq!(nodes.counts("eval"), [0; 6]);
}

/// Its parameters can be used again: the call is made anew.
#[redis_script::redis_script(
    source = "return redis.call('INCRBY', KEYS[1], ARGV[1]) + (ARGV[2] or 0)",
    keys = 1,
    args = (i64, Option<i64>)
)]
async fn add_copied(conn: &mut ClusterConnection, key: &str, by: i64, more: Option<i64>) -> redis_script::Result<i64>;

/// These are used up by the first call: it is kept.
#[redis_script::redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1]) -- moved", keys = 1, args = (String))]
async fn add_moved(conn: ClusterConnection, key: String, by: String) -> redis_script::Result<i64>;

#[tokio::test]
async fn where_the_type_says_cluster_a_missing_script_is_loaded_on_the_owner() {
    let cluster = Cluster::start(3, 0).unwrap();
    let mut nodes = Nodes::of(&cluster);
    let mut conn = ClusterClient::new(cluster.urls()).unwrap().get_async_connection().await.unwrap();
    nodes.forget();
    let long = format!("{{{KEY}}}{}", "x".repeat(500));
    for (round, key) in [(1, KEY), (2, KEY), (1, &long)] {
        assert_eq!(add_copied(&mut conn, key, 1, None).await.unwrap(), round);
    }
    assert_eq!((nodes.counts("script|load"), nodes.counts("evalsha")), (vec![1, 0, 0], vec![4, 0, 0]));
    nodes.forget();
    for (sum, key) in [(12, KEY), (22, KEY), (11, &long)] {
        assert_eq!(add_moved(conn.clone(), key.to_owned(), "10".to_owned()).await.unwrap(), sum);
    }
    assert_eq!((nodes.counts("script|load"), nodes.counts("evalsha")), (vec![1, 0, 0], vec![4, 0, 0]));
}

#[test]
fn a_blocking_connection_recovers_on_the_owner_too() {
    let cluster = Cluster::start(3, 0).unwrap();
    let mut nodes = Nodes::of(&cluster);
    let mut conn = ClusterClient::new(cluster.urls()).unwrap().get_connection().unwrap();
    let script = script(COUNT);
    nodes.forget();
    assert_eq!(add(script, KEY).invoke(&mut conn).unwrap(), 1);
    assert_eq!(add(script, KEY).invoke(&mut conn).unwrap(), 2);
    assert_eq!((nodes.counts("evalsha"), nodes.counts("eval")), (vec![2, 0, 0], vec![1, 0, 0]));
    assert_eq!(nodes.counts("script|load"), [0; 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_herd_after_a_flush_of_all_nodes_has_each_effect_once() {
    const CALLERS: usize = 200;
    let cluster = Cluster::start(3, 0).unwrap();
    let mut nodes = Nodes::of(&cluster);
    let conn = ClusterClient::new(cluster.urls()).unwrap().get_async_connection().await.unwrap();
    let script = script("return redis.call('INCRBY', KEYS[1], ARGV[1]) -- a herd");
    nodes.forget();
    let callers = (0..CALLERS).map(|caller| {
        let (mut conn, add) = (conn.clone(), add(script, &format!("key:{}", caller % 50)));
        tokio::spawn(async move { add.invoke_async(&mut conn).await.unwrap() })
    });
    let total: i64 = join_all(callers).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(total, 50 * (1 + 2 + 3 + 4));
    // Each node is told at least once; what more there is, are callers who came in between.
    let loads = nodes.counts("script|load");
    assert!(loads.iter().all(|&loads| loads >= 1) && loads.iter().sum::<u64>() < 100, "{loads:?}");
}

#[tokio::test]
async fn pipelines_and_transactions_go_to_the_owner() {
    let cluster = Cluster::start(3, 0).unwrap();
    let mut nodes = Nodes::of(&cluster);
    let client = ClusterClient::new(cluster.urls()).unwrap();
    let mut conn = client.get_async_connection().await.unwrap();
    let mut blocking = client.get_connection().unwrap();
    let script = script(COUNT);
    for atomic in [false, true] {
        let mut pipeline = pipe();
        pipeline.invoke(add(script, "{bar}1")).cmd("INCR").arg("{bar}2").invoke(add(script, "{bar}1"));
        let mut alone = pipe();
        alone.invoke(add(script, "{bar}3")).invoke(add(script, "{bar}3"));
        if atomic {
            pipeline.atomic();
            alone.atomic();
        }
        for pipeline in [&pipeline, &alone] {
            nodes.forget();
            let asynchronous: Vec<i64> = pipeline.query_async(&mut conn).await.unwrap();
            nodes.forget();
            let blocking: Vec<i64> = pipeline.query(&mut blocking).unwrap();
            assert_eq!(asynchronous.len(), blocking.len());
            assert_eq!(blocking.last().unwrap() - asynchronous.last().unwrap(), 2);
        }
    }
}

/// The key is on its way to a node that doesn't know the script: its slot's old owner says `ASK` to the call behind the
/// load, too, which the redis crate doesn't follow in a pipeline.
#[tokio::test]
async fn a_missing_script_runs_while_its_slot_moves() {
    let cluster = Cluster::start(2, 0).unwrap();
    let mut nodes = Nodes::of(&cluster);
    let mut conn = ClusterClient::new(cluster.urls()).unwrap().get_async_connection().await.unwrap();
    let script = script(COUNT);
    assert_eq!(add(script, KEY).invoke_async(&mut conn).await.unwrap(), 1);
    let mut ids = Vec::<String>::new();
    for node in &mut nodes.primaries {
        ids.push(cmd("CLUSTER").arg("MYID").query(node).unwrap());
    }
    let mut set = |node: usize, state: &str, id: &str| {
        cmd("CLUSTER").arg("SETSLOT").arg(5061).arg(state).arg(id).exec(&mut nodes.primaries[node]).unwrap();
    };
    set(1, "IMPORTING", &ids[0]);
    set(0, "MIGRATING", &ids[1]);
    let port = cluster.primaries()[1].port();
    cmd("MIGRATE").arg("127.0.0.1").arg(port).arg(KEY).arg(0).arg(1000).exec(&mut nodes.primaries[0]).unwrap();
    assert_eq!(add(script, KEY).invoke_async(&mut conn).await.unwrap(), 2);
    assert_eq!(add(script, KEY).invoke_async(&mut conn).await.unwrap(), 3);
}

#[tokio::test]
async fn keys_of_different_slots_are_named() {
    let cluster = Cluster::start(3, 0).unwrap();
    let client = ClusterClient::new(cluster.urls()).unwrap();
    let crossing = call::<i64>(script(COUNT), &["bar", "foo"], &["1"]);
    let asynchronous = crossing.invoke_async(&mut client.get_async_connection().await.unwrap()).await.unwrap_err();
    let blocking = crossing.invoke(&mut client.get_connection().unwrap()).unwrap_err();
    for error in [asynchronous, blocking] {
        assert!(matches!(&error, Error::CrossSlot(error) if error.keys() == [b"bar", b"foo"]), "{error:?}");
    }
}

/// As expansions call, with the connection's type known, and with any connection.
#[tokio::test]
async fn where_the_type_says_cluster_nothing_is_sent() {
    use redis_script::__private::{AnyConnection as _, Connection};
    async fn any(conn: &mut impl redis::aio::ConnectionLike, call: redis_script::Invocation<i64>) -> Answer {
        Connection(conn).call(|| call).await
    }
    type Answer = redis_script::Result<i64>;
    let cluster = Cluster::start(2, 0).unwrap();
    let mut nodes = Nodes::of(&cluster);
    let client = ClusterClient::new(cluster.urls()).unwrap();
    let mut conn = client.get_async_connection().await.unwrap();
    let mut once = redis_script::cluster::AtMostOnce::new(conn.clone());
    let mut blocking = client.get_connection().unwrap();
    let crossing = || call::<i64>(script(COUNT), &["bar", "foo"], &["1"]);
    nodes.forget();
    let errors: [Answer; 3] = [
        Connection(&mut conn).call(crossing).await,
        Connection(&mut once).call(crossing).await,
        Connection(&mut blocking).call_blocking(crossing()),
    ];
    assert_eq!(nodes.rejected("evalsha"), 0);
    let generic = any(&mut conn, crossing()).await;
    assert_eq!(nodes.rejected("evalsha"), 1);
    for error in errors.into_iter().chain([generic]) {
        assert!(matches!(error, Err(Error::CrossSlot(_))), "{error:?}");
    }
    // A future that can go to another thread.
    let mut there = conn.clone();
    let spawned =
        tokio::spawn(async move { Connection(&mut there).call::<Answer>(|| add(script(COUNT), "bar")).await });
    assert_eq!(spawned.await.unwrap().unwrap(), 1);
    let spawned = tokio::spawn(async move { any(&mut conn, add(script(COUNT), "bar")).await });
    assert_eq!(spawned.await.unwrap().unwrap(), 2);
}

#[tokio::test]
async fn scripts_without_keys_run_anywhere() {
    let cluster = Cluster::start(3, 0).unwrap();
    let client = ClusterClient::new(cluster.urls()).unwrap();
    let mut conn = client.get_async_connection().await.unwrap();
    let mut blocking = client.get_connection().unwrap();
    let keyless = call::<String>(script("return ARGV[1]"), &[], &["x"]);
    for _ in 0..20 {
        assert_eq!(keyless.invoke_async(&mut conn).await.unwrap(), "x");
        assert_eq!(keyless.invoke(&mut blocking).unwrap(), "x");
    }
}

#[tokio::test]
async fn read_only_scripts_run_on_replicas_of_connections_that_read_from_them() {
    let cluster = Cluster::start(1, 1).unwrap();
    if is_exception(&cluster.primaries()[0], "shebang lines and EVALSHA_RO") {
        return;
    }
    let mut nodes = Nodes::of(&cluster);
    let client = ClusterClient::builder(cluster.urls()).read_routing_strategy(RandomReplicaStrategy).build().unwrap();
    let mut conn = client.get_async_connection().await.unwrap();
    let peek = script("#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])");
    nodes.forget();
    for _ in 0..4 {
        assert_eq!(call::<Option<i64>>(peek, &[KEY], &[]).invoke_async(&mut conn).await.unwrap(), None);
    }
    let runs = nodes.counts("evalsha_ro");
    let slots: redis::Value = cmd("CLUSTER").arg("SLOTS").query(&mut nodes.primaries[0]).unwrap();
    assert!(runs[1] >= 4, "{runs:?} {slots:?}");
}

#[tokio::test]
async fn a_preload_reports_each_node_and_waits_for_none() {
    let cluster = Cluster::start(2, 1).unwrap();
    let mut nodes = Nodes::of(&cluster);
    nodes.forget();
    let mut conn = ClusterClient::new(cluster.urls()).unwrap().get_async_connection().await.unwrap();
    let scripts = [script(COUNT), script("return 1")];
    let limit = Duration::from_millis(500);
    let outcomes = redis_script::cluster::preload(&mut conn, scripts, limit).await.unwrap();
    assert!(outcomes.iter().all(|node| node.result.is_ok()), "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|node| node.is_primary).count(), 2);
    if !is_exception(&cluster.primaries()[0], "counts of SCRIPT LOAD alone") {
        assert_eq!(nodes.counts("script|load"), [2; 4]);
    }

    // A frozen replica, of another shard than the key's or not, is in nobody's way.
    let frozen = &cluster.replicas()[1];
    let signal = |name: &str| {
        let status = std::process::Command::new("kill").arg(name).arg(frozen.pid().to_string()).status();
        assert!(status.unwrap().success());
    };
    signal("-STOP");
    let started = Instant::now();
    let outcomes = redis_script::cluster::preload(&mut conn, scripts, limit).await.unwrap();
    let failed: Vec<_> = outcomes.iter().filter(|node| node.result.is_err()).collect();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(failed.len(), 1, "{outcomes:?}");
    assert!(failed[0].address.ends_with(&frozen.port().to_string()), "{failed:?}");
    // And a call whose script is missing doesn't ask it.
    cmd("SCRIPT").arg("FLUSH").exec(&mut nodes.primaries[0]).unwrap();
    let started = Instant::now();
    assert_eq!(add(scripts[0], KEY).invoke_async(&mut conn).await.unwrap(), 1);
    assert!(started.elapsed() < Duration::from_secs(1));
    signal("-CONT");
}
