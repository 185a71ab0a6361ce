//! A server that ends and comes back.

use std::{path::PathBuf, time::Duration};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis_script::testing::Server;
use tokio::time::sleep;

use crate::{ledger::Ledger, process::kill, proxy::Proxy, scripts::patient};

/// A server that has written everything down before it answers, so that it loses nothing when it is killed. It
/// is always at the same address.
pub(crate) struct Durable {
    folder: PathBuf,
    server: Option<Server>,
    pub(crate) proxy: Proxy,
}

impl Durable {
    pub(crate) fn start(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("redis-script-faults-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let server = start_in(&folder);
        Self { proxy: Proxy::start(server.port()), server: Some(server), folder }
    }

    pub(crate) fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    /// Kills it, and starts it again after a while.
    pub(crate) async fn restart(&mut self, after: Duration) {
        kill(self.server());
        self.proxy.lead_to(0);
        self.server = None;
        sleep(after).await;
        self.server = Some(start_in(&self.folder));
        self.proxy.lead_to(self.server().port());
    }

    pub(crate) async fn manager(&self) -> ConnectionManager {
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(Duration::from_secs(20)))
            .set_min_delay(Duration::from_millis(20))
            .set_max_delay(Duration::from_millis(200))
            .set_number_of_retries(200);
        ConnectionManager::new_with_config(self.proxy.client(), config).await.unwrap()
    }
}

impl Drop for Durable {
    fn drop(&mut self) {
        self.server = None;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Waits until it has read what it had written down.
fn start_in(folder: &std::path::Path) -> Server {
    let settings = [("dir", folder.to_str().unwrap()), ("appendonly", "yes"), ("appendfsync", "always")];
    let server = settings.into_iter().fold(Server::builder(), |server, (name, value)| server.config(name, value));
    let server = server.start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    for _ in 0..2000 {
        if redis::cmd("PING").exec(&mut conn).is_ok() {
            return server;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the server doesn't come back");
}

/// Between calls, the connection is new and the script unknown: the first call after it fails if it was sent before
/// the connection's end was seen, and the next one loads the script.
#[tokio::test]
async fn killed_and_restarted_between_calls() {
    let mut durable = Durable::start("between");
    let ledger = Ledger::new("killed and restarted between calls");
    let mut conn = durable.manager().await;
    let mut answered = 0;
    for _ in 0..5 {
        for _ in 0..20 {
            if ledger.call(&mut conn).await.is_ok() {
                answered += 1;
            } else {
                sleep(Duration::from_millis(20)).await;
            }
        }
        durable.restart(Duration::ZERO).await;
    }
    let figures = ledger.settle(&mut patient(durable.server()).await).await;
    ledger.hold(
        &figures,
        "a lost connection (io), if it was noticed by that call; later calls load the script by themselves",
    );
    assert!(answered >= 90, "{figures:?}");
    assert!(figures.errors.keys().all(|class| ["io", "timeout"].contains(class)), "{figures:?}");
}

/// A call that was on its way may have run, and its error says so; it isn't sent again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_and_restarted_during_calls() {
    let mut durable = Durable::start("during");
    let ledger = Ledger::new("killed and restarted during calls");
    let conn = durable.manager().await;
    let callers = ledger.start(&[conn], 16, u64::MAX);
    for _ in 0..5 {
        sleep(Duration::from_millis(300)).await;
        durable.restart(Duration::from_millis(50)).await;
    }
    sleep(Duration::from_millis(300)).await;
    ledger.stop();
    callers.end().await;
    let figures = ledger.settle(&mut patient(durable.server()).await).await;
    ledger.hold(
        &figures,
        "a lost connection (io): the script ran once or not at all, Error::ran says Maybe, and nothing is sent again",
    );
    assert!(figures.calls > 100 && !figures.errors.is_empty(), "{figures:?}");
}

/// Each failing call fails at once, with a connection error that says that it may have run.
#[tokio::test]
async fn the_connection_is_cut_before_the_reply() {
    let durable = Durable::start("cut");
    let ledger = Ledger::new("connection cut after the request and before the reply");
    let mut conn = durable.manager().await;
    let mut blocking = durable.proxy.client().get_connection().unwrap();
    for round in 0..20 {
        ledger.call(&mut conn).await.unwrap();
        durable.proxy.lose(1);
        if round % 2 == 0 {
            let error = ledger.call(&mut conn).await.unwrap_err();
            assert_eq!(error.ran(), redis_script::Happened::Maybe);
            while redis::cmd("PING").exec_async(&mut conn).await.is_err() {}
        } else {
            let error = ledger.call_blocking(&mut blocking).unwrap_err();
            assert_eq!(error.ran(), redis_script::Happened::Maybe);
            blocking = durable.proxy.client().get_connection().unwrap();
        }
    }
    let figures = ledger.settle(&mut conn).await;
    ledger.hold(&figures, "a lost connection (io) with Error::ran Maybe; in this test the script did run, once");
    assert_eq!(figures.errors.values().sum::<u64>(), 20);
    assert_eq!(figures.calls, 40);
}
