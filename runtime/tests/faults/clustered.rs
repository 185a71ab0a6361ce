//! Clusters whose nodes freeze, end, change their roles, and come.

use std::time::{Duration, Instant};

use redis::{Connection, cluster::ClusterClient, cluster_async::ClusterConnection, cmd};
use redis_script::{
    cluster::AtMostOnce,
    testing::{Cluster, Server},
};
use tokio::time::sleep;

use crate::{
    ledger::{Figures, Ledger},
    process::{Frozen, kill},
};

/// A connection that sends nothing again by itself.
pub(crate) async fn at_most_once(cluster: &Cluster) -> AtMostOnce {
    let limit = Duration::from_secs(5);
    let client = ClusterClient::builder(cluster.urls()).retries(0).response_timeout(limit).connection_timeout(limit);
    AtMostOnce::new(client.build().unwrap().get_async_connection().await.unwrap())
}

/// The `redis` crate's own, with what it does by default.
pub(crate) async fn by_default(cluster: &Cluster) -> ClusterConnection {
    ClusterClient::new(cluster.urls()).unwrap().get_async_connection().await.unwrap()
}

fn connect(server: &Server) -> Connection {
    server.client().get_connection().unwrap()
}

/// The call asks nobody but the owner of its key.
#[tokio::test]
async fn a_frozen_node_of_another_shard_is_in_nobodys_way() {
    // Nobody is to be taken for dead meanwhile.
    let cluster = Cluster::builder(3, 1).config("cluster-node-timeout", "60000").start().unwrap();
    // Of the first primary.
    let ledger = Ledger::with(
        "a frozen replica, and a frozen primary of another shard, while a script is cold",
        crate::support::script(crate::ledger::MARK),
        vec!["bar".to_owned()],
    );
    let mut conn = by_default(&cluster).await;
    let mut owner = connect(&cluster.primaries()[0]);
    ledger.call(&mut conn).await.unwrap();
    for frozen in [&cluster.replicas()[1], &cluster.replicas()[0], &cluster.primaries()[1]] {
        let _frozen = Frozen::new(frozen);
        for _ in 0..10 {
            cmd("SCRIPT").arg("FLUSH").exec(&mut owner).unwrap();
            let cold = timed(&ledger, &mut conn).await;
            let warm = timed(&ledger, &mut conn).await;
            assert!(cold < Duration::from_secs(1) && warm < Duration::from_secs(1), "{cold:?} {warm:?}");
        }
    }
    let counters = ledger.script().counters();
    assert_eq!((counters.calls, counters.cold, counters.loads), (61, 31, 31));
    let figures = ledger.settle(&mut conn).await;
    ledger
        .hold(&figures, "nothing: a cold call takes a warm one's time and one more round trip to the owner of its key");
    assert!(figures.errors.is_empty(), "{figures:?}");
}

async fn timed(ledger: &Ledger, conn: &mut ClusterConnection) -> Duration {
    let started = Instant::now();
    ledger.call(conn).await.unwrap();
    started.elapsed()
}

/// A replica takes over while the primary is there: nothing is lost, and what was refused meanwhile didn't run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_takes_over() {
    let cluster = Cluster::start(3, 1).unwrap();
    let ledger = Ledger::spread("CLUSTER FAILOVER during 1,000 calls");
    let callers = ledger.start(&[at_most_once(&cluster).await], 8, 1_000);
    wait_for_calls(&ledger, 300).await;
    take_over(&cluster.replicas()[0]).await;
    callers.end().await;
    let figures = settle(&ledger, &cluster).await;
    ledger.hold(
        &figures,
        "rarely a refusal (MOVED, CLUSTERDOWN, READONLY) or a lost connection; cluster::AtMostOnce follows the move",
    );
    assert!(figures.calls >= 1_000, "{figures:?}");

    for key in ledger.keys() {
        cmd("DEL").arg(key).exec_async(&mut by_default(&cluster).await).await.unwrap();
    }
    let ledger = Ledger::spread("CLUSTER FAILOVER during 1,000 calls, redis crate's cluster client with its retries");
    let callers = ledger.start(&[by_default(&cluster).await], 8, 1_000);
    wait_for_calls(&ledger, 300).await;
    take_over(&cluster.primaries()[0]).await;
    callers.end().await;
    let figures = settle(&ledger, &cluster).await;
    ledger.report(&figures, "usually nothing: the redis crate's client sends again; where a connection broke before the reply, that can be a second run");
    assert_eq!(figures.lost_effects, 0, "{figures:?}");
}

