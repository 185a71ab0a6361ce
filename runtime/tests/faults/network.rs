//! A slow network.

use std::time::{Duration, Instant};

use redis_script::testing::Server;

use crate::{ledger::Ledger, proxy::Proxy};

/// A known script costs one round trip, an unknown one two, whatever a round trip takes; a hundred callers share them.
#[tokio::test]
async fn a_slow_network() {
    for (name, one_way) in [("a network with round trips of 10 ms", 5), ("a network with round trips of 100 ms", 50)] {
        let server = Server::start().unwrap();
        let proxy = Proxy::start(server.port());
        let config = redis::AsyncConnectionConfig::new().set_response_timeout(Some(Duration::from_secs(30)));
        let mut conn = proxy.client().get_multiplexed_async_connection_with_config(&config).await.unwrap();
        proxy.delay(Duration::from_millis(one_way));
        let ledger = Ledger::new(name);
        let round_trip = Duration::from_millis(2 * one_way);
        let cold = timed(&ledger, &mut conn).await;
        let warm = timed(&ledger, &mut conn).await;
        // The machine may be slow; the network is never faster.
        assert!(cold >= 2 * round_trip && warm >= round_trip, "{cold:?} {warm:?}");
        assert!(cold < 2 * round_trip + Duration::from_secs(1) && warm < round_trip + Duration::from_secs(1));
        redis::cmd("SCRIPT").arg("FLUSH").exec_async(&mut conn).await.unwrap();
        let started = Instant::now();
        ledger.start(std::slice::from_ref(&conn), 100, 102).end().await;
        assert!(started.elapsed() < 3 * round_trip + Duration::from_secs(2), "{:?}", started.elapsed());
        let figures = ledger.settle(&mut conn).await;
        ledger.hold(&figures, "one round trip; two where the server doesn't know the script");
        assert!(figures.errors.is_empty(), "{figures:?}");
    }
}

async fn timed(ledger: &Ledger, conn: &mut redis::aio::MultiplexedConnection) -> Duration {
    let started = Instant::now();
    ledger.call(conn).await.unwrap();
    started.elapsed()
}
