//! Scripts on replicas, clusters and full servers. Each test has servers of its own: they fill them, part them and end
//! them.

use redis_script::redis::aio::{ConnectionLike, MultiplexedConnection};
use redis_script::redis::sentinel::{SentinelClient, SentinelServerType};
use redis_script::redis::{self, FromRedisValue, cluster_async::ClusterConnection};
use redis_script::testing::{Cluster, Server};
use redis_script_examples::connections::{Primary, Settings};
use redis_script_examples::distribution::{
    OnCluster, alive, by_sentinel, clear, clear_slot, cluster, cluster_reading_from_replicas, count_alone, keep, peek,
    put,
};
use redis_script_examples::fixed_window::count_in_window;
use redis_script_examples::script_life::{add_past_errors, stamp};
use std::cell::Cell;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

async fn connect(server: &Server) -> MultiplexedConnection {
    server.client().get_multiplexed_async_connection().await.unwrap()
}

async fn query<T: FromRedisValue>(conn: &mut impl ConnectionLike, words: &[&str]) -> T {
    redis::cmd(words[0]).arg(&words[1..]).query_async(conn).await.unwrap()
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !is_so().await {
        assert!(started.elapsed() < Duration::from_secs(60), "{what} never came true");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A primary, and a replica that has caught up.
async fn pair() -> (Server, Server) {
    let primary = Server::start().unwrap();
    let replica = Server::builder().replica_of(&primary).config("replica-serve-stale-data", "no").start().unwrap();
    let conn = connect(&replica).await;
    until("the link", async || {
        query::<String>(&mut conn.clone(), &["INFO", "replication"]).await.contains("master_link_status:up")
    })
    .await;
    (primary, replica)
}

#[tokio::test]
async fn a_full_server_runs_what_says_that_it_may() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    assert!(put(&mut conn, "key", "before").await.unwrap());
    let () = query(&mut conn, &["CONFIG", "SET", "maxmemory", "1"]).await;
    let error = put(&mut conn, "key", "full").await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Some("OOM"), true));
    assert_eq!(peek(&mut conn, "key").await.unwrap().as_deref(), Some("before"));
    assert!(keep(&mut conn, "key", "kept").await.unwrap());
    assert_eq!(peek(&mut conn, "key").await.unwrap().as_deref(), Some("kept"));
    let () = query(&mut conn, &["CONFIG", "SET", "maxmemory", "0"]).await;
    assert!(put(&mut conn, "key", "after").await.unwrap());
}

#[tokio::test]
async fn a_replica_runs_what_writes_nothing() {
    let (primary, replica) = pair().await;
    let (mut writer, mut reader) = (connect(&primary).await, connect(&replica).await);
    put(&mut writer, "key", "value").await.unwrap();
    until("the value", async || peek(&mut reader.clone(), "key").await.unwrap().is_some()).await;
    for refused in [put(&mut reader, "key", "x").await, keep(&mut reader, "key", "x").await] {
        let error = refused.unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), (Some("READONLY"), true));
    }
    assert!(alive(&mut reader).await.unwrap() > 1_600_000_000);

    // Alone, it gives out nothing, and says that it is there.
    drop(primary);
    until("the loss", async || peek(&mut reader.clone(), "key").await.is_err()).await;
    assert_eq!(peek(&mut reader, "key").await.unwrap_err().code(), Some("MASTERDOWN"));
    assert!(alive(&mut reader).await.unwrap() > 1_600_000_000);
}

#[tokio::test]
async fn a_replica_is_sent_what_a_script_has_written() {
    let (primary, replica) = pair().await;
    let (mut writer, mut reader) = (connect(&primary).await, connect(&replica).await);
    let () = query(&mut reader, &["CONFIG", "RESETSTAT"]).await;
    let time = stamp(&mut writer, "{n}stamp").await.unwrap();
    assert_eq!(add_past_errors(&mut writer, &["{n}1", "{n}stamp", "{n}2"]).await.unwrap(), (3, vec![]));
    until("the last write", async || query::<Option<u64>>(&mut reader.clone(), &["GET", "{n}2"]).await == Some(1))
        .await;
    assert_eq!(query::<u64>(&mut reader, &["GET", "{n}stamp"]).await, time + 1);
    let stats: String = query(&mut reader, &["INFO", "commandstats"]).await;
    assert!(stats.contains("cmdstat_set:calls=1,") && stats.contains("cmdstat_incr:calls=3,"), "{stats}");
    assert!(!stats.contains("cmdstat_evalsha") && !stats.contains("cmdstat_time"), "{stats}");
    // So it doesn't know the scripts: after a failover each is loaded once more.
    let known: Vec<bool> =
        query(&mut reader, &["SCRIPT", "EXISTS", redis_script_examples::script_life::Stamp::SHA1]).await;
    assert_eq!(known, [false]);
}

