//! A lock over three servers, of which one may be gone or frozen.

mod support;

use redis_script::redis::aio::MultiplexedConnection;
use redis_script::testing::Server;
use redis_script_examples::redlock::Redlock;
use std::process::Command;
use std::time::{Duration, Instant};
use support::{at_once, query, ttl_ms};

const LONG: Duration = Duration::from_secs(60);

async fn start() -> (Vec<Server>, Redlock<MultiplexedConnection>) {
    let servers: Vec<Server> = (0..3).map(|_| Server::start().unwrap()).collect();
    let mut connections = Vec::new();
    for server in &servers {
        connections.push(server.client().get_multiplexed_async_connection().await.unwrap());
    }
    (servers, Redlock { servers: connections, patience: Duration::from_millis(300) })
}

#[tokio::test(flavor = "multi_thread")]
async fn one_owner_at_most_among_many() {
    let (_servers, redlock) = start().await;
    let held = at_once(64, |_| {
        let redlock = redlock.clone();
        async move { redlock.acquire("l", LONG).await }
    });
    let mut held: Vec<_> = held.await.into_iter().flatten().collect();
    // Three who have one each are none; but never two.
    assert!(held.len() <= 1, "{held:?}");
    if let Some(held) = held.pop() {
        assert!(redlock.release(held).await >= 2);
    }
    let held = redlock.acquire("l", LONG).await.expect("those who failed left nothing behind");
    assert!(held.valid_until > Instant::now() + LONG / 2);
}

#[tokio::test]
async fn one_may_be_gone_but_not_two() {
    let (mut servers, redlock) = start().await;
    servers.pop();
    let held = redlock.acquire("l", LONG).await.unwrap();
    assert!(redlock.acquire("l", LONG).await.is_none());
    assert_eq!(redlock.release(held).await, 2);
    servers.pop();
    assert!(redlock.acquire("l", LONG).await.is_none());
    assert_eq!(ttl_ms(&mut redlock.servers[0].clone(), "{redlock:l}").await, -2, "nothing is left on the one");
}

#[tokio::test]
async fn a_frozen_server_does_not_hold_it_up() {
    let (servers, redlock) = start().await;
    let signal = |name: &str| {
        let pid = servers[2].pid().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    };
    signal("-STOP");
    let started = Instant::now();
    let held = redlock.acquire("l", LONG).await;
    let took = started.elapsed();
    signal("-CONT");
    assert!(held.is_some() && took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn one_that_took_too_long_is_not_held() {
    let (_servers, redlock) = start().await;
    // Two milliseconds are set aside, so these can't be enough.
    assert!(redlock.acquire("l", Duration::from_millis(2)).await.is_none());
    let mut conn = redlock.servers[0].clone();
    query::<()>(&mut conn, &["SET", "{redlock:l}", "somebody"]).await;
    let held = redlock.acquire("l", LONG).await.expect("two of three");
    assert_eq!(redlock.release(held).await, 2);
    assert_eq!(query::<String>(&mut conn, &["GET", "{redlock:l}"]).await, "somebody");
}
