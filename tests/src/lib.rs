//! What the tests of the whole share: crates as users write them, outside of this workspace.

#![allow(clippy::missing_panics_doc, reason = "tests end by panics")]

pub mod downstream;

use redis::aio::MultiplexedConnection;
use redis_script::testing::Server;

/// A connection of its own to the server.
pub async fn connect(server: &Server) -> MultiplexedConnection {
    server.client().get_multiplexed_async_connection().await.expect("the server was ready")
}

/// The code in the README, as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[derive(Debug)]
pub struct Readme;
