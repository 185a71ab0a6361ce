//! Servers that refuse.

use std::time::Duration;

use redis::{Connection, cmd};
use redis_script::{
    Happened,
    testing::{Server, Version},
};
use tokio::time::sleep;

use crate::{
    ledger::Ledger,
    scripts::patient,
    support::{call, report::is_exception, script},
};

/// A connection of a user with these rights, to a server that knows no script.
async fn user(server: &Server, rights: &str) -> redis::aio::MultiplexedConnection {
    let mut own = patient(server).await;
    let mut setuser = cmd("ACL");
    setuser.arg("SETUSER").arg("app").arg("reset").arg("on").arg(">pw").arg(rights.split(' ').collect::<Vec<_>>());
    setuser.exec_async(&mut own).await.unwrap();
    cmd("SCRIPT").arg("FLUSH").exec_async(&mut own).await.unwrap();
    let url = server.url().replace("redis://", "redis://app:pw@");
    redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap()
}

/// Without the right to load, calls go by EVAL, once.
#[tokio::test]
async fn users_without_script_load() {
    let server = Server::start().unwrap();
    let mut conn = user(&server, "~* +@all -script").await;
    let ledger = Ledger::new("a user without script|load");
    for _ in 0..20 {
        ledger.call(&mut conn).await.unwrap();
    }
    let counters = ledger.script().counters();
    let figures = ledger.settle(&mut conn).await;
    ledger.hold(&figures, "nothing but two more round trips of the first call; the feature tracing warns once");
    assert_eq!((counters.fallbacks, counters.loads, figures.errors.len()), (1, 0, 0));
}

/// Without the right to load and to EVAL, the error says both, and nothing ran.
#[tokio::test]
async fn users_without_eval() {
    let server = Server::start().unwrap();
    let mut own = patient(&server).await;
    let ledger = Ledger::new("a user without script|load and without eval");
    let mut conn = user(&server, "~* +@all -script -eval").await;
    for _ in 0..20 {
        let error = ledger.call(&mut conn).await.unwrap_err();
        assert_eq!((error.code(), error.ran()), (Some("NOPERM"), Happened::No), "{error}");
    }
    let figures = ledger.settle(&mut own).await;
    ledger.hold(&figures, "NOPERM, and that nothing ran");
    assert_eq!(figures.errors["NOPERM"], 20);
    // One who may load doesn't need EVAL.
    let ledger = Ledger::new("a user without eval");
    let mut conn = user(&server, "~* +@all -eval").await;
    cmd("DEL").arg("runs").exec_async(&mut own).await.unwrap();
    for _ in 0..20 {
        ledger.call(&mut conn).await.unwrap();
    }
    let figures = ledger.settle(&mut own).await;
    ledger.hold(&figures, "nothing: EVAL is not needed where SCRIPT LOAD is allowed");
    assert!(figures.errors.is_empty());
}

/// Who may only read runs read-only scripts, and is refused by what a writing one does.
#[tokio::test]
async fn users_who_may_only_read() {
    let server = Server::start().unwrap();
    if is_exception(&server, "%R~ and EVALSHA_RO") {
        return;
    }
    let mut own = patient(&server).await;
    let ledger = Ledger::new("a user with %R~ only");
    let mut conn = user(&server, "%R~* +@all").await;
    let reading = script("#!lua flags=no-writes\nreturn redis.call('HLEN', KEYS[1])");
    for _ in 0..20 {
        assert_eq!(call::<i64>(reading, &["runs"], &[]).invoke_async(&mut conn).await.unwrap(), 0);
        let error = ledger.call(&mut conn).await.unwrap_err();
        assert_eq!((error.code(), error.wrote()), (Some("NOPERM"), Happened::No), "{error}");
    }
    let figures = ledger.settle(&mut own).await;
    ledger.hold(
        &figures,
        "read-only scripts run (EVALSHA_RO); a writing one is refused (NOPERM), and nothing was written",
    );
    assert_eq!(figures.errors["NOPERM"], 20);
}

/// Nothing is written by a server that has no memory left, and calls succeed as soon as it has.
#[tokio::test]
async fn over_maxmemory() {
    let server = Server::start().unwrap();
    let mut conn = patient(&server).await;
    let ledger = Ledger::new("over maxmemory");
    ledger.call(&mut conn).await.unwrap();
    for limit in ["1", "0", "1", "0"] {
        cmd("CONFIG").arg("SET").arg("maxmemory").arg(limit).exec_async(&mut conn).await.unwrap();
        for _ in 0..20 {
            match ledger.call(&mut conn).await {
                Ok(_) => assert_eq!(limit, "0"),
                Err(error) => assert_eq!((error.code(), error.is_retryable()), (Some("OOM"), true), "{error}"),
            }
        }
    }
    let figures = ledger.settle(&mut conn).await;
    ledger.hold(&figures, "OOM with Error::is_retryable, since nothing was written");
    assert_eq!((figures.calls, figures.errors["OOM"]), (81, 40));
}

/// A replica refuses what writes, known or not.
#[tokio::test]
async fn a_read_only_replica() {
    let primary = Server::start().unwrap();
    let replica = Server::builder().replica_of(&primary).start().unwrap();
    let mut own: Connection = replica.client().get_connection().unwrap();
    for _ in 0..2000 {
        let info: String = cmd("INFO").arg("replication").query(&mut own).unwrap();
        if info.contains("master_link_status:up") {
            break;
        }
        sleep(Duration::from_millis(5)).await;
    }
    let mut conn = patient(&replica).await;
    let ledger = Ledger::new("a read-only replica");
    for _ in 0..20 {
        let error = ledger.call(&mut conn).await.unwrap_err();
        assert_eq!(
            (error.code(), error.wrote(), error.is_retryable()),
            (Some("READONLY"), Happened::No, true),
            "{error}"
        );
    }
    let figures = ledger.settle(&mut patient(&primary).await).await;
    ledger.hold(&figures, "READONLY with Error::is_retryable, since nothing was written: call again on the primary");
    assert_eq!(figures.errors["READONLY"], 20);
}

/// While a script of somebody else runs for too long, calls are refused, and run as soon as it has ended.
#[tokio::test]
async fn a_busy_script() {
    let server = Server::start().unwrap();
    let mut conn = patient(&server).await;
    let limit =
        if matches!(server.version(), Version::Redis(..7, _)) { "lua-time-limit" } else { "busy-reply-threshold" };
    cmd("CONFIG").arg("SET").arg(limit).arg(50).exec_async(&mut conn).await.unwrap();
    let ledger = Ledger::new("a busy script");
    ledger.call(&mut conn).await.unwrap();
    let mut busy = patient(&server).await;
    let endless = tokio::spawn(async move {
        let endless = cmd("EVAL").arg("while true do end").arg(0).exec_async(&mut busy).await;
        endless.unwrap_err()
    });
    let mut refused = 0;
    while refused < 20 {
        match ledger.call(&mut conn).await {
            Ok(_) => sleep(Duration::from_millis(5)).await,
            Err(error) => {
                assert_eq!((error.code(), error.is_retryable()), (Some("BUSY"), true), "{error}");
                refused += 1;
            }
        }
    }
    cmd("SCRIPT").arg("KILL").exec_async(&mut conn).await.unwrap();
    endless.await.unwrap();
    ledger.call(&mut conn).await.unwrap();
    let figures = ledger.settle(&mut conn).await;
    ledger
        .hold(&figures, "BUSY with Error::is_retryable, since nothing ran; calls run again once the script has ended");
}
