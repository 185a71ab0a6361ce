//! Servers that forget scripts, and scripts that lie.

use std::time::{Duration, Instant};

use redis::cmd;
use redis_script::{
    Mode,
    testing::{Cluster, Server},
};
use tokio::time::sleep;

use crate::{
    clustered::{at_most_once, by_default},
    ledger::Ledger,
    support::{evaluated, script},
};

/// Under constant flushing calls succeed. A flush that comes exactly between a load and its call makes an error
/// that says that nothing ran.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scripts_are_flushed_every_few_milliseconds() {
    let server = Server::start().unwrap();
    let ledger = Ledger::new("SCRIPT FLUSH every 3 ms under 64 callers for 20 seconds");
    let mut conns = Vec::new();
    for _ in 0..4 {
        conns.push(patient(&server).await);
    }
    let callers = ledger.start(&conns, 64, u64::MAX);
    let (started, mut own) = (Instant::now(), patient(&server).await);
    let mut flushes = 0;
    while started.elapsed() < Duration::from_secs(20) {
        cmd("SCRIPT").arg("FLUSH").exec_async(&mut own).await.unwrap();
        flushes += 1;
        sleep(Duration::from_millis(3)).await;
    }
    ledger.stop();
    callers.end().await;
    let figures = ledger.settle(&mut own).await;
    ledger.hold(&figures, "nothing but a second round trip; rarely NOSCRIPT, where a flush came between the load and the call, and nothing ran");
    assert!(flushes > 500 && figures.calls > 1000, "{flushes} flushes, {figures:?}");
    assert!(figures.errors.keys().all(|class| *class == "NOSCRIPT"), "{figures:?}");
    assert!(figures.errors.values().sum::<u64>() * 100 <= figures.calls as u64, "{figures:?}");
}

/// A script that was loaded isn't evicted by others that come with EVAL. One that came with EVAL is, where servers
/// evict (Redis from 7.4, Valkey from 8), and comes again.
#[tokio::test]
async fn six_hundred_other_scripts_are_evaluated() {
    let server = Server::start().unwrap();
    let mut conn = patient(&server).await;
    let ledger = Ledger::new("600 EVALs of other scripts");
    let others = async |conn: &mut _, from: u32| {
        for n in from..from + 600 {
            cmd("EVAL").arg(format!("return {n}")).arg(0).exec_async(conn).await.unwrap();
        }
    };
    // Loaded by the call itself.
    ledger.call(&mut conn).await.unwrap();
    let cold = ledger.script().counters().cold;
    others(&mut conn, 0).await;
    ledger.call(&mut conn).await.unwrap();
    assert_eq!(ledger.script().counters().cold, cold, "a loaded script was evicted");
    // Brought by EVAL, for itself or for somebody who sent the same text.
    cmd("SCRIPT").arg("FLUSH").exec_async(&mut conn).await.unwrap();
    ledger.call_by(async |call| call.mode(Mode::Eval).invoke_async(&mut conn.clone()).await).await.unwrap();
    others(&mut conn, 600).await;
    ledger.call(&mut conn).await.unwrap();
    let figures = ledger.settle(&mut conn).await;
    ledger.hold(&figures, "nothing: a loaded script stays; one that came by EVAL and was evicted is loaded again");
    assert_eq!((figures.calls, figures.errors.len()), (4, 0));
}

