//! Pipelines and transactions on a real server.

#[path = "support/counts.rs"]
mod counts;
mod support;

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use redis::{Connection, cmd};
use redis_script::{Error, Pipeline, pipe, testing::Server};
use support::{call, script};

const COUNT: &str = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
const PAIR: &str = "return {redis.call('INCRBY', KEYS[1], ARGV[1]), ARGV[1]}";

fn flush(conn: &mut Connection) {
    cmd("SCRIPT").arg("FLUSH").exec(conn).unwrap();
}

fn add(key: &str) -> redis_script::Invocation<i64> {
    call(script(COUNT), &[key], &["1"])
}

#[tokio::test]
async fn replies_keep_their_places_with_and_without_loads() {
    let server = Server::start().unwrap();
    for url in [server.url(), server.url_resp3()] {
        let client = redis::Client::open(url).unwrap();
        let mut conn = client.get_multiplexed_async_connection().await.unwrap();
        let mut blocking = client.get_connection().unwrap();
        cmd("FLUSHALL").exec(&mut blocking).unwrap();
        for atomic in [false, true] {
            flush(&mut blocking);
            let mut pipeline = pipe();
            pipeline.cmd("INCR").arg("n").cmd("SET").arg("s").arg("x").ignore();
            pipeline.invoke(call::<(i64, u64)>(script(PAIR), &["m"], &["7"])).invoke(add("n"));
            if atomic {
                pipeline.atomic();
            }
            let (n, (m, seven), n2): (i64, (i64, u64), i64) = pipeline.query_async(&mut conn).await.unwrap();
            assert_eq!((n2 - n, m % 7, seven), (1, 0, 7));
            flush(&mut blocking);
            let (again, (m2, _), _): (i64, (i64, u64), i64) = pipeline.query(&mut blocking).unwrap();
            assert_eq!((again - n2, m2 - m), (1, 7));
        }
    }
}

#[tokio::test]
async fn a_thousand_calls_of_a_script_load_it_once_at_most() {
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    let mut conn = server.client().get_multiplexed_async_connection().await.unwrap();
    let pipeline: Pipeline = (0..1000).map(|_| add("n")).collect();
    for round in 0..2 {
        counts::reset(&mut own);
        let replies: Vec<i64> = pipeline.query_async(&mut conn).await.unwrap();
        assert_eq!(replies, (round * 1000 + 1..=round * 1000 + 1000).collect::<Vec<_>>());
        let cold = u64::from(round == 0);
        assert_eq!(counts::of(&mut own, "script|load"), cold);
        assert_eq!(counts::of(&mut own, "evalsha"), 1000 * (1 + cold));
    }
}

/// Flushes as fast as it can while the test runs.
fn storm(server: &Server, test: impl FnOnce()) {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut conn = server.client().get_connection().unwrap();
            while !over.load(Ordering::Relaxed) {
                flush(&mut conn);
                std::thread::sleep(Duration::from_micros(20));
            }
        });
        test();
        over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_transaction_never_misses_a_script_however_often_they_are_flushed() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    storm(&server, || {
        for round in 1..=2000 {
            let mut pipeline = pipe();
            pipeline.atomic().cmd("INCR").arg("before").invoke(add("n")).cmd("INCR").arg("after");
            let (before, n, after): (i64, i64, i64) = pipeline.query(&mut conn).unwrap();
            assert_eq!((before, n, after), (round, round, round));
        }
    });
}

/// The places that failed, each for a missing script, and how many entries have run.
fn missed(error: Error) -> (Vec<usize>, usize) {
    let Error::Pipeline(error) = error else { panic!("{error}") };
    assert!(error.failures().iter().all(|(_, failure)| failure.code() == Some("NOSCRIPT")), "{error}");
    (error.failures().iter().map(|&(index, _)| index).collect(), error.completed())
}

fn counters(conn: &mut Connection, keys: &[&str]) -> Vec<i64> {
    let counters: Vec<Option<i64>> = cmd("MGET").arg(keys).query(conn).unwrap();
    counters.into_iter().map(Option::unwrap_or_default).collect()
}

