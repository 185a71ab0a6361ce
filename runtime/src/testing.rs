//! A private server for a test, and what calls send, for tests without one.
//!
//! Script caches belong to a whole server, so a test that flushes one, or counts what a server does,
//! wants a server of its own. One starts in a few milliseconds:
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = redis_script::testing::Server::start()?;
//! let mut conn = server.client().get_connection()?;
//! redis::cmd("SET").arg("key").arg(1).exec(&mut conn)?;
//! # Ok(())
//! # }
//! ```
//!
//! It listens on a free port of the loopback device, writes nothing to disk, and ends when the value is
//! dropped, or with the test's process, in whatever way that ends. Which server it is:
//!
//! 1. the one that the environment variable `REDIS_SCRIPT_SERVER` names, by path or by name;
//! 2. `redis-server` or `valkey-server` on the `PATH`;
//! 3. one of these two in `target/servers` or a folder in it, where the workspace's own `target` folder is
//!    meant (or the one that `CARGO_TARGET_DIR` names).
//!
//! The environment variable `REDIS_SCRIPT_PROTOCOL` (`resp2` or `resp3`) chooses the protocol that clients speak.
//!
//! Needs a Unix `sh`.

mod cluster;
mod executable;
mod mock;
mod process;
mod server;

pub use cluster::{Cluster, ClusterBuilder};
pub use executable::NotFound;
pub use mock::{cold, hot};
pub use server::{Builder, Server, StartError, Version};
