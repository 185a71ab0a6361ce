//! What happens when the server does not know the script, counted by the server.

use futures_util::future::join_all;
use redis_script::redis::aio::ConnectionLike;
use redis_script::redis_script;
use redis_script::testing::Server;
use redis_script_tests::connect;
use std::collections::HashSet;

#[redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1])", keys = 1, args = (i64))]
async fn add(conn: &mut impl ConnectionLike, counter: &str, amount: i64) -> redis_script::Result<i64>;

/// A script that no other test calls at the same time: callers that find it being loaded don't load it again.
#[redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1]) -- alone", keys = 1, args = (i64))]
async fn add_alone(conn: &mut impl ConnectionLike, counter: &str, amount: i64) -> redis_script::Result<i64>;

async fn flush(conn: &mut impl ConnectionLike) {
    let () = redis::cmd("SCRIPT").arg("FLUSH").query_async(conn).await.unwrap();
}

/// How often the server ran the command (a subcommand as `script|load`).
async fn calls(conn: &mut impl ConnectionLike, command: &str) -> u64 {
    let stats: String = redis::cmd("INFO").arg("commandstats").query_async(conn).await.unwrap();
    let prefix = format!("cmdstat_{command}:calls=");
    let line = stats.lines().find_map(|line| line.strip_prefix(&prefix));
    line.map_or(0, |line| line.split(',').next().unwrap().parse().unwrap())
}

/// How often it ran `SCRIPT LOAD`. Redis 6.2 counts all that begins with SCRIPT; nothing else does here.
async fn loads(conn: &mut impl ConnectionLike) -> u64 {
    calls(conn, "script|load").await + calls(conn, "script").await
}

#[tokio::test]
async fn a_cold_call_loads_once_and_a_hot_call_never() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    assert_eq!(add_alone(&mut conn, "n", 2).await.unwrap(), 2);
    assert_eq!((calls(&mut conn, "evalsha").await, loads(&mut conn).await), (2, 1));
    assert_eq!(add_alone(&mut conn, "n", 3).await.unwrap(), 5);
    assert_eq!((calls(&mut conn, "evalsha").await, loads(&mut conn).await), (3, 1));
    assert_eq!(calls(&mut conn, "eval").await, 0);
}

#[tokio::test]
async fn a_flush_between_any_two_calls_is_not_seen() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    for n in 1..=20 {
        flush(&mut conn).await;
        assert_eq!(add(&mut conn, "n", 1).await.unwrap(), n);
    }
    assert!(calls(&mut conn, "evalsha").await >= 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_callers_right_after_a_flush_each_count_once() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    for round in 0..5 {
        let counter = format!("n{round}");
        flush(&mut conn).await;
        let callers = (0..200).map(|_| {
            let (mut conn, counter) = (conn.clone(), counter.clone());
            tokio::spawn(async move { add(&mut conn, &counter, 1).await.unwrap() })
        });
        let seen: HashSet<i64> = join_all(callers).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(seen, (1..=200).collect(), "each effect exactly once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_callers_on_connections_of_their_own_each_count_once() {
    let server = Server::start().unwrap();
    let mut conns = Vec::new();
    for _ in 0..200 {
        conns.push(connect(&server).await);
    }
    flush(&mut conns[0]).await;
    let callers = conns.into_iter().map(|mut conn| tokio::spawn(async move { add(&mut conn, "n", 1).await.unwrap() }));
    let seen: HashSet<i64> = join_all(callers).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(seen, (1..=200).collect(), "each effect exactly once");
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_under_constant_flushes_each_count_once() {
    let server = Server::start().unwrap();
    let conn = connect(&server).await;
    let (mut flushing, stop) = (conn.clone(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let flag = stop.clone();
    let flushes = tokio::spawn(async move {
        while !flag.load(std::sync::atomic::Ordering::Relaxed) {
            flush(&mut flushing).await;
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    });
    let callers = (0..200).map(|_| {
        let mut conn = conn.clone();
        tokio::spawn(async move { add(&mut conn, "n", 1).await })
    });
    let outcomes: Vec<_> = join_all(callers).await.into_iter().map(Result::unwrap).collect();
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    flushes.await.unwrap();
    // A flush may fall between a load and its call; that call then fails, and has done nothing.
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let mut conn = conn;
    let counted: usize = redis::cmd("GET").arg("n").query_async(&mut conn).await.unwrap();
    assert_eq!(counted, done);
    assert!(done > 0, "some calls come through");
}