/// Two keys whose different slots are both on the first of three nodes.
async fn two_slots(node: &mut MultiplexedConnection) -> [String; 2] {
    let mut found: Vec<(u16, String)> = Vec::new();
    for n in 0.. {
        let key = format!("slot{n}");
        let slot: u16 = query(node, &["CLUSTER", "KEYSLOT", &key]).await;
        if slot < 16_384 / 3 && found.iter().all(|(other, _)| *other != slot) {
            found.push((slot, key));
        }
        if found.len() == 2 {
            break;
        }
    }
    [found.remove(0).1, found.remove(0).1]
}

#[tokio::test]
async fn slots_are_what_the_flags_say() {
    let servers = Cluster::start(3, 0).unwrap();
    let mut conn = cluster(servers.urls()).await.unwrap();
    let error = count_alone(&mut conn, "visits").await.unwrap_err();
    assert!(error.to_string().contains("no-cluster"), "{error}");

    let mut node = connect(&servers.primaries()[0]).await;
    let [list, other] = two_slots(&mut node).await;
    let () = query(&mut node, &["SET", &other, "x"]).await;
    let _: u64 = query(&mut node, &["SADD", &list, &other]).await;
    let error = clear_slot(&mut conn, &list).await.unwrap_err();
    assert!(error.to_string().contains("do not hash to the same slot"), "{error}");
    assert_eq!(query::<u64>(&mut node, &["EXISTS", &other]).await, 1);
    assert_eq!(clear(&mut conn, &list).await.unwrap(), 1);
    assert_eq!(
        (query::<u64>(&mut node, &["EXISTS", &other]).await, query::<u64>(&mut node, &["EXISTS", &list]).await),
        (0, 0)
    );

    // What is in its slot needs no flag; what is on another node, no flag helps.
    let near = format!("{{{list}}}near");
    let () = query(&mut node, &["SET", &near, "x"]).await;
    let _: u64 = query(&mut node, &["SADD", &list, &near]).await;
    assert_eq!(clear_slot(&mut conn, &list).await.unwrap(), 1);
    let far = (0..).map(|n| format!("far{n}"));
    for key in far {
        if query::<u16>(&mut node, &["CLUSTER", "KEYSLOT", &key]).await > 16_384 / 2 {
            let _: u64 = query(&mut node, &["SADD", &list, &key]).await;
            break;
        }
    }
    let error = clear(&mut conn, &list).await.unwrap_err();
    assert!(error.to_string().contains("non local key"), "{error}");
    // And declared keys are in one slot, whatever the flags: the call isn't even sent.
    let error = add_past_errors(&mut conn, &[&list, &other]).await.unwrap_err();
    assert_eq!(error.code(), Some("CROSSSLOT"));
}

#[tokio::test]
async fn no_cluster_runs_on_a_single_server() {
    let server = Server::start().unwrap();
    assert_eq!(count_alone(&mut connect(&server).await, "visits").await.unwrap(), 1);
}

#[tokio::test]
async fn read_only_scripts_go_to_replicas_that_may_be_read_from() {
    let servers = Cluster::start(3, 1).unwrap();
    let mut writer = cluster(servers.urls()).await.unwrap();
    let reader = cluster_reading_from_replicas(servers.urls()).await.unwrap();
    for key in ["a", "b", "c", "d", "e", "f"] {
        put(&mut writer, key, key).await.unwrap();
        until("the copy", async || peek(&mut reader.clone(), key).await.unwrap().is_some()).await;
    }
    for primary in servers.primaries() {
        let stats: String = query(&mut connect(primary).await, &["INFO", "commandstats"]).await;
        assert!(!stats.contains("cmdstat_evalsha_ro"), "{stats}");
    }
    // Writing goes to the primaries over the same connection.
    assert!(put(&mut reader.clone(), "a", "b").await.unwrap());
}