/// A primary ends without a word. What it had answered and not yet passed on is gone with it: that is the servers' own
/// promise. Nothing runs twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_is_killed() {
    let cluster = Cluster::start(3, 1).unwrap();
    let ledger = Ledger::spread("a primary killed during 1,000 calls");
    let callers = ledger.start(&[at_most_once(&cluster).await], 8, u64::MAX);
    wait_for_calls(&ledger, 300).await;
    kill(&cluster.primaries()[0]);
    let mut heir = connect(&cluster.replicas()[0]);
    wait_until("the replica takes over", || {
        let role: Vec<redis::Value> = cmd("ROLE").query(&mut heir).unwrap();
        role[0] == redis::Value::BulkString(b"master".to_vec())
    })
    .await;
    let ended = ledger.ended();
    wait_for_calls(&ledger, ended.max(700) + 300).await;
    ledger.stop();
    callers.end().await;
    let figures = settle(&ledger, &cluster).await;
    ledger.report(&figures, "lost connections (io, cluster) with Error::ran Maybe, and refusals, until the replica has taken over; what the primary had answered and not passed on is lost with it, as servers replicate later");
    assert_eq!((figures.double_runs, figures.wrong_errors), (0, 0), "{figures:?}");
    assert!(figures.lost_effects <= 8, "{figures:?}");
}

/// A slot moves, one key before the other: `TRYAGAIN`, then `ASK`, then `MOVED`, while scripts are flushed, so that they
/// meet the load and its call, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slot_moves() {
    let cluster = Cluster::start(2, 0).unwrap();
    for (name, once) in [
        ("a slot moved during 1,000 calls (TRYAGAIN, ASK, MOVED)", true),
        ("a slot moved during 1,000 calls, redis crate's cluster client with its retries", false),
    ] {
        // Slot 5061, of the first primary.
        let ledger = Ledger::pairs(name, "{bar}runs", "{bar}beside");
        let (from, to) = if once { (0, 1) } else { (1, 0) };
        let (from, to) = (&cluster.primaries()[from], &cluster.primaries()[to]);
        let callers = if once {
            ledger.start(&[at_most_once(&cluster).await], 8, u64::MAX)
        } else {
            ledger.start(&[by_default(&cluster).await], 8, u64::MAX)
        };
        let flushing = flush(&cluster);
        wait_for_calls(&ledger, 300).await;
        let moving = Moving::begin(from, to, "{bar}runs");
        moving.key("{bar}beside");
        sleep(Duration::from_millis(100)).await;
        moving.key("{bar}runs");
        let ended = ledger.ended();
        wait_for_calls(&ledger, ended + 300).await;
        moving.end();
        let ended = ledger.ended();
        wait_for_calls(&ledger, ended.max(700) + 300).await;
        ledger.stop();
        callers.end().await;
        flushing.abort();
        let figures = settle(&ledger, &cluster).await;
        assert!(figures.calls >= 1_000, "{figures:?}");
        if once {
            ledger.hold(
                &figures,
                "TRYAGAIN with Error::is_retryable while the keys of one call are apart; ASK and MOVED are followed",
            );
            assert!(figures.errors.contains_key("TRYAGAIN"), "{figures:?}");
        } else {
            ledger.report(&figures, "the redis crate's client waits and sends again, up to 16 times; where callers share its connection it sends their ASKINGs and commands mixed, so that some get ASK, and nothing ran");
            assert_eq!((figures.double_runs, figures.lost_effects), (0, 0), "{figures:?}");
        }
        cmd("DEL").arg("{bar}runs").arg("{bar}beside").exec_async(&mut by_default(&cluster).await).await.unwrap();
    }
}

/// A node comes and takes a part of the slots over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_is_added() {
    let cluster = Cluster::start(2, 0).unwrap();
    let folder = std::env::temp_dir().join(format!("redis-script-faults-node-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // Some ports are too high for a node, which takes the one 10,000 above, too.
    let start = || {
        let settings =
            [("cluster-enabled", "yes"), ("cluster-node-timeout", "2000"), ("dir", folder.to_str().unwrap())];
        settings.into_iter().fold(Server::builder(), |server, (name, value)| server.config(name, value)).start().ok()
    };
    let added = std::iter::repeat_with(start).take(50).flatten().next().expect("a port");
    let ledger = Ledger::spread("a node added during 1,000 calls");
    let callers = ledger.start(&[at_most_once(&cluster).await], 8, u64::MAX);
    wait_for_calls(&ledger, 200).await;
    let first = &cluster.primaries()[0];
    cmd("CLUSTER").arg("MEET").arg("127.0.0.1").arg(added.port()).exec(&mut connect(first)).unwrap();
    for server in cluster.servers().chain([&added]) {
        let mut conn = connect(server);
        wait_until("the node is known", || {
            let nodes: String = cmd("CLUSTER").arg("NODES").query(&mut conn).unwrap();
            let state: String = cmd("CLUSTER").arg("INFO").query(&mut conn).unwrap();
            nodes.lines().filter(|line| !line.contains("handshake")).count() == 3 && state.contains("cluster_state:ok")
        })
        .await;
    }
    for key in ledger.keys() {
        let mut conn = connect(first);
        let slot: u16 = cmd("CLUSTER").arg("KEYSLOT").arg(key).query(&mut conn).unwrap();
        if slot < 8192 && slot.is_multiple_of(2) {
            let moving = Moving::begin(first, &added, key);
            moving.key(key);
            moving.end();
        }
    }
    let ended = ledger.ended();
    wait_for_calls(&ledger, ended.max(700) + 300).await;
    ledger.stop();
    callers.end().await;
    let taken: u64 = cmd("DBSIZE").query(&mut connect(&added)).unwrap();
    let figures = settle(&ledger, &cluster).await;
    let _ = std::fs::remove_dir_all(&folder);
    ledger.hold(
        &figures,
        "nothing, or rarely TRYAGAIN or CLUSTERDOWN, which say that nothing ran; ASK and MOVED are followed",
    );
    assert!(taken > 5, "the node got {taken} keys");
}

/// A slot on its way.
pub(crate) struct Moving<'a> {
    from: &'a Server,
    to: &'a Server,
    slot: u16,
}

