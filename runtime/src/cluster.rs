//! Clusters: running a script at most once, and loading scripts on every node.
//!
//! # At most once
//!
//! The `redis` crate's cluster connections send a command again by themselves, 16 times by default: where a
//! node says that the key is elsewhere, which is harmless, and also where a connection broke before the reply
//! came, which is not: the script may have run. A script that adds 1 was seen to add 2.
//!
//! The crate's one setting for this is `retries(0)`, which turns off both. [`AtMostOnce`] puts the harmless
//! half back:
//!
//! ```no_run
//! # async fn example() -> redis::RedisResult<()> {
//! use redis::cluster::ClusterClient;
//! use redis_script::cluster::AtMostOnce;
//!
//! let client = ClusterClient::builder(["redis://127.0.0.1:7000"]).retries(0).build()?;
//! let mut conn = AtMostOnce::new(client.get_async_connection().await?);
//! // Now `take_tokens(&mut conn, ..)` runs its script once, or not at all, or ends with an error that says
//! // that it may have run (`Error::ran`).
//! # Ok(())
//! # }
//! ```
//!
//! A script whose shebang says `no-writes` may run any number of times, and needs none of this.

mod at_most_once;
mod preload;

pub use at_most_once::AtMostOnce;
pub use preload::{NodeOutcome, preload};