/// A script that gives the server's own words for errors, after it has written: it goes by EVAL, so nothing is
/// sent again.
#[tokio::test]
async fn a_script_forges_noscript_and_moved() {
    const FORGE: &str = "redis.call('HINCRBY', KEYS[1], ARGV[1], 1)\nreturn redis.error_reply(";
    let cluster = Cluster::start(2, 0).unwrap();
    let other = cluster.primaries()[1].port();
    let moved = format!("{FORGE}'MOVED 3999 127.0.0.1:{other}')");
    let noscript = format!("{FORGE}'NOSCRIPT No matching script. Please use EVAL.')");
    let mut reader = by_default(&cluster).await;
    let (mut once, mut bare) = (at_most_once(&cluster).await, by_default(&cluster).await);
    // A slot of the first primary.
    let keys = vec!["bar".to_owned()];
    for (name, text) in [("forged NOSCRIPT", noscript), ("forged MOVED", moved.clone())] {
        let ledger = Ledger::with(name, evaluated(text.leak()), keys.clone());
        let own = cluster.primaries()[0].client();
        let mut single = own.get_multiplexed_async_connection().await.unwrap();
        let mut blocking = own.get_connection().unwrap();
        ledger.call(&mut single).await.unwrap_err();
        ledger.call(&mut once).await.unwrap_err();
        ledger.call_blocking(&mut blocking).unwrap_err();
        let figures = ledger.settle(&mut reader).await;
        ledger.hold(&figures, "the script's own error; Error::ran says Maybe, since any text can be a script's");
        assert_eq!(figures.calls, 3);
        cmd("DEL").arg(&keys).exec_async(&mut reader).await.unwrap();
    }
    // What is no promise of ours: the redis crate's client follows what it takes for a move.
    let ledger =
        Ledger::with("forged MOVED, redis crate's cluster client with its retries", evaluated(moved.leak()), keys);
    ledger.call(&mut bare).await.unwrap_err();
    let figures = ledger.settle(&mut reader).await;
    ledger.report(&figures, "the redis crate's cluster client follows the forged redirection and sends the call again, up to 16 times; cluster::AtMostOnce does not");
    assert!((1..=16).contains(&figures.double_runs), "{figures:?}: the redis crate has learned better");
}

/// The script is known, so the caller waits for the load of another one only if it shares its connection.
#[tokio::test]
async fn ten_thousand_callers_at_once() {
    let server = Server::start().unwrap();
    let conn = patient(&server).await;
    let ledger = Ledger::new("10,000 callers at once, of a script that the server doesn't know");
    let callers = ledger.start(std::slice::from_ref(&conn), 10_000, 10_000);
    callers.end().await;
    let counters = ledger.script().counters();
    let figures = ledger.settle(&mut conn.clone()).await;
    ledger.hold(&figures, "nothing: each is answered; the script is loaded by a few of them at most");
    assert!(figures.errors.is_empty() && figures.calls >= 10_000, "{figures:?}");
    assert!(counters.loads <= 10, "{counters:?}");
}

/// A reply of 10 MB in one bulk string, and one of many small ones.
#[tokio::test]
async fn replies_of_ten_megabytes() {
    let server = Server::start().unwrap();
    let mut conn = patient(&server).await;
    let ledger = Ledger::new("replies of 10 MB, beside other calls on the same connection");
    let callers = ledger.start(std::slice::from_ref(&conn), 4, u64::MAX);
    let bulk = crate::support::call::<Vec<u8>>(script("return string.rep('x', 10 * 1024 * 1024)"), &[], &[]);
    let table = script("local t = {} for i = 1, 7000 do t[i] = string.rep('y', 1500) end return t");
    let table = crate::support::call::<Vec<String>>(table, &[], &[]);
    for _ in 0..5 {
        assert_eq!(bulk.invoke_async(&mut conn).await.unwrap().len(), 10 * 1024 * 1024);
        assert_eq!(table.invoke_async(&mut conn).await.unwrap().len(), 7000);
    }
    ledger.stop();
    callers.end().await;
    let figures = ledger.settle(&mut conn).await;
    ledger.hold(&figures, "nothing but the time that the reply takes, also for other calls on the same connection");
    assert!(figures.errors.is_empty(), "{figures:?}");
}

/// A connection that waits longer than a busy machine takes.
pub(crate) async fn patient(server: &Server) -> redis::aio::MultiplexedConnection {
    let config = redis::AsyncConnectionConfig::new().set_response_timeout(Some(Duration::from_secs(30)));
    server.client().get_multiplexed_async_connection_with_config(&config).await.unwrap()
}
