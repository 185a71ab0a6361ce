//! What people use Redis scripts for, as typed functions. A module is one job, made to be copied: it stands on
//! `redis` and `redis-script`, on what its head names, and on its scripts, which are in `lua/` under its name.
//! Programs in `src/bin/` show the jobs; `README.md` says when to use which, and what each does not do.

pub mod lock;
pub mod pools;
pub mod throttle;
pub mod token_bucket;

use redis_script::redis::{Client, aio::MultiplexedConnection};
use redis_script::testing::Server;
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

/// A connection to that server.
pub async fn connect() -> Result<(MultiplexedConnection, Option<Server>), Failure> {
    let (client, private) = server()?;
    Ok((client.get_multiplexed_async_connection().await?, private))
}

/// A name that no other run of a program has, for its keys: they may be on a server that is in use.
pub fn unique(name: &str) -> String {
    let mut random = [0; 4];
    getrandom::fill(&mut random).expect("the operating system has random bytes");
    format!("example:{name}:{}:{:08x}", process::id(), u32::from_ne_bytes(random))
}
