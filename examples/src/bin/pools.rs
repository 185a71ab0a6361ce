//! Counts one visit of a page on every kind of connection.
//!
//! `REDIS_URL=redis://host/ cargo run -p redis-script-examples --bin pools [page]`

use redis_script::redis::{Client, aio::ConnectionManager};
use redis_script_examples::pools::{OnBb8, OnDeadpool, OnManager, OnOne, OnR2d2, Result, visit, visit_blocking};
use std::{env, sync::Mutex};

/// How long the page is remembered, in seconds.
const KEEP: u64 = 60;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let url = env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1/".to_owned());
    let page = env::args().nth(1).unwrap_or_else(|| "example:page".to_owned());
    let client = Client::open(url.as_str())?;
    on_async_connections(&client, &url, &page).await?;
    // Blocking calls have a thread of their own, where they hold up no others.
    tokio::task::spawn_blocking(move || on_blocking_connections(&client, &page)).await?
}

async fn on_async_connections(client: &Client, url: &str, page: &str) -> Result<()> {
    let mut multiplexed = client.get_multiplexed_async_connection().await?;
    println!("MultiplexedConnection: {}", visit(&mut multiplexed, page, KEEP).await?);

    let mut manager = ConnectionManager::new(client.clone()).await?;
    println!("ConnectionManager: {}", visit(&mut manager, page, KEEP).await?);
    println!("ConnectionManager, in a method: {}", OnManager { manager }.visit(page, KEEP).await?);

    let config = deadpool_redis::Config::from_url(url);
    let pool = config.create_pool(Some(deadpool_redis::Runtime::Tokio1))?;
    let mut conn = pool.get().await?;
    println!("deadpool: {}", visit(&mut conn, page, KEEP).await?);
    drop(conn);
    println!("deadpool, in a method: {}", OnDeadpool { pool }.visit(page, KEEP).await?);

    let pool = bb8::Pool::builder().build(client.clone()).await?;
    let mut conn = pool.get().await?;
    println!("bb8: {}", visit(&mut *conn, page, KEEP).await?);
    drop(conn);
    println!("bb8, in a method: {}", OnBb8 { pool }.visit(page, KEEP).await?);
    Ok(())
}

fn on_blocking_connections(client: &Client, page: &str) -> Result<()> {
    let mut connection = client.get_connection()?;
    println!("Connection: {}", visit_blocking(&mut connection, page, KEEP)?);
    let one = OnOne { connection: Mutex::new(connection) };
    println!("Connection, in a method: {}", one.visit(page, KEEP)?);

    let pool = r2d2::Pool::builder().max_size(2).build(client.clone())?;
    let mut conn = pool.get()?;
    println!("r2d2: {}", visit_blocking(&mut conn, page, KEEP)?);
    drop(conn);
    println!("r2d2, in a method: {}", OnR2d2 { pool }.visit(page, KEEP)?);
    Ok(())
}
