//! The examples do what they say: the limits exact, the owners kept apart, and the programs run.

use futures_util::future::join_all;
use redis_script::redis::{self, aio::MultiplexedConnection};
use redis_script::testing::{Cluster, Server};
use redis_script_examples::lock::{self, Lock};
use redis_script_examples::throttle::{Throttle, Verdict};
use redis_script_examples::token_bucket::take_tokens;
use redis_script_tests::{connect, downstream};
use std::process::Command;
use std::time::Duration;

async fn ttl_ms(conn: &mut MultiplexedConnection, key: &str) -> i64 {
    redis::cmd("PTTL").arg(key).query_async(conn).await.unwrap()
}

#[tokio::test]
async fn a_token_bucket_refills_in_exact_fractions() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let start = 1_700_000_000.25;
    let mut take = async |rate: f64, after: f64, requested: u64| {
        let bucket = format!("bucket:{rate}");
        take_tokens(&mut conn, &bucket, 10, rate, start + after, requested).await.unwrap()
    };
    assert_eq!(take(0.5, 0.0, 10).await, (true, 0));
    assert_eq!(take(0.5, 1.0, 1).await, (false, 0), "half a token is none");
    assert_eq!(take(0.5, 2.0, 1).await, (true, 0));
    assert_eq!(take(0.5, 9.0, 4).await, (false, 3), "3.5 tokens");
    assert_eq!(take(0.5, 10.0, 4).await, (true, 0), "the half was kept");
    assert_eq!(take(0.5, 5.0, 1).await, (false, 0), "a clock that runs behind gains nothing");
    assert_eq!(take(0.5, 12.0, 1).await, (true, 0), "and costs nothing");
    assert_eq!(take(0.5, 1e6, 11).await, (false, 10), "never more than it holds");

    // Asking in vain, however often, changes nothing: eight eighths are one.
    assert_eq!(take(0.125, 0.0, 10).await, (true, 0));
    for n in 1..8 {
        assert_eq!(take(0.125, f64::from(n), 1).await, (false, 0));
    }
    assert_eq!(take(0.125, 8.0, 1).await, (true, 0));
}

#[tokio::test]
async fn a_token_bucket_is_forgotten_when_it_is_full_again() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    assert_eq!(take_tokens(&mut conn, "asked", 10, 0.1, 1.0, 11).await.unwrap(), (false, 10));
    assert_eq!(ttl_ms(&mut conn, "asked").await, -2, "nothing was taken");
    take_tokens(&mut conn, "taken", 10, 0.1, 1.0, 3).await.unwrap();
    assert!((100_000..=161_000).contains(&ttl_ms(&mut conn, "taken").await));
    take_tokens(&mut conn, "once", 10, 0.0, 1.0, 3).await.unwrap();
    assert_eq!(ttl_ms(&mut conn, "once").await, -1, "never full again");
}

#[tokio::test]
async fn a_token_bucket_refuses_numbers_that_would_spoil_it() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    for (rate, now) in [(f64::NAN, 1.0), (f64::INFINITY, 1.0), (-1.0, 1.0), (1.0, f64::NAN), (1.0, f64::INFINITY)] {
        let error = take_tokens(&mut conn, "b", 10, rate, now, 1).await.unwrap_err();
        assert!(error.to_string().contains("finite"), "{error}");
    }
    assert_eq!(ttl_ms(&mut conn, "b").await, -2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_bucket_gives_each_token_once() {
    let server = Server::start().unwrap();
    let conn = connect(&server).await;
    let callers = (0..200).map(|_| {
        let mut conn = conn.clone();
        tokio::spawn(async move { take_tokens(&mut conn, "b", 50, 0.0, 1.0, 1).await.unwrap() })
    });
    let verdicts = join_all(callers).await;
    assert_eq!(verdicts.into_iter().filter(|verdict| verdict.as_ref().unwrap().0).count(), 50);
}

#[tokio::test]
async fn a_lock_obeys_only_its_owner() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    assert!(lock::acquire(&mut conn, "l", "me", 60_000).await.unwrap());
    assert!(!lock::acquire(&mut conn, "l", "you", 60_000).await.unwrap());
    assert!(!lock::extend(&mut conn, "l", "you", 90_000).await.unwrap());
    assert!(!lock::release(&mut conn, "l", "you").await.unwrap());
    assert!((1..=60_000).contains(&ttl_ms(&mut conn, "l").await));
    assert!(lock::extend(&mut conn, "l", "me", 90_000).await.unwrap());
    assert!((60_001..=90_000).contains(&ttl_ms(&mut conn, "l").await));
    assert!(lock::release(&mut conn, "l", "me").await.unwrap());
    assert!(!lock::release(&mut conn, "l", "me").await.unwrap());
    assert!(!lock::extend(&mut conn, "l", "me", 90_000).await.unwrap());
    assert!(lock::acquire(&mut conn, "l", "you", 60_000).await.unwrap());
}

