//! What an operator wants to know of a server and of the scripts that run on it.
//!
//! `cargo run -p redis-script-examples --bin operations`, on a private server or on `REDIS_URL`. The last part, which
//! fills a server, is always on a private one.

use futures_util::StreamExt as _;
use redis_script::redis::{self, Client, aio::MultiplexedConnection};
use redis_script::testing::Server;
use redis_script_examples::health::{Alert, Health, Monitor};
use redis_script_examples::info::Info;
use redis_script_examples::metrics::{Latencies, page};
use redis_script_examples::operations::{ScriptCache, heavy_keys, monitored_words, script_of, slow_log};
use redis_script_examples::pools::{Visit, visit};
use redis_script_examples::{Failure, server, unique};
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let (client, _private) = server()?;
    let mut conn = client.get_multiplexed_async_connection().await?;
    let latencies = Latencies::default();
    let keys = unique("page");

    monitored(&client, &mut conn, &latencies, &keys).await?;
    cached(&mut conn).await?;
    heavy(&mut conn, &keys).await?;
    println!("the slow log:");
    for slow in slow_log(&mut conn, 5).await? {
        println!("  {:?}: {}", slow.took, slow.script.map_or(&*slow.words[0], |script| script.name()));
    }
    let health = Health::check(&mut conn, Duration::from_secs(1)).await;
    println!("health: {:?} after {:?}", health.problems, health.latency);
    scraped(&mut conn, &latencies).await?;
    alerted().await
}

/// A hash that `MONITOR` shows is the function that called it.
async fn monitored(
    client: &Client,
    conn: &mut MultiplexedConnection,
    latencies: &Latencies,
    keys: &str,
) -> Result<(), Failure> {
    let mut lines = client.get_async_monitor().await?.into_on_message::<String>();
    for n in 1..=3_u64 {
        latencies.of(Visit::SCRIPT, visit(conn, &format!("{keys}:{n}"), 60)).await?;
    }
    loop {
        let line = tokio::time::timeout(Duration::from_secs(10), lines.next()).await?.ok_or("MONITOR has ended")?;
        let words = monitored_words(&line);
        let Some(script) = script_of(&words) else { continue };
        println!("MONITOR shows {} {}..: that is `{}` in {}", words[0], &words[1][..8], script.name(), script.path());
        // On a server that is in use it may be somebody else's call of ours.
        if script.sha1() == Visit::SHA1 {
            return Ok(());
        }
    }
}

async fn cached(conn: &mut MultiplexedConnection) -> Result<(), Failure> {
    let cache = ScriptCache::read(conn).await?;
    let names: Vec<_> = cache.known.iter().map(|script| script.name()).collect();
    println!("the cache: {:?}", cache.totals);
    println!("  of ours: {names:?}; {} of ours aren't there; {} are others'", cache.missing.len(), cache.foreign());
    assert!(cache.known.iter().any(|script| script.sha1() == Visit::SHA1));
    Ok(())
}

async fn heavy(conn: &mut MultiplexedConnection, keys: &str) -> Result<(), Failure> {
    let large = format!("{keys}:large");
    redis::cmd("SET").arg(&large).arg("x".repeat(10_000)).arg("EX").arg(60).exec_async(conn).await?;
    let heavy = heavy_keys(conn, &format!("{keys}*"), 100).await?;
    println!("the heaviest of {} keys: {} with {} bytes", heavy.len(), heavy[0].1, heavy[0].0);
    assert_eq!((heavy.len(), &heavy[0].1), (4, &large));
    Ok(())
}

async fn scraped(conn: &mut MultiplexedConnection, latencies: &Latencies) -> Result<(), Failure> {
    let page = page(&Info::read(conn).await?, latencies);
    println!("of the page for Prometheus:");
    page.lines()
        .filter(|line| line.contains("\"visit\"") && !line.contains("_bucket"))
        .for_each(|line| println!("  {line}"));
    for metric in ["script_calls_total", "script_duration_seconds_count"] {
        let labels = format!("{{function=\"visit\",file=\"lua/visit.lua\",sha1=\"{}\"}}", Visit::SHA1);
        assert!(page.contains(&format!("{metric}{labels} 3\n")), "{page}");
    }
    Ok(())
}

/// A server that is too small for what it is given.
async fn alerted() -> Result<(), Failure> {
    let server = Server::builder().config("maxmemory", "4mb").config("maxmemory-policy", "allkeys-lru").start()?;
    let mut conn = server.client().get_multiplexed_async_connection().await?;
    let mut monitor = Monitor::default();
    assert_eq!(monitor.look(&mut conn).await?, []);
    let mut load = redis::pipe();
    for n in 0..5000 {
        load.set(n, "x".repeat(1000)).ignore();
    }
    for n in 0..500 {
        load.get(n).ignore();
    }
    load.exec_async(&mut conn).await?;
    let alerts = monitor.look(&mut conn).await?;
    println!("a server that is too small:");
    for alert in &alerts {
        println!("  {alert}");
    }
    assert!(matches!(alerts[..], [Alert::Memory(_), Alert::HitRate(_), Alert::Evictions(_)]), "{alerts:?}");
    Ok(())
}
