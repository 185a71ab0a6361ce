//! A lock that one owner holds for a limited time. Only its owner releases or extends it, so that one who
//! was too slow can't take it from the next.
//!
//! Stands on the crates `rand`, and `tokio` for waiting.

use redis_script::redis::aio::ConnectionLike;
use redis_script::{Result, redis_script};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until};

/// Takes `lock` for `owner`, if nobody holds it. Gives the fencing token, which is greater each time; 0 if somebody else
/// holds the lock. `tokens` counts them, in the lock's hash slot.
#[redis_script(file = "lua/lock_acquire.lua", keys = 2, args = (&str, Duration))]
pub async fn acquire(
    conn: &mut impl ConnectionLike,
    lock: &str,
    tokens: &str,
    owner: &str,
    #[arg(millis)] ttl: Duration,
) -> Result<u64>;

/// Releases `lock`, if `owner` holds it. Gives whether it did.
#[redis_script(file = "lua/lock_release.lua", keys = 1, args = (&str))]
pub async fn release(conn: &mut impl ConnectionLike, lock: &str, owner: &str) -> Result<bool>;

/// Lets `owner` hold `lock` for `ttl` from now on, if it still does. Gives whether it does.
#[redis_script(file = "lua/lock_extend.lua", keys = 1, args = (&str, Duration))]
pub async fn extend(
    conn: &mut impl ConnectionLike,
    lock: &str,
    owner: &str,
    #[arg(millis)] ttl: Duration,
) -> Result<bool>;

/// Writes `value`, unless somebody with a newer fencing token has written there. Gives whether it did.
#[redis_script(file = "lua/fenced_write.lua", keys = 1, args = (u64, &str))]
pub async fn fenced_write(conn: &mut impl ConnectionLike, record: &str, token: u64, value: &str) -> Result<bool>;

/// A lock that was taken, under an owner's name that nobody can guess.
///
/// It is not released when it is dropped: that takes a connection. If it isn't released, its time runs out.
#[derive(Clone, Debug)]
pub struct Lock {
    key: String,
    owner: String,
    token: u64,
}

impl Lock {
    /// Takes the lock called `name` for `ttl`; `None` if somebody else holds it.
    pub async fn acquire(conn: &mut impl ConnectionLike, name: &str, ttl: Duration) -> Result<Option<Self>> {
        let key = format!("{{lock:{name}}}");
        let owner = random_owner();
        let token = acquire(conn, &key, &format!("{key}:tokens"), &owner, ttl).await?;
        Ok((token > 0).then_some(Self { key, owner, token }))
    }

    /// Tries again until it has the lock, or has tried as often as `retry` says.
    pub async fn acquire_with(
        conn: &mut impl ConnectionLike,
        name: &str,
        ttl: Duration,
        retry: Retry,
    ) -> Result<Option<Self>> {
        for attempt in 1.. {
            if let Some(lock) = Self::acquire(conn, name, ttl).await? {
                return Ok(Some(lock));
            }
            if attempt >= retry.attempts {
                break;
            }
            sleep(retry.pause()).await;
        }
        Ok(None)
    }

    /// The fencing token: greater than that of all owners before. What the lock protects should refuse smaller ones
    /// than it has seen ([`fenced_write`]), since the lock can't stop an owner whose time ran out unnoticed.
    pub fn token(&self) -> u64 {
        self.token
    }

    /// Holds it for `ttl` from now on. Gives `false` if its time had run out: it may be somebody else's.
    pub async fn extend(&self, conn: &mut impl ConnectionLike, ttl: Duration) -> Result<bool> {
        extend(conn, &self.key, &self.owner, ttl).await
    }

    /// Releases it. Gives `false` if its time had run out before.
    pub async fn release(self, conn: &mut impl ConnectionLike) -> Result<bool> {
        release(conn, &self.key, &self.owner).await
    }

    /// Extends it from now on, in a task of its own, and releases it in the end.
    pub fn guard<C>(self, conn: C, ttl: Duration) -> Guard
    where
        C: ConnectionLike + Send + 'static,
    {
        let held = Arc::new(AtomicBool::new(true));
        let (release, released) = oneshot::channel();
        let token = self.token;
        let keeper = tokio::spawn(keep(self, conn, ttl, Arc::clone(&held), released));
        Guard { token, held, release: Some(release), keeper }
    }
}

/// How often to try, and how long to pause between.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// How often, in all.
    pub attempts: u32,
    /// The longest pause; each is between half of it and all of it, at random, so that those who wait don't come back
    /// all at once.
    pub pause: Duration,
}

impl Retry {
    fn pause(&self) -> Duration {
        self.pause.mul_f64(rand::random_range(0.5..=1.0))
    }
}

/// A lock that is extended until this is released or dropped.
///
/// Dropping can't wait: it only tells the task that extends the lock, which releases it a moment later, if the runtime
/// still runs. Where the next owner shall not wait for that, or you want to know, call [`release`](Self::release).
#[derive(Debug)]
pub struct Guard {
    token: u64,
    held: Arc<AtomicBool>,
    release: Option<oneshot::Sender<()>>,
    keeper: JoinHandle<Result<bool>>,
}

impl Guard {
    /// The fencing token; see [`Lock::token`].
    pub fn token(&self) -> u64 {
        self.token
    }

    /// Whether it was held when it was last extended. Work that takes long asks this between its steps; work that must
    /// not be done by two at once also needs the [`token`](Self::token).
    pub fn is_held(&self) -> bool {
        self.held.load(Ordering::Acquire)
    }

    /// Releases it. Gives `false` if it had been lost.
    pub async fn release(mut self) -> Result<bool> {
        drop(self.release.take());
        // A task that panicked or was cancelled with its runtime has released nothing.
        (&mut self.keeper).await.unwrap_or(Ok(false))
    }
}

/// Takes the lock, runs `work` with the guard, and releases it. `None` if the lock could not be had.
pub async fn with_lock<C, T>(
    conn: &C,
    name: &str,
    ttl: Duration,
    retry: Retry,
    work: impl AsyncFnOnce(&Guard) -> T,
) -> Result<Option<T>>
where
    C: ConnectionLike + Clone + Send + 'static,
{
    let Some(lock) = Lock::acquire_with(&mut conn.clone(), name, ttl, retry).await? else { return Ok(None) };
    let guard = lock.guard(conn.clone(), ttl);
    let result = work(&guard).await;
    guard.release().await?;
    Ok(Some(result))
}

/// Extends the lock three times in its time to live, so that two attempts may fail, until `released` is dropped.
async fn keep<C: ConnectionLike>(
    lock: Lock,
    mut conn: C,
    ttl: Duration,
    held: Arc<AtomicBool>,
    mut released: oneshot::Receiver<()>,
) -> Result<bool> {
    let mut extended = Instant::now();
    loop {
        tokio::select! {
            _ = &mut released => return lock.release(&mut conn).await,
            () = sleep(ttl / 3) => {}
        }
        let asked = Instant::now();
        // A server that doesn't answer must not keep the owner believing that it holds the lock.
        let answer = tokio::select! {
            answer = lock.extend(&mut conn, ttl) => answer,
            () = sleep_until(extended + ttl) => Ok(false),
        };
        match answer {
            Ok(true) => extended = asked,
            Err(_) if asked < extended + ttl => {}
            Ok(false) | Err(_) => {
                held.store(false, Ordering::Release);
                return Ok(false);
            }
        }
    }
}

/// 128 random bits: no other owner has them.
fn random_owner() -> String {
    format!("{:032x}", rand::random::<u128>())
}
