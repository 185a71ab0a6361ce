//! One limiter on a cluster that loses a node, and behind a sentinel that changes the primary; what the flags of a
//! shebang allow; and what a replica gets to see of a script.
//!
//! `cargo run -p redis-script-examples --bin distribution`, always on private servers: it ends some of them.

use redis_script::redis::sentinel::{SentinelClient, SentinelServerType};
use redis_script::redis::{self, aio::ConnectionLike};
use redis_script::testing::{Cluster, Server};
use redis_script_examples::Failure;
use redis_script_examples::connections::{Primary, Settings};
use redis_script_examples::distribution::{
    OnCluster, alive, by_sentinel, clear, clear_slot, cluster, cluster_reading_from_replicas, count_alone, keep, peek,
    put,
};
use redis_script_examples::fixed_window::count_in_window;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    full().await?;
    replicated().await?;
    sentinel().await?;
    let servers = Cluster::start(3, 1)?;
    slots(&servers).await?;
    failing_over(servers).await
}

/// Over `maxmemory`: `allow-oom` and `no-writes` go on.
async fn full() -> Result<(), Failure> {
    let server = Server::start()?;
    let mut conn = server.client().get_multiplexed_async_connection().await?;
    put(&mut conn, "key", "before").await?;
    redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("1").exec_async(&mut conn).await?;
    let error = put(&mut conn, "key", "full").await.unwrap_err();
    println!("on a full server, no flags: {error}");
    assert_eq!((error.code(), peek(&mut conn, "key").await?.as_deref()), (Some("OOM"), Some("before")));
    keep(&mut conn, "key", "kept").await?;
    println!("  allow-oom writes, no-writes reads: {:?}", peek(&mut conn, "key").await?);
    Ok(())
}

/// A replica runs what doesn't write; what others have written arrives as plain commands.
async fn replicated() -> Result<(), Failure> {
    let primary = Server::start()?;
    let replica = Server::builder().replica_of(&primary).config("replica-serve-stale-data", "no").start()?;
    let mut writer = primary.client().get_multiplexed_async_connection().await?;
    let mut reader = replica.client().get_multiplexed_async_connection().await?;
    linked(&mut reader).await?;
    put(&mut writer, "key", "value").await?;
    until(async || Ok(peek(&mut reader.clone(), "key").await?.is_some())).await?;
    let error = put(&mut reader, "key", "other").await.unwrap_err();
    println!("on a replica, no flags: {error}\n  no-writes reads: {:?}", peek(&mut reader, "key").await?);
    let stats: String = redis::cmd("INFO").arg("commandstats").query_async(&mut reader).await?;
    let set = stats.lines().find(|line| line.starts_with("cmdstat_set:"));
    println!("  it was sent the script's effects: {set:?}");
    assert!(set.is_some());

    drop(primary);
    until(async || Ok(peek(&mut reader.clone(), "key").await.is_err())).await?;
    let error = peek(&mut reader, "key").await.unwrap_err();
    println!("once it is alone: {error}\n  allow-stale: {}", alive(&mut reader).await?);
    assert_eq!(error.code(), Some("MASTERDOWN"));
    Ok(())
}

/// The same limiter over a sentinel's failover.
async fn sentinel() -> Result<(), Failure> {
    let primary = Server::start()?;
    let replica = Server::builder().replica_of(&primary).start()?;
    linked(&mut replica.client().get_multiplexed_async_connection().await?).await?;
    let sentinel = Server::builder().sentinel_of("app", &primary).start()?;
    let client = SentinelClient::build(vec![sentinel.url()], String::from("app"), None, SentinelServerType::Master)?;
    let client = Mutex::new(client);
    let mut limited = Primary::new(Settings::default(), async || by_sentinel(&client).await);
    let (allowed, left, ..) = limited.call(async |conn| count_in_window(conn, "calls", 5, 60_000, 1).await).await?;
    println!("behind a sentinel: allowed {allowed}, {left} left");

    let watch = sentinel.client().get_multiplexed_async_connection().await?;
    until(async || Ok(redis::cmd("SENTINEL").arg("FAILOVER").arg("app").exec_async(&mut watch.clone()).await.is_ok()))
        .await?;
    let address = redis::cmd("SENTINEL").arg("GET-MASTER-ADDR-BY-NAME").arg("app").to_owned();
    until(async || {
        let (_, port): (String, u16) = address.query_async(&mut watch.clone()).await?;
        Ok(port == replica.port())
    })
    .await?;
    let (allowed, left, ..) = limited.call(async |conn| count_in_window(conn, "calls", 5, 60_000, 1).await).await?;
    println!("  after its failover, on the new primary: allowed {allowed}, {left} left");
    assert!(allowed);
    Ok(())
}