#[tokio::test]
async fn a_lock_that_ran_out_is_the_next_ones() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let first = Lock::acquire(&mut conn, "l", Duration::from_millis(30)).await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_millis(60)).await;
    let second = Lock::acquire(&mut conn, "l", Duration::from_secs(60)).await.unwrap().unwrap();
    assert!(!first.extend(&mut conn, Duration::from_secs(60)).await.unwrap());
    assert!(!first.release(&mut conn).await.unwrap());
    assert!(Lock::acquire(&mut conn, "l", Duration::from_secs(60)).await.unwrap().is_none());
    assert!(second.release(&mut conn).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_has_one_owner_among_many() {
    let server = Server::start().unwrap();
    let conn = connect(&server).await;
    let callers = (0..100).map(|_| {
        let mut conn = conn.clone();
        tokio::spawn(async move { Lock::acquire(&mut conn, "l", Duration::from_secs(60)).await.unwrap().is_some() })
    });
    assert_eq!(join_all(callers).await.into_iter().filter(|taken| *taken.as_ref().unwrap()).count(), 1);
}

fn throttle(block_for: Duration) -> Throttle {
    Throttle { prefix: "t".to_owned(), capacity: 4, leak_per_second: 20.0, block_for }
}

#[tokio::test]
async fn a_throttle_leaks() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let throttle = throttle(Duration::ZERO);
    assert_eq!(throttle.check(&mut conn, "a", 3).await.unwrap(), Verdict::Allowed { remaining: 1 });
    let Verdict::Denied { retry_after: Some(wait) } = throttle.check(&mut conn, "a", 4).await.unwrap() else {
        panic!("4 and most of 3 are more than 4");
    };
    assert!(wait <= Duration::from_millis(150), "3 tokens leak in 150 ms, not {wait:?}");
    assert_eq!(throttle.check(&mut conn, "a", 5).await.unwrap(), Verdict::Denied { retry_after: None });
    assert!(matches!(throttle.check(&mut conn, "b", 4).await.unwrap(), Verdict::Allowed { .. }), "a bucket each");
    tokio::time::sleep(wait).await;
    assert_eq!(throttle.check(&mut conn, "a", 4).await.unwrap(), Verdict::Allowed { remaining: 0 });
    tokio::time::sleep(Duration::from_millis(250)).await;
    let [bucket, block] = throttle.keys("a");
    assert_eq!((ttl_ms(&mut conn, &bucket).await, ttl_ms(&mut conn, &block).await), (-2, -2), "empty, so forgotten");
}

#[tokio::test]
async fn a_throttle_blocks_after_an_overflow() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let throttle = throttle(Duration::from_millis(400));
    throttle.check(&mut conn, "a", 4).await.unwrap();
    let denied = throttle.check(&mut conn, "a", 1).await.unwrap();
    assert_eq!(denied, Verdict::Denied { retry_after: Some(Duration::from_millis(400)) });
    // The bucket is empty by now, and the block still on.
    tokio::time::sleep(Duration::from_millis(250)).await;
    assert!(matches!(
        throttle.check(&mut conn, "a", 1).await.unwrap(),
        Verdict::Denied { retry_after: Some(wait) } if wait <= Duration::from_millis(150)
    ));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(throttle.check(&mut conn, "a", 1).await.unwrap(), Verdict::Allowed { remaining: 3 });
}

#[tokio::test]
async fn a_throttle_keeps_an_identifier_in_one_slot() {
    let cluster = Cluster::start(3, 0).unwrap();
    let mut conn = connect(&cluster.primaries()[0]).await;
    for identifier in ["", "alice", "{", "}", "{}", "}{", "a}b{c}", "203.0.113.7"] {
        let [bucket, block] = throttle(Duration::ZERO).keys(identifier);
        assert_ne!(bucket, block);
        let mut slot = async |key: &str| -> u16 {
            redis::cmd("CLUSTER").arg("KEYSLOT").arg(key).query_async(&mut conn).await.unwrap()
        };
        assert_eq!(slot(&bucket).await, slot(&block).await, "{identifier:?}");
    }
}

/// Runs the example's program, and gives what it printed.
fn program(name: &str, server: &Server) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--package", "redis-script-examples", "--bin", name]);
    let output = cargo.current_dir(downstream::workspace()).env("REDIS_URL", server.url()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_programs_run() {
    let server = Server::start().unwrap();
    let bucket = program("token_bucket", &server);
    assert_eq!(bucket.matches("allowed").count() + bucket.matches("denied").count(), 16, "{bucket}");
    assert!(bucket.contains("request  5: allowed, 0 left\nrequest  6: denied"), "{bucket}");
    let lock = program("lock", &server);
    assert!(lock.contains("the first one releases: refused\nthe second one releases: done"), "{lock}");
    let throttle = program("throttle", &server);
    assert!(throttle.contains("request 6: denied, waiting 800ms\nrequest 7: allowed"), "{throttle}");
    let pools = program("pools", &server);
    let visits: Vec<&str> = pools.lines().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(visits, (1..=11).map(|n| n.to_string()).collect::<Vec<_>>(), "{pools}");
    let demo = program("demo", &server);
    assert!(demo.contains("2 EVALSHA (1 NOSCRIPT), 1 SCRIPT LOAD, 0 EVAL\n    round trips: 2, loads: 1"), "{demo}");
    assert!(demo.contains("1 EVALSHA (0 NOSCRIPT), 0 SCRIPT LOAD, 0 EVAL\n    round trips: 1, loads: 0"), "{demo}");
}
