//! Replicas, and primaries that change: no server tells another one its scripts.

mod support;

use std::time::{Duration, Instant};

use redis::{
    Connection, cmd,
    sentinel::{SentinelClient, SentinelServerType},
};
use redis_script::{Script, testing::Server};
use support::{call, report::is_exception, script};

const COUNT: &str = "return redis.call('INCR', KEYS[1])";
const PEEK: &str = "#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])";

fn pair() -> (Server, Server) {
    let primary = Server::start().unwrap();
    let replica = Server::builder().replica_of(&primary).start().unwrap();
    let mut conn = replica.client().get_connection().unwrap();
    wait_for(|| {
        let info: String = cmd("INFO").arg("replication").query(&mut conn).unwrap();
        info.contains("master_link_status:up")
    });
    (primary, replica)
}

fn wait_for(mut ready: impl FnMut() -> bool) {
    let started = Instant::now();
    while !ready() {
        assert!(started.elapsed() < Duration::from_secs(60), "it never came true");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn wait_until_written(replica: &mut Connection, value: i64) {
    wait_for(|| cmd("GET").arg("n").query::<Option<i64>>(replica).unwrap() == Some(value));
}

fn count(script: &'static Script) -> redis_script::Invocation<i64> {
    call(script, &["n"], &[])
}

#[test]
fn a_read_only_script_runs_on_a_replica_that_never_saw_it() {
    let (primary, replica) = pair();
    if is_exception(&primary, "shebang lines and EVALSHA_RO") {
        return;
    }
    let mut conn = replica.client().get_connection().unwrap();
    assert_eq!(count(script(COUNT)).invoke(&mut primary.client().get_connection().unwrap()).unwrap(), 1);
    wait_until_written(&mut conn, 1);
    assert_eq!(call::<i64>(script(PEEK), &["n"], &[]).invoke(&mut conn).unwrap(), 1);
    let refused = count(script(COUNT)).invoke(&mut conn).unwrap_err();
    assert_eq!((refused.code(), refused.is_retryable()), (Some("READONLY"), true));
}

#[test]
fn a_replica_that_takes_over_is_told_the_script() {
    let (primary, replica) = pair();
    let count = count(script(COUNT));
    assert_eq!(count.invoke(&mut primary.client().get_connection().unwrap()).unwrap(), 1);
    let mut conn = replica.client().get_connection().unwrap();
    wait_until_written(&mut conn, 1);
    drop(primary);
    cmd("REPLICAOF").arg("NO").arg("ONE").exec(&mut conn).unwrap();
    // Redis 6.2 tells replicas what is loaded, but an unknown script is all the same then.
    cmd("SCRIPT").arg("FLUSH").exec(&mut conn).unwrap();
    assert_eq!(count.invoke(&mut conn).unwrap(), 2);
}

#[tokio::test]
async fn a_sentinels_client_goes_on_after_a_failover() {
    let (primary, replica) = pair();
    let sentinel = Server::builder().sentinel_of("app", &primary).start().unwrap();
    let client = |kind| SentinelClient::build(vec![sentinel.url()], String::from("app"), None, kind).unwrap();
    let mut primaries = client(SentinelServerType::Master);
    let count = count(script(COUNT));
    let mut conn = primaries.get_async_connection().await.unwrap();
    assert_eq!(count.invoke_async(&mut conn).await.unwrap(), 1);
    let mut own = replica.client().get_connection().unwrap();
    wait_until_written(&mut own, 1);

    let mut watch = sentinel.client().get_connection().unwrap();
    let mut replicas = client(SentinelServerType::Replica);
    wait_for(|| {
        let known: Vec<redis::Value> = cmd("SENTINEL").arg("REPLICAS").arg("app").query(&mut watch).unwrap();
        !known.is_empty()
    });
    if !is_exception(&primary, "shebang lines and EVALSHA_RO") {
        let mut conn = replicas.get_async_connection().await.unwrap();
        assert_eq!(call::<i64>(script(PEEK), &["n"], &[]).invoke_async(&mut conn).await.unwrap(), 1);
    }

    wait_for(|| cmd("SENTINEL").arg("FAILOVER").arg("app").exec(&mut watch).is_ok());
    wait_for(|| {
        let (_, port): (String, u16) =
            cmd("SENTINEL").arg("GET-MASTER-ADDR-BY-NAME").arg("app").query(&mut watch).unwrap();
        port == replica.port()
    });
    let mut conn = primaries.get_async_connection().await.unwrap();
    assert_eq!(count.invoke_async(&mut conn).await.unwrap(), 2);
}