/// Flags that are about slots.
async fn slots(servers: &Cluster) -> Result<(), Failure> {
    let mut conn = cluster(servers.urls()).await?;
    let error = count_alone(&mut conn, "visits").await.unwrap_err();
    println!("no-cluster on a cluster: {error}");

    // Two slots of the first node.
    let mut node = servers.primaries()[0].client().get_multiplexed_async_connection().await?;
    let [list, key] = two_slots(&mut node).await?;
    redis::cmd("SADD").arg(&list).arg(&key).exec_async(&mut node).await?;
    redis::cmd("SET").arg(&key).arg("x").exec_async(&mut node).await?;
    let error = clear_slot(&mut conn, &list).await.unwrap_err();
    println!("two slots without a flag: {error}");
    println!("  allow-cross-slot-keys: {} deleted", clear(&mut conn, &list).await?);

    redis::cmd("SET").arg("replicated").arg("yes").exec_async(&mut conn).await?;
    let reader = cluster_reading_from_replicas(servers.urls()).await?;
    until(async || Ok(peek(&mut reader.clone(), "replicated").await?.is_some())).await?;
    let mut on_replicas = 0;
    for replica in servers.replicas() {
        let mut conn = replica.client().get_multiplexed_async_connection().await?;
        let stats: String = redis::cmd("INFO").arg("commandstats").query_async(&mut conn).await?;
        on_replicas += u32::from(stats.contains("cmdstat_evalsha_ro:"));
    }
    println!("no-writes where replicas are read from: it ran on {on_replicas} of them");
    assert_eq!(on_replicas, 1);
    Ok(())
}

/// The limiter goes on over the loss of a node, as far as what it had counted was replicated.
async fn failing_over(servers: Cluster) -> Result<(), Failure> {
    let mut conn = OnCluster::new(servers.urls());
    let mut node = servers.primaries()[0].client().get_multiplexed_async_connection().await?;
    let [client_of_the_lost, _] = two_slots(&mut node).await?;
    let clients = [&*client_of_the_lost, "ada", "grace", "tony"];
    for client in clients {
        conn.call(async |conn| count_in_window(conn, client, 1000, 60_000, 1).await).await?;
    }
    // Its replica has heard of that by then.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let lost = servers.primaries()[0].pid().to_string();
    let started = Instant::now();
    let killed = Command::new("kill").args(["-KILL", &lost]).status()?;
    assert!(killed.success());
    let mut failed = 0;
    for client in clients {
        while conn.call(async |conn| count_in_window(conn, client, 1000, 60_000, 1).await).await.is_err() {
            failed += 1;
            if started.elapsed() > Duration::from_secs(60) {
                return Err("nobody takes over".into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    println!("a cluster that loses a node: all are served again after {:?}, {failed} calls failed", started.elapsed());
    for client in clients {
        let (_, left, ..) = conn.call(async |conn| count_in_window(conn, client, 1000, 60_000, 0).await).await?;
        assert!(left <= 998, "{client} has {left} left");
    }
    Ok(())
}

/// Two keys whose different slots are both on this node.
async fn two_slots(node: &mut impl ConnectionLike) -> Result<[String; 2], Failure> {
    let mut found: Vec<(u16, String)> = Vec::new();
    for n in 0..1000 {
        let key = format!("slot{n}");
        let slot: u16 = redis::cmd("CLUSTER").arg("KEYSLOT").arg(&key).query_async(node).await?;
        // The first node of three has the first third.
        if slot < 16_384 / 3 && found.iter().all(|(other, _)| *other != slot) {
            found.push((slot, key));
        }
        if let [(_, one), (_, two)] = &found[..] {
            return Ok([one.clone(), two.clone()]);
        }
    }
    Err("no two keys on the first node".into())
}

async fn linked(conn: &mut (impl ConnectionLike + Clone)) -> Result<(), Failure> {
    until(async || {
        let info: String = redis::cmd("INFO").arg("replication").query_async(&mut conn.clone()).await?;
        Ok(info.contains("master_link_status:up"))
    })
    .await
}

async fn until(is_so: impl AsyncFn() -> Result<bool, Failure>) -> Result<(), Failure> {
    for _ in 0..3000 {
        if is_so().await? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err("it never came true".into())
}