/// 64 callers, and the node that counts them ends. Afterwards all are counted again, and no more are allowed than the
/// limit and what the lost node had not passed on.
#[tokio::test]
async fn a_limiter_goes_on_over_a_failover_on_a_cluster() {
    const LIMIT: u64 = 100_000;
    let servers = Cluster::start(3, 1).unwrap();
    let mut node = connect(&servers.primaries()[0]).await;
    let [lost, _] = two_slots(&mut node).await;
    let count = async |conn: &mut OnCluster, cost: u64| {
        conn.call(async |conn: &mut ClusterConnection| count_in_window(conn, &lost, LIMIT, 120_000, cost).await).await
    };
    let stop = Cell::new(false);
    let callers = (0..64).map(async |_| {
        let mut conn = OnCluster::new(servers.urls());
        let (mut allowed, mut failed) = (0, 0);
        while !stop.get() {
            match count(&mut conn, 1).await {
                Ok((is_allowed, ..)) => allowed += u64::from(is_allowed),
                Err(_) => failed += 1,
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        (allowed, failed)
    });
    let failing_over = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let pid = servers.primaries()[0].pid().to_string();
        assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
        until("the take-over", async || count(&mut OnCluster::new(servers.urls()), 0).await.is_ok()).await;
        // For some time on the new primary.
        tokio::time::sleep(Duration::from_secs(2)).await;
        stop.set(true);
        count(&mut OnCluster::new(servers.urls()), 0).await.unwrap().1
    };
    let (outcomes, left) = tokio::join!(futures_util::future::join_all(callers), failing_over);
    let (allowed, failed) = outcomes.iter().fold((0, 0), |(all, none), (a, f)| (all + a, none + f));
    let counted = LIMIT - left;
    assert!(outcomes.iter().all(|(allowed, _)| *allowed > 2) && failed > 0, "{outcomes:?}");
    // Calls that failed may have been counted, too, some of them more than once: the connection sends again. And the
    // last ones that the lost node allowed may not have reached its replica.
    assert!(counted + 256 >= allowed && counted <= allowed + 4 * failed, "{counted} of {allowed}, {failed} failed");
}

#[tokio::test]
async fn a_limiter_goes_on_over_a_failover_behind_a_sentinel() {
    let (primary, replica) = pair().await;
    let sentinel = Server::builder().sentinel_of("app", &primary).start().unwrap();
    let client =
        SentinelClient::build(vec![sentinel.url()], String::from("app"), None, SentinelServerType::Master).unwrap();
    let client = Mutex::new(client);
    let callers: Vec<_> = (0..16)
        .map(|_| Primary::new(Settings { retries: 20, ..Settings::default() }, async || by_sentinel(&client).await))
        .collect();
    let callers = Mutex::new(callers);
    let all = async || {
        let mut callers = callers.lock().await;
        let calls = callers.iter_mut().map(async |primary| {
            let call = async |conn: &mut MultiplexedConnection| count_in_window(conn, "calls", 100, 60_000, 1).await;
            primary.call(call).await.unwrap().0
        });
        futures_util::future::join_all(calls).await
    };
    assert!(all().await.iter().all(|&allowed| allowed));
    let reader = connect(&replica).await;
    until("the copy", async || query::<u64>(&mut reader.clone(), &["EXISTS", "calls"]).await == 1).await;

    let watch = connect(&sentinel).await;
    let mut failover = redis::cmd("SENTINEL");
    failover.arg("FAILOVER").arg("app");
    until("the failover", async || failover.exec_async(&mut watch.clone()).await.is_ok()).await;
    until("the new primary", async || {
        let address = ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", "app"];
        query::<(String, u16)>(&mut watch.clone(), &address).await.1 == replica.port()
    })
    .await;
    assert!(all().await.iter().all(|&allowed| allowed));
    let (_, left, ..) = count_in_window(&mut connect(&replica).await, "calls", 100, 60_000, 0).await.unwrap();
    assert!((68..=84).contains(&left), "{left} are left of 100, after two times 16");
}
