//! A lock over three servers: one may be gone, two may not. (They are private ones, since they are stopped.)
//!
//! `cargo run -p redis-script-examples --bin redlock`

use redis_script::testing::Server;
use redis_script_examples::{Failure, redlock::Redlock};
use std::time::Duration;

const TTL: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut servers = vec![Server::start()?, Server::start()?, Server::start()?];
    let mut connections = Vec::new();
    for server in &servers {
        connections.push(server.client().get_multiplexed_async_connection().await?);
    }
    let redlock = Redlock { servers: connections, patience: Duration::from_millis(500) };

    let held = redlock.acquire("report", TTL).await.expect("nobody holds it");
    println!("three servers: held");
    assert!(redlock.acquire("report", TTL).await.is_none());
    println!("a second owner: refused");
    assert_eq!(redlock.release(held).await, 3);

    servers.pop();
    let held = redlock.acquire("report", TTL).await.expect("two of three are most");
    println!("two of three servers: held");
    assert!(redlock.acquire("report", TTL).await.is_none());
    assert_eq!(redlock.release(held).await, 2);

    servers.pop();
    assert!(redlock.acquire("report", TTL).await.is_none(), "one of three is not most");
    println!("one of three servers: refused");
    Ok(())
}
