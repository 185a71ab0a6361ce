//! Connections in trouble. Each test has servers of its own: they freeze them, end them and demote them.

use redis_script::redis::{self, Client, RedisResult, aio::MultiplexedConnection};
use redis_script::testing::Server;
use redis_script_examples::connections::{Primary, Settings, first_primary};
use redis_script_examples::pools::visit;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn quick() -> Settings {
    Settings { respond: Duration::from_millis(300), back_off: Duration::from_millis(20), ..Settings::default() }
}

fn signal(signal: &str, server: &Server) {
    assert!(Command::new("kill").args([signal, &server.pid().to_string()]).status().unwrap().success());
}

async fn command(client: &Client, words: &[&str]) {
    let mut conn = client.get_multiplexed_async_connection().await.unwrap();
    redis::cmd(words[0]).arg(&words[1..]).exec_async(&mut conn).await.unwrap();
}

/// The second server takes over from the first one, which becomes its replica.
async fn fail_over(old: &Server, new: &Server) {
    command(&new.client(), &["REPLICAOF", "NO", "ONE"]).await;
    command(&old.client(), &["REPLICAOF", "127.0.0.1", &new.port().to_string()]).await;
}

async fn pair() -> (Server, Server) {
    let old = Server::start().unwrap();
    let new = Server::builder().replica_of(&old).start().unwrap();
    let mut conn = new.client().get_multiplexed_async_connection().await.unwrap();
    for _ in 0..1000 {
        let info: String = redis::cmd("INFO").arg("replication").query_async(&mut conn).await.unwrap();
        if info.contains("master_link_status:up") {
            return (old, new);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the replica never was linked");
}

#[tokio::test]
async fn a_reply_is_waited_for_no_longer_than_said() {
    let server = Server::start().unwrap();
    let mut conn = quick().manager(server.client()).await.unwrap();
    visit(&mut conn, "page", 60).await.unwrap();
    signal("-STOP", &server);
    let started = Instant::now();
    let error = visit(&mut conn, "page", 60).await.unwrap_err();
    assert!((300..2000).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());
    assert!(!error.is_retryable(), "it may still run");
    signal("-CONT", &server);
    // And it did: it was in the server's socket.
    assert_eq!(visit(&mut conn, "page", 60).await.unwrap(), 3);
}

#[tokio::test]
async fn a_manager_comes_back_to_a_server_that_has_lost_its_connections() {
    let server = Server::start().unwrap();
    let mut conn = quick().manager(server.client()).await.unwrap();
    visit(&mut conn, "page", 60).await.unwrap();
    command(&server.client(), &["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]).await;
    let mut failures = 0;
    while visit(&mut conn, "page", 60).await.is_err() {
        failures += 1;
        assert!(failures < 10, "it never comes back");
    }
}

#[tokio::test]
async fn after_a_failover_the_new_primary_is_found() {
    let (old, new) = pair().await;
    let (settings, clients) = (quick(), [old.client(), new.client()]);
    let searches = AtomicUsize::new(0);
    let mut primary = Primary::new(settings, async || {
        searches.fetch_add(1, Ordering::Relaxed);
        first_primary(&settings, &clients).await
    });
    let mut visits = async || primary.call(async |conn| visit(conn, "page", 60).await).await;
    assert_eq!(visits().await.unwrap(), 1);
    assert_eq!(visits().await.unwrap(), 2);
    assert_eq!(searches.load(Ordering::Relaxed), 1, "a connection is kept while it is good");
    fail_over(&old, &new).await;
    visits().await.unwrap();
    visits().await.unwrap();
    assert_eq!(searches.load(Ordering::Relaxed), 2);
    let mut conn = new.client().get_multiplexed_async_connection().await.unwrap();
    let counted: u64 = redis::cmd("GET").arg("page").query_async(&mut conn).await.unwrap();
    assert!((2..=4).contains(&counted), "{counted}: what the old one had not passed on is lost");
}

/// 64 callers, each with a connection of its own, go over a failover: no call is counted twice.
#[tokio::test]
async fn no_call_is_made_twice_by_a_failover() {
    const CALLERS: usize = 64;
    let (old, new) = pair().await;
    let (settings, clients) = (quick(), [old.client(), new.client()]);
    let (settings, clients) = (&settings, &clients);
    let callers = (0..CALLERS).map(|n| async move {
        let mut primary = Primary::new(*settings, async || first_primary(settings, clients).await);
        let mut made = 0;
        let until = Instant::now() + Duration::from_secs(2);
        while Instant::now() < until {
            made += u64::from(primary.call(async |conn| visit(conn, &format!("page:{n}"), 60).await).await.is_ok());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        made
    });
    let failing = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        fail_over(&old, &new).await;
    };
    let (made, ()) = tokio::join!(futures_util::future::join_all(callers), failing);
    let mut conn = new.client().get_multiplexed_async_connection().await.unwrap();
    for (n, made) in made.into_iter().enumerate() {
        let counted: u64 = redis::cmd("GET").arg(format!("page:{n}")).query_async(&mut conn).await.unwrap();
        assert!(made > 20 && counted <= made, "{counted} visits are counted of {made} that were made");
    }
}

#[tokio::test]
async fn what_may_have_run_is_not_tried_again() {
    let server = Server::start().unwrap();
    let settings = quick();
    let client = server.client();
    let mut primary = Primary::new(settings, async || settings.connection(&client).await);
    let tries = AtomicUsize::new(0);
    let mut visits = async || {
        let call = async |conn: &mut MultiplexedConnection| {
            tries.fetch_add(1, Ordering::Relaxed);
            visit(conn, "page", 60).await
        };
        primary.call(call).await
    };
    assert_eq!(visits().await.unwrap(), 1);
    signal("-STOP", &server);
    assert!(visits().await.is_err());
    signal("-CONT", &server);
    assert_eq!(tries.load(Ordering::Relaxed), 2);
    assert_eq!(visits().await.unwrap(), 3, "it did run");
}

#[tokio::test]
async fn a_pool_has_a_size_and_lends_nothing_that_is_broken() {
    let server = Server::start().unwrap();
    let settings = Settings { connect: Duration::from_millis(200), ..quick() };
    let pool = settings.pool(server.client(), 2).await.unwrap();
    let lent = (pool.get().await.unwrap(), pool.get().await.unwrap());
    let started = Instant::now();
    assert!(pool.get().await.is_err());
    assert!(started.elapsed() >= Duration::from_millis(200));
    drop(lent);
    command(&server.client(), &["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]).await;
    assert_eq!(visit(&mut *pool.get().await.unwrap(), "page", 60).await.unwrap(), 1);
    assert!(pool.state().connections <= 2);
}

#[tokio::test]
async fn nobody_is_no_primary() {
    let (primary, replica) = pair().await;
    let first =
        async |clients: &[Client]| -> RedisResult<MultiplexedConnection> { first_primary(&quick(), clients).await };
    assert!(first(&[]).await.is_err());
    assert!(first(&[replica.client()]).await.is_err());
    assert!(first(&[replica.client(), primary.client()]).await.is_ok());
    drop(primary);
    let gone = Instant::now();
    let replicas = [replica.client()];
    let mut nowhere = Primary::new(Settings { retries: 2, ..quick() }, async || first(&replicas).await);
    assert!(nowhere.call(async |conn| visit(conn, "page", 60).await).await.is_err());
    assert!(gone.elapsed() >= Duration::from_millis(30), "it waits before it tries again");
}

#[test]
fn waits_double_up_to_the_longest_and_are_random() {
    let settings =
        Settings { back_off: Duration::from_millis(100), longest: Duration::from_secs(1), ..Settings::default() };
    for (retry, most) in [(0, 100), (1, 200), (3, 800), (4, 1000), (31, 1000), (200, 1000)] {
        for _ in 0..20 {
            let wait = settings.wait(retry).as_millis();
            assert!((most / 2..=most).contains(&wait), "{wait} ms before retry {retry}");
        }
    }
}
