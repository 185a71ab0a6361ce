//! What people use Redis scripts for, as typed functions: each module is one job, its scripts are in
//! `lua/`, and a program of the same name runs it on the server that `REDIS_URL` names.

pub mod lock;
pub mod pools;
pub mod throttle;
pub mod token_bucket;

use redis_script::redis::{self, aio::MultiplexedConnection};
use std::env;

/// Connects to the server that `REDIS_URL` names; to the one of this machine without it.
pub async fn connect() -> redis::RedisResult<MultiplexedConnection> {
    let url = env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1/".to_owned());
    redis::Client::open(url)?.get_multiplexed_async_connection().await
}
