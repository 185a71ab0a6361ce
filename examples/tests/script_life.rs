//! The life of a script. Each test has a server of its own, but for those that any server serves.

mod support;

use redis_script::redis::{self, aio::MultiplexedConnection};
use redis_script::testing::{Server, Version};
use redis_script::{Happened, preload_async};
use redis_script_examples::script_life::{
    Greet, Kill, Spin, Stamp, WriteAndSpin, add_past_errors, add_up_to_an_error, cached, draw, exists, flush, greet,
    kill, spin, stamp, write_and_spin,
};
use redis_script_examples::{redis_6, unique};
use std::time::Duration;
use support::{Shared, at_once, on_both, query};

on_both!(call_stops_and_pcall_goes_on, many_add_at_once, the_same_seed_draws_the_same, a_stamp_is_the_time);

async fn own() -> (Server, MultiplexedConnection) {
    let server = Server::builder().config("lua-time-limit", "50").start().unwrap();
    let conn = connect(&server).await;
    (server, conn)
}

async fn connect(server: &Server) -> MultiplexedConnection {
    let config = redis::AsyncConnectionConfig::new().set_response_timeout(None);
    server.client().get_multiplexed_async_connection_with_config(&config).await.unwrap()
}

#[tokio::test]
async fn a_script_is_known_from_its_load_to_the_flush() {
    let (_server, mut conn) = own().await;
    assert!(!exists(&mut conn, Greet::SCRIPT).await.unwrap());
    preload_async(&mut conn, [Greet::SCRIPT, Spin::SCRIPT]).await.unwrap();
    assert!(exists(&mut conn, Greet::SCRIPT).await.unwrap());
    assert_eq!(cached(&mut conn).await.unwrap(), 2);
    flush(&mut conn).await.unwrap();
    assert!(!exists(&mut conn, Greet::SCRIPT).await.unwrap());
    assert_eq!(cached(&mut conn).await.unwrap(), 0);
    assert_eq!(greet(&mut conn, "ada").await.unwrap(), "hello, ada");
    assert!(exists(&mut conn, Greet::SCRIPT).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_script_greets_all_and_generated_ones_pile_up() {
    let (server, mut conn) = own().await;
    let tasks = conn.clone();
    at_once(64, move |n| {
        let mut conn = tasks.clone();
        async move {
            for m in 0..10 {
                let name = format!("{n}.{m} 'x' \\ ]]");
                assert_eq!(greet(&mut conn, &name).await.unwrap(), format!("hello, {name}"));
            }
        }
    })
    .await;
    assert_eq!(cached(&mut conn).await.unwrap(), 1);
    for n in 0..640 {
        let _: i64 = query(&mut conn, &["EVAL", &format!("return {n}"), "0"]).await;
    }
    // Newer servers keep the last 500 of those that came by EVAL.
    let kept = match server.version() {
        Version::Redis(major, minor) if (major, minor) < (7, 4) => 640,
        Version::Valkey(7, _) => 640,
        _ => 500,
    };
    assert_eq!(cached(&mut conn).await.unwrap(), 1 + kept);
    assert!(exists(&mut conn, Greet::SCRIPT).await.unwrap(), "what was loaded stays");
}

#[tokio::test]
async fn a_slow_script_is_killed_unless_it_has_written() {
    let (server, mut conn) = own().await;
    assert_eq!(kill(&mut conn).await.unwrap(), Kill::Idle);

    let mut slow = connect(&server).await;
    let running = tokio::spawn(async move { spin(&mut slow, u64::MAX).await });
    while redis::cmd("PING").exec_async(&mut conn).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(kill(&mut conn).await.unwrap(), Kill::Killed);
    let error = running.await.unwrap().unwrap_err();
    assert_eq!((error.ran(), error.wrote(), error.is_retryable()), (Happened::Yes, Happened::No, true));
    assert_eq!(kill(&mut conn).await.unwrap(), Kill::Idle);

    let mut slow = connect(&server).await;
    let running = tokio::spawn(async move { write_and_spin(&mut slow, "written", 100_000_000).await });
    let killed = loop {
        match kill(&mut conn).await.unwrap() {
            Kill::Idle => tokio::time::sleep(Duration::from_millis(10)).await,
            killed => break killed,
        }
    };
    assert_eq!(killed, Kill::HasWritten);
    running.await.unwrap().unwrap();
    assert_eq!(query::<String>(&mut conn, &["GET", "written"]).await, "written");
    assert_eq!(WriteAndSpin::SCRIPT.keys().fixed(), 1);
}

fn numbers(keys: &[String]) -> Vec<&str> {
    keys.iter().map(|key| &**key).collect()
}

async fn call_stops_and_pcall_goes_on(mut conn: impl Shared) {
    let tag = unique("n");
    let keys = [1, 2, 3].map(|n| format!("{{{tag}}}:{n}"));
    let () = query(&mut conn, &["SET", &keys[1], "two"]).await;
    let error = add_up_to_an_error(&mut conn, &numbers(&keys)).await.unwrap_err();
    assert_eq!((error.code(), error.wrote(), error.is_retryable()), (Some("ERR"), Happened::Maybe, false));
    assert!(error.to_string().starts_with("lua/script_life_call.lua:5: "), "{error}");
    let values: Vec<Option<String>> = query(&mut conn, &["MGET", &keys[0], &keys[1], &keys[2]]).await;
    assert_eq!(values, [Some("1".to_owned()), Some("two".to_owned()), None]);

    let outcome = add_past_errors(&mut conn, &numbers(&keys)).await.unwrap();
    assert_eq!(outcome, (2, vec![keys[1].clone()]));
    let () = query(&mut conn, &["SET", &keys[1], "9"]).await;
    assert_eq!(add_past_errors(&mut conn, &numbers(&keys)).await.unwrap(), (3, vec![]));
    assert_eq!(add_up_to_an_error(&mut conn, &numbers(&keys)).await.unwrap(), 3);
    let values: Vec<u64> = query(&mut conn, &["MGET", &keys[0], &keys[1], &keys[2]]).await;
    assert_eq!(values, [4, 11, 3]);
}

async fn many_add_at_once(mut conn: impl Shared) {
    let key = unique("n");
    let tasks = (conn.clone(), key.clone());
    at_once(64, move |_| {
        let (mut conn, key) = tasks.clone();
        async move {
            assert_eq!(add_up_to_an_error(&mut conn, &[&key, &key]).await.unwrap(), 2);
            assert_eq!(add_past_errors(&mut conn, &[&key]).await.unwrap(), (1, vec![]));
        }
    })
    .await;
    assert_eq!(query::<u64>(&mut conn, &["GET", &key]).await, 192);
}

async fn the_same_seed_draws_the_same(mut conn: impl Shared) {
    let key = unique("names");
    assert_eq!(draw(&mut conn, &key, 1, 3).await.unwrap(), Vec::<String>::new());
    let names: Vec<String> = (0..100).map(|n| n.to_string()).collect();
    let _: u64 = query(&mut conn, &[&["RPUSH", &key], &*numbers(&names)].concat()).await;
    let first = draw(&mut conn, &key, 42, 5).await.unwrap();
    // The generator is the servers' own, so it draws the same on all of them.
    assert_eq!(first, KNOWN);
    let tasks = (conn.clone(), key.clone());
    let drawn = at_once(64, move |_| {
        let (mut conn, key) = tasks.clone();
        async move { draw(&mut conn, &key, 42, 5).await.unwrap() }
    })
    .await;
    assert!(drawn.iter().all(|drawn| *drawn == first));
    assert_ne!(draw(&mut conn, &key, 43, 5).await.unwrap(), first);
    let mut all = draw(&mut conn, &key, u32::MAX, 1000).await.unwrap();
    all.sort_by_key(|name| name.parse::<u32>().unwrap());
    assert_eq!(all, names, "each once");
    assert_eq!(draw(&mut conn, &key, 0, 0).await.unwrap(), Vec::<String>::new());
}

const KNOWN: [&str; 5] = ["74", "34", "12", "43", "11"];

async fn a_stamp_is_the_time(mut conn: impl Shared) {
    let key = unique("stamp");
    let stamped = stamp(&mut conn, &key).await.unwrap();
    assert_eq!(query::<u64>(&mut conn, &["GET", &key]).await, stamped);
    let (now, _): (u64, u64) = query(&mut conn, &["TIME"]).await;
    assert!(now - stamped < 10);
}

/// What a Redis 6 that replicates scripts says. Newer servers have no such setting.
#[tokio::test]
async fn replicate_commands_lets_a_script_write_after_it_has_asked_for_the_time() {
    let Some(builder) = redis_6() else {
        println!("left out: no Redis 6 is at hand; `cargo xtask servers redis-6.2` fetches one");
        return;
    };
    let server = builder.config("lua-replicate-commands", "no").start().unwrap();
    let mut conn = connect(&server).await;
    let without = Stamp::SOURCE.replace("redis.replicate_commands()\n", "");
    assert_ne!(without, Stamp::SOURCE);
    let refused = redis::cmd("EVAL").arg(without).arg(1).arg("stamp").exec_async(&mut conn).await.unwrap_err();
    assert!(refused.to_string().contains("non deterministic"), "{refused}");
    let stamped = stamp(&mut conn, "stamp").await.unwrap();
    assert_eq!(query::<u64>(&mut conn, &["GET", "stamp"]).await, stamped);
}
