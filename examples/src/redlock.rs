//! A lock over several servers that know nothing of each other: it is held by who has it on most of them, so that one
//! may be gone. Read the section in `README.md` before you use it: most of the time one server and fencing tokens are
//! the better choice.
//!
//! Stands on the crates `futures-util`, `rand`, and `tokio` for timeouts.

use futures_util::future::join_all;
use redis_script::redis::aio::ConnectionLike;
use redis_script::{Invocation, Result, redis_script};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Takes `lock` for `owner` on one server, if nobody holds it there. Gives whether it did.
#[redis_script(file = "lua/redlock_acquire.lua", keys = 1, args = (&str, Duration))]
pub async fn acquire_on_one(
    conn: &mut impl ConnectionLike,
    lock: &str,
    owner: &str,
    #[arg(millis)] ttl: Duration,
) -> Result<bool>;

/// Releases `lock` on one server, if `owner` holds it there. Gives whether it did.
#[redis_script(file = "lua/lock_release.lua", keys = 1, args = (&str))]
pub async fn release_on_one(conn: &mut impl ConnectionLike, lock: &str, owner: &str) -> Result<bool>;

/// The servers: an odd number of primaries, none a replica of another.
#[derive(Clone, Debug)]
pub struct Redlock<C> {
    /// A connection to each.
    pub servers: Vec<C>,
    /// How long to wait for one: much less than a lock's time to live.
    pub patience: Duration,
}

/// A lock that most of the servers gave.
#[derive(Debug)]
pub struct Held {
    key: String,
    owner: String,
    /// Until when it is safe to believe in it.
    pub valid_until: Instant,
}

impl<C: ConnectionLike + Clone + Send> Redlock<C> {
    /// Takes the lock called `name` for `ttl`; `None` if most of the servers did not give it in time.
    pub async fn acquire(&self, name: &str, ttl: Duration) -> Option<Held> {
        let started = Instant::now();
        let held = Held {
            key: format!("{{redlock:{name}}}"),
            owner: format!("{:032x}", rand::random::<u128>()),
            // One in a hundred for clocks that run at different speeds, and two milliseconds for the server's expiry.
            valid_until: started + ttl.mul_f64(0.99).saturating_sub(Duration::from_millis(2)),
        };
        let given = self.on_each(&AcquireOnOne::prepare(&held.key, &held.owner, ttl)).await;
        if given > self.servers.len() / 2 && Instant::now() < held.valid_until {
            return Some(held);
        }
        // A server that did not answer may have given it all the same.
        self.release(held).await;
        None
    }

    /// Releases it on all servers. Gives on how many it was held.
    pub async fn release(&self, held: Held) -> usize {
        self.on_each(&ReleaseOnOne::prepare(&held.key, &held.owner)).await
    }

    /// Sends the same call to all servers at once. Gives how many said yes in time.
    async fn on_each(&self, call: &Invocation<bool>) -> usize {
        let asked = self.servers.iter().map(|conn| {
            let mut conn = conn.clone();
            timeout(self.patience, async move { call.invoke_async(&mut conn).await })
        });
        join_all(asked).await.into_iter().filter(|answer| matches!(answer, Ok(Ok(true)))).count()
    }
}
