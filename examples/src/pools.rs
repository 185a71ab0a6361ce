//! One script on every kind of connection: a function takes a connection as it is; a method gets its own
//! from the pool that its type owns.

use redis_script::redis::{self, Client, Connection, aio::ConnectionLike};
use redis_script::redis_script;
use std::sync::{Mutex, PoisonError};

/// Pools have errors of their own; any type with a `From` for them and for the script's error will do.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Counts a visit of `page`, on any async connection: `MultiplexedConnection`, `ConnectionManager`,
/// deadpool's `Connection`, and `&mut *conn` of what bb8 lends.
#[redis_script(file = "lua/visit.lua", keys = 1, args = (u64))]
pub async fn visit(conn: &mut impl ConnectionLike, page: &str, keep_seconds: u64) -> redis_script::Result<u64>;

/// Counts a visit of `page`, on any blocking connection: `redis::Connection`, and what r2d2 lends.
#[redis_script(file = "lua/visit.lua", keys = 1, args = (u64))]
pub fn visit_blocking(conn: &mut impl redis::ConnectionLike, page: &str, keep_seconds: u64) -> redis::RedisResult<u64>;

/// Visits, on a pool of deadpool's.
#[derive(Debug)]
pub struct OnDeadpool {
    /// Where the connections come from.
    pub pool: deadpool_redis::Pool,
}

impl OnDeadpool {
    /// Counts a visit of `page`.
    #[redis_script(file = "lua/visit.lua", keys = 1, args = (u64), connection = self.pool.get().await?)]
    pub async fn visit(&self, page: &str, keep_seconds: u64) -> Result<u64>;
}

/// Visits, on a pool of bb8's.
#[derive(Debug)]
pub struct OnBb8 {
    /// Where the connections come from.
    pub pool: bb8::Pool<Client>,
}

impl OnBb8 {
    /// Counts a visit of `page`.
    #[redis_script(file = "lua/visit.lua", keys = 1, args = (u64), connection = self.pool.get().await?)]
    pub async fn visit(&self, page: &str, keep_seconds: u64) -> Result<u64>;
}

/// Visits, on a pool of r2d2's.
#[derive(Debug)]
pub struct OnR2d2 {
    /// Where the connections come from.
    pub pool: r2d2::Pool<Client>,
}

impl OnR2d2 {
    /// Counts a visit of `page`. Blocks.
    #[redis_script(file = "lua/visit.lua", keys = 1, args = (u64), connection = self.pool.get()?)]
    pub fn visit(&self, page: &str, keep_seconds: u64) -> Result<u64>;
}

/// Visits, on a connection that all clones share and that connects again by itself.
#[derive(Clone)]
pub struct OnManager {
    /// The connection.
    pub manager: redis::aio::ConnectionManager,
}

impl std::fmt::Debug for OnManager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OnManager").finish_non_exhaustive()
    }
}

impl OnManager {
    /// Counts a visit of `page`.
    #[redis_script(file = "lua/visit.lua", keys = 1, args = (u64), connection = self.manager.clone())]
    pub async fn visit(&self, page: &str, keep_seconds: u64) -> redis_script::Result<u64>;
}

/// Visits, on one blocking connection for all threads.
pub struct OnOne {
    /// The connection.
    pub connection: Mutex<Connection>,
}

impl std::fmt::Debug for OnOne {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OnOne").finish_non_exhaustive()
    }
}

impl OnOne {
    /// Counts a visit of `page`. Blocks, while another thread does so, too.
    #[redis_script(
        file = "lua/visit.lua",
        keys = 1,
        args = (u64),
        connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner),
    )]
    pub fn visit(&self, page: &str, keep_seconds: u64) -> redis_script::Result<u64>;
}
