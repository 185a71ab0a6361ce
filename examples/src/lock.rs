//! A lock that one owner holds for a limited time. Only its owner releases or extends it, so that one who
//! was too slow can't take it from the next.

use redis_script::redis::aio::ConnectionLike;
use redis_script::{Result, redis_script};
use std::time::Duration;

/// Takes `lock` for `owner`, if nobody holds it. Gives whether it did.
#[redis_script(file = "lua/lock_acquire.lua", keys = 1, args = (&str, u64))]
pub async fn acquire(conn: &mut impl ConnectionLike, lock: &str, owner: &str, ttl_ms: u64) -> Result<bool>;

/// Releases `lock`, if `owner` holds it. Gives whether it did.
#[redis_script(file = "lua/lock_release.lua", keys = 1, args = (&str))]
pub async fn release(conn: &mut impl ConnectionLike, lock: &str, owner: &str) -> Result<bool>;

/// Lets `owner` hold `lock` for `ttl_ms` from now on, if it still does. Gives whether it does.
#[redis_script(file = "lua/lock_extend.lua", keys = 1, args = (&str, u64))]
pub async fn extend(conn: &mut impl ConnectionLike, lock: &str, owner: &str, ttl_ms: u64) -> Result<bool>;

/// A lock that was taken, under an owner's name that nobody can guess.
///
/// It is not released when it is dropped: that takes a connection. If it isn't released, its time runs out.
#[derive(Debug)]
pub struct Lock {
    name: String,
    owner: String,
}

impl Lock {
    /// Takes the lock called `name` for `ttl`; `None` if somebody else holds it.
    pub async fn acquire(conn: &mut impl ConnectionLike, name: &str, ttl: Duration) -> Result<Option<Self>> {
        let lock = Self { name: name.to_owned(), owner: random_owner() };
        let taken = acquire(conn, &lock.name, &lock.owner, milliseconds(ttl)).await?;
        Ok(taken.then_some(lock))
    }

    /// Holds it for `ttl` from now on. Gives `false` if its time had run out: it may be somebody else's.
    pub async fn extend(&self, conn: &mut impl ConnectionLike, ttl: Duration) -> Result<bool> {
        extend(conn, &self.name, &self.owner, milliseconds(ttl)).await
    }

    /// Releases it. Gives `false` if its time had run out before.
    pub async fn release(self, conn: &mut impl ConnectionLike) -> Result<bool> {
        release(conn, &self.name, &self.owner).await
    }
}

/// 128 random bits: no other owner has them.
fn random_owner() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// At least one: a server takes no time to live of zero.
fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}
