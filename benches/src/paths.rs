//! The ways to call a script: each opens a connection and then makes as many calls as it is told to.

mod blocking;
mod cluster;
mod concurrent;
mod memory;
mod one;
#[cfg(feature = "peers")]
mod peers;
mod pipeline;
mod raw;

use std::{future::Future, net::SocketAddr, time::Duration};

use redis::aio::{ConnectionManager, ConnectionManagerConfig, MultiplexedConnection};

pub use concurrent::CALLERS;
pub use one::{ARGUMENTS, REPLIES};
pub use pipeline::LENGTH as PIPELINE;

/// Makes so many calls.
pub type Calls = Box<dyn FnMut(usize)>;

/// A way to call a script.
pub struct Path {
    /// `what/how`.
    pub name: String,
    /// How many calls are counted. More for what happens rarely within one call.
    pub calls: usize,
    open: Box<dyn Fn(SocketAddr) -> Calls>,
}

impl Path {
    fn new(name: impl Into<String>, calls: usize, open: impl Fn(SocketAddr) -> Calls + 'static) -> Self {
        Self { name: name.into(), calls, open: Box::new(open) }
    }

    /// Connects, and makes enough calls for all that is done only once.
    pub fn open(&self, server: SocketAddr) -> Calls {
        let mut calls = (self.open)(server);
        calls((self.calls / 10).max(200));
        calls
    }
}

/// All of them.
pub fn all() -> Vec<Path> {
    let groups = [
        one::paths(),
        concurrent::paths(),
        pipeline::paths(),
        cluster::paths(),
        blocking::paths(),
        memory::paths(),
        #[cfg(feature = "peers")]
        peers::paths(),
        raw::paths(),
    ];
    groups.into_iter().flatten().collect()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// One call after another.
fn sequential<C: 'static, T>(connect: impl Future<Output = C>, call: impl AsyncFn(&mut C) -> T + 'static) -> Calls {
    let runtime = runtime();
    let mut conn = runtime.block_on(connect);
    Box::new(move |count| {
        runtime.block_on(async {
            for _ in 0..count {
                call(&mut conn).await;
            }
        });
    })
}

fn client(server: SocketAddr) -> redis::Client {
    redis::Client::open(format!("redis://{server}")).expect("an address")
}

/// How long a reply may take: as much work as the default of half a second, for a machine that is busy otherwise.
const PATIENCE: Option<Duration> = Some(Duration::from_secs(4));

async fn multiplexed(server: SocketAddr) -> MultiplexedConnection {
    let config = redis::AsyncConnectionConfig::new().set_response_timeout(PATIENCE);
    client(server).get_multiplexed_async_connection_with_config(&config).await.expect("a connection")
}

async fn manager(server: SocketAddr) -> ConnectionManager {
    let config = ConnectionManagerConfig::new().set_response_timeout(PATIENCE);
    ConnectionManager::new_with_config(client(server), config).await.expect("a connection")
}
