//! What people use Redis scripts for, as typed functions. A module is one job, made to be copied: it stands on
//! `redis` and `redis-script`, on what its head names, and on its scripts, which are in `lua/` under its name.
//! Programs in `src/bin/` show the jobs; `README.md` says when to use which, and what each does not do.

pub mod basics;
pub mod cache;
pub mod connections;
pub mod counters;
pub mod distribution;
pub mod fixed_window;
pub mod health;
pub mod info;
pub mod leaderboard;
pub mod lock;
pub mod messaging;
pub mod metrics;
pub mod operations;
pub mod pools;
pub mod queue;
pub mod rate_limit_layer;
pub mod rate_limiter;
pub mod redlock;
pub mod script_life;
pub mod session_layer;
pub mod sessions;
pub mod sliding_window;
pub mod throttle;
pub mod token_bucket;
pub mod websockets;

use redis_script::redis::{Client, aio::MultiplexedConnection};
use redis_script::testing::{Builder, Server, Version};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;
use std::{env, process};

/// What programs end with.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The server that a program runs on: the one that `REDIS_URL` names, else a private one, which ends with the
/// second value.
pub fn server() -> Result<(Client, Option<Server>), Failure> {
    if let Ok(url) = env::var("REDIS_URL") {
        return Ok((Client::open(url)?, None));
    }
    let server = Server::start()?;
    Ok((server.client(), Some(server)))
}

/// A Redis 6, if one is at hand: the server that is used anyway, or the one that `cargo xtask servers redis-6.2` fetches.
/// It differs in what scripts may do.
pub fn redis_6() -> Option<Builder> {
    let is_old = Server::start().is_ok_and(|server| matches!(server.version(), Version::Redis(6, _)));
    let fetched = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/servers/redis-6.2/redis-server");
    if is_old { Some(Server::builder()) } else { fetched.is_file().then(|| Server::builder().executable(fetched)) }
}

/// A connection to that server.
pub async fn connect() -> Result<(MultiplexedConnection, Option<Server>), Failure> {
    let (client, private) = server()?;
    Ok((client.get_multiplexed_async_connection().await?, private))
}

/// A name that no other run of a program has, for its keys: they may be on a server that is in use.
pub fn unique(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let started = SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis());
    format!("example:{name}:{started:x}:{:x}:{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}