#[test]
fn what_a_flush_breaks_is_reported_exactly() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    for (round, atomic) in (1..).zip([false, true]) {
        flush(&mut conn);
        // The flush arrives behind the load, and between the calls, every time.
        let mut pipeline = pipe();
        pipeline.invoke(add("a")).cmd("INCR").arg("b").cmd("SCRIPT").arg("FLUSH").invoke(add("c"));
        pipeline.cmd("INCR").arg("d").invoke(add("e"));
        if atomic {
            pipeline.atomic();
        }
        assert_eq!(missed(pipeline.exec(&mut conn).unwrap_err()), (vec![3, 5], 4));
        assert_eq!(counters(&mut conn, &["a", "b", "c", "d", "e"]), [round, round, 0, round, 0]);
    }
}

#[tokio::test]
async fn of_known_and_unknown_scripts_the_known_ones_run() {
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    let mut conn = server.client().get_multiplexed_async_connection().await.unwrap();
    let unknown = |key| call::<Vec<i64>>(script(PAIR), &[key], &["1"]);
    for atomic in [false, true] {
        for asynchronous in [false, true] {
            cmd("FLUSHALL").exec(&mut own).unwrap();
            flush(&mut own);
            add("a").invoke(&mut own).unwrap();
            let mut pipeline = pipe();
            pipeline.invoke(add("a")).invoke(unknown("b")).cmd("INCR").arg("c").invoke(unknown("b")).invoke(add("d"));
            pipeline.preloaded();
            if atomic {
                pipeline.atomic();
            }
            let result = if asynchronous { pipeline.exec_async(&mut conn).await } else { pipeline.exec(&mut own) };
            assert_eq!(missed(result.unwrap_err()), (vec![1, 3], 3));
            assert_eq!(counters(&mut own, &["a", "b", "c", "d"]), [2, 0, 1, 1]);
        }
    }
    // Where the order doesn't matter, those that missed are all that is sent again.
    cmd("FLUSHALL").exec(&mut own).unwrap();
    flush(&mut own);
    add("a").invoke(&mut own).unwrap();
    let mut pipeline = pipe();
    pipeline.invoke(add("a")).invoke(unknown("b")).invoke(add("a")).independent();
    pipeline.exec_async(&mut conn).await.unwrap();
    assert_eq!(counters(&mut own, &["a", "b"]), [3, 1]);
}

/// However the flushes fall, what is said to have run is what has run.
#[test]
fn what_a_storm_breaks_is_never_reported_wrongly() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let mut ran = [0, 0];
    storm(&server, || {
        for _ in 0..500 {
            let mut pipeline = pipe();
            pipeline.invoke(add("a")).cmd("INCR").arg("b");
            match pipeline.exec(&mut conn) {
                Ok(()) => ran[0] += 1,
                Err(error) => assert_eq!(missed(error), (vec![0], 1)),
            }
            ran[1] += 1;
        }
    });
    assert_eq!(counters(&mut conn, &["a", "b"]), ran);
}

#[test]
fn without_loads_a_missing_script_is_reported_for_what_it_is() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    for atomic in [false, true] {
        let mut pipeline = pipe();
        pipeline.cmd("INCR").arg("n").invoke(add("m")).cmd("INCR").arg("n").preloaded();
        if atomic {
            pipeline.atomic();
        }
        let error = pipeline.exec(&mut conn).unwrap_err();
        let Error::Pipeline(error) = error else { panic!("{error}") };
        assert_eq!((error.completed(), error.failures().len(), error.failures()[0].0), (2, 1, 1));
        assert_eq!(error.failures()[0].1.code(), Some("NOSCRIPT"));
    }
    assert_eq!(cmd("GET").arg("n").query::<i64>(&mut conn).unwrap(), 4);
}

#[test]
fn a_user_who_may_not_load_still_has_transactions() {
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    cmd("ACL").arg(&["SETUSER", "app", "on", ">pw", "~*", "+@all", "-script"]).exec(&mut own).unwrap();
    let client = redis::Client::open(server.url().replace("redis://", "redis://app:pw@")).unwrap();
    let mut conn = client.get_connection().unwrap();
    let mut pipeline = pipe();
    pipeline.atomic().invoke(add("n")).invoke(add("n")).cmd("INCR").arg("n");
    assert_eq!(pipeline.query::<(i64, i64, i64)>(&mut conn).unwrap(), (1, 2, 3));
    flush(&mut own);
    let mut alone = pipe();
    alone.invoke(add("n")).invoke(add("n"));
    assert_eq!(alone.query::<(i64, i64)>(&mut conn).unwrap(), (4, 5));
}
