//! One trait over four rate limiters, so that an application can change its mind.
//!
//! Stands on the modules `fixed_window`, `sliding_window`, `token_bucket` and `throttle`.

use crate::fixed_window::count_in_window;
use crate::sliding_window::log_in_window;
use crate::throttle::Throttle;
use crate::token_bucket::take_tokens;
use redis_script::{Result, redis::aio::ConnectionLike};
use std::time::Duration;

/// What a limiter says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may go on.
    pub allowed: bool,
    /// The most that is allowed at once.
    pub limit: u64,
    /// What is left of it.
    pub remaining: u64,
    /// How long it has no chance: zero if it may go on, `None` if it asks for more than is ever allowed.
    pub retry_after: Option<Duration>,
    /// When all of the limit is free again, if nothing else comes; `None` for never.
    pub reset_after: Option<Duration>,
}

/// Allows each client so much.
pub trait RateLimiter {
    /// Asks for `cost` in the name of `client`; a refusal takes nothing.
    fn check<C>(&self, conn: &mut C, client: &str, cost: u64) -> impl Future<Output = Result<Decision>> + Send
    where
        C: ConnectionLike + Send;
}

/// So many in a window, which begins with a client's first request. See `fixed_window`.
#[derive(Clone, Debug)]
pub struct FixedWindow {
    /// What the keys start with.
    pub prefix: String,
    /// How many requests fit into a window.
    pub limit: u64,
    /// How long it lasts.
    pub window: Duration,
}

impl RateLimiter for FixedWindow {
    async fn check<C: ConnectionLike + Send>(&self, conn: &mut C, client: &str, cost: u64) -> Result<Decision> {
        let key = format!("{}:{client}", self.prefix);
        let (allowed, left, retry, reset) =
            count_in_window(conn, &key, self.limit, milliseconds(self.window), cost).await?;
        Ok(decision(allowed, self.limit, left, retry, i64::try_from(reset).unwrap_or(-1)))
    }
}

/// So many in any stretch of time that long. See `sliding_window`.
#[derive(Clone, Debug)]
pub struct SlidingWindow {
    /// What the keys start with.
    pub prefix: String,
    /// How many requests fit into a window.
    pub limit: u64,
    /// How long it is.
    pub window: Duration,
}

impl RateLimiter for SlidingWindow {
    async fn check<C: ConnectionLike + Send>(&self, conn: &mut C, client: &str, cost: u64) -> Result<Decision> {
        let key = format!("{}:{client}", self.prefix);
        let (allowed, left, retry, reset) =
            log_in_window(conn, &key, self.limit, milliseconds(self.window), cost).await?;
        Ok(decision(allowed, self.limit, left, retry, i64::try_from(reset).unwrap_or(-1)))
    }
}

/// A burst of so many, and then a steady rate. See `token_bucket`.
#[derive(Clone, Debug)]
pub struct TokenBucket {
    /// What the keys start with.
    pub prefix: String,
    /// How many tokens a bucket holds.
    pub capacity: u64,
    /// How many it gains per second.
    pub refill_per_second: f64,
}

impl RateLimiter for TokenBucket {
    async fn check<C: ConnectionLike + Send>(&self, conn: &mut C, client: &str, cost: u64) -> Result<Decision> {
        let key = format!("{}:{client}", self.prefix);
        let (allowed, left, retry, reset) =
            take_tokens(conn, &key, self.capacity, self.refill_per_second, cost).await?;
        Ok(decision(allowed, self.capacity, left, retry, reset))
    }
}

/// A leaky bucket, which shuts a client out for a while once it ran over.
impl RateLimiter for Throttle {
    async fn check<C: ConnectionLike + Send>(&self, conn: &mut C, client: &str, cost: u64) -> Result<Decision> {
        let verdict = Throttle::check(self, conn, client, cost).await?;
        Ok(Decision {
            allowed: verdict.allowed,
            limit: self.capacity,
            remaining: verdict.remaining,
            retry_after: verdict.retry_after,
            reset_after: Some(verdict.empty_after),
        })
    }
}

fn decision(allowed: bool, limit: u64, remaining: u64, retry_ms: i64, reset_ms: i64) -> Decision {
    let after = |ms: i64| u64::try_from(ms).ok().map(Duration::from_millis);
    Decision { allowed, limit, remaining, retry_after: after(retry_ms), reset_after: after(reset_ms) }
}

/// At least one: a server takes no time to live of zero.
fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}
