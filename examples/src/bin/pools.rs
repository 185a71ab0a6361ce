//! Counts one visit of a page on every kind of connection.
//!
//! `cargo run -p redis-script-examples --bin pools`, on `REDIS_URL` or a private server.

use redis_script::redis::{Client, aio::ConnectionManager};
use redis_script_examples::pools::{OnBb8, OnDeadpool, OnManager, OnOne, OnR2d2, Result, visit, visit_blocking};
use redis_script_examples::{server, unique};
use std::sync::Mutex;

/// How long the page is remembered, in seconds.
const KEEP: u64 = 60;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _server) = server()?;
    let page = unique("page");
    on_async_connections(&client, &page).await?;
    // Blocking calls have a thread of their own, where they hold up no others.
    tokio::task::spawn_blocking(move || on_blocking_connections(&client, &page)).await?
}

async fn on_async_connections(client: &Client, page: &str) -> Result<()> {
    let mut multiplexed = client.get_multiplexed_async_connection().await?;
    show("MultiplexedConnection", visit(&mut multiplexed, page, KEEP).await?, 1);

    let mut manager = ConnectionManager::new(client.clone()).await?;
    show("ConnectionManager", visit(&mut manager, page, KEEP).await?, 2);
    show("ConnectionManager, in a method", OnManager { manager }.visit(page, KEEP).await?, 3);

    let config = deadpool_redis::Config::from_connection_info(client.get_connection_info().clone());
    let pool = config.create_pool(Some(deadpool_redis::Runtime::Tokio1))?;
    let mut conn = pool.get().await?;
    show("deadpool", visit(&mut conn, page, KEEP).await?, 4);
    drop(conn);
    show("deadpool, in a method", OnDeadpool { pool }.visit(page, KEEP).await?, 5);

    let pool = bb8::Pool::builder().build(client.clone()).await?;
    let mut conn = pool.get().await?;
    show("bb8", visit(&mut *conn, page, KEEP).await?, 6);
    drop(conn);
    show("bb8, in a method", OnBb8 { pool }.visit(page, KEEP).await?, 7);
    Ok(())
}

fn on_blocking_connections(client: &Client, page: &str) -> Result<()> {
    let mut connection = client.get_connection()?;
    show("Connection", visit_blocking(&mut connection, page, KEEP)?, 8);
    let one = OnOne { connection: Mutex::new(connection) };
    show("Connection, in a method", one.visit(page, KEEP)?, 9);

    let pool = r2d2::Pool::builder().max_size(2).build(client.clone())?;
    let mut conn = pool.get()?;
    show("r2d2", visit_blocking(&mut conn, page, KEEP)?, 10);
    drop(conn);
    show("r2d2, in a method", OnR2d2 { pool }.visit(page, KEEP)?, 11);
    Ok(())
}

fn show(connection: &str, visits: u64, expected: u64) {
    println!("{connection}: {visits}");
    assert_eq!(visits, expected, "each visit counts once");
}