impl<'a> Moving<'a> {
    /// The slot of a key.
    pub(crate) fn begin(from: &'a Server, to: &'a Server, key: &str) -> Self {
        let slot = cmd("CLUSTER").arg("KEYSLOT").arg(key).query(&mut connect(from)).unwrap();
        let moving = Self { from, to, slot };
        moving.set(to, "IMPORTING", &id(from));
        moving.set(from, "MIGRATING", &id(to));
        moving
    }

    pub(crate) fn key(&self, key: &str) {
        let mut migrate = cmd("MIGRATE");
        migrate.arg("127.0.0.1").arg(self.to.port()).arg(key).arg(0).arg(5000);
        let _: redis::Value = migrate.query(&mut connect(self.from)).unwrap();
    }

    pub(crate) fn end(&self) {
        for server in [self.to, self.from] {
            self.set(server, "NODE", &id(self.to));
        }
    }

    fn set(&self, server: &Server, state: &str, node: &str) {
        cmd("CLUSTER").arg("SETSLOT").arg(self.slot).arg(state).arg(node).exec(&mut connect(server)).unwrap();
    }
}

fn id(server: &Server) -> String {
    cmd("CLUSTER").arg("MYID").query(&mut connect(server)).unwrap()
}

/// Lets a replica take over, and waits for it.
pub(crate) async fn take_over(replica: &Server) {
    let mut conn = connect(replica);
    // A server that has just become a replica hasn't its primary's data yet, and gives up.
    let mut asked: Option<Instant> = None;
    wait_until("the replica takes over", || {
        let role: Vec<redis::Value> = cmd("ROLE").query(&mut conn).unwrap();
        if role[0] == redis::Value::BulkString(b"master".to_vec()) {
            return true;
        }
        if asked.is_none_or(|asked| asked.elapsed() > Duration::from_secs(3)) {
            asked = cmd("CLUSTER").arg("FAILOVER").exec(&mut conn).is_ok().then(Instant::now);
        }
        false
    })
    .await;
}

/// Flushes all nodes' scripts every 20 ms, until it is aborted.
fn flush(cluster: &Cluster) -> tokio::task::JoinHandle<()> {
    let mut conns: Vec<Connection> = cluster.primaries().iter().map(connect).collect();
    tokio::spawn(async move {
        loop {
            for conn in &mut conns {
                cmd("SCRIPT").arg("FLUSH").exec(conn).unwrap();
            }
            sleep(Duration::from_millis(20)).await;
        }
    })
}

/// What the cluster holds, asked for by a new connection once all of it answers.
pub(crate) async fn settle(ledger: &Ledger, cluster: &Cluster) -> Figures {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(30) {
        // A new connection, since nodes may be new. It is enough if one of the first addresses answers.
        if let Ok(mut conn) = ClusterClient::new(all_urls(cluster)).unwrap().get_async_connection().await {
            let mut all = redis::cmd("EXISTS");
            let mut works = true;
            for key in ledger.keys() {
                works = works && all.clone().arg(key).query_async::<i64>(&mut conn).await.is_ok();
            }
            all.arg("");
            if works {
                return ledger.settle(&mut conn).await;
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("the cluster doesn't answer");
}

fn all_urls(cluster: &Cluster) -> Vec<String> {
    cluster.servers().map(Server::url).collect()
}

async fn wait_for_calls(ledger: &Ledger, calls: usize) {
    wait_until("calls go on", || ledger.ended() >= calls).await;
}

pub(crate) async fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(60), "in vain: {what}");
        sleep(Duration::from_millis(5)).await;
    }
}
