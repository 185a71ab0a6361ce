//! Sends a burst of requests through a token bucket, then one every quarter of a second.
//!
//! `cargo run -p redis-script-examples --bin token_bucket`, on `REDIS_URL` or a private server.

use redis_script_examples::{Failure, connect, token_bucket, unique};
use std::time::Duration;

const CAPACITY: u64 = 5;
const REFILL_PER_SECOND: f64 = 2.0;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (mut conn, _server) = connect().await?;
    let bucket = unique("token_bucket");
    println!("{bucket} holds {CAPACITY} tokens and gains {REFILL_PER_SECOND} per second");
    for request in 1..=16 {
        if request > 8 {
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        let now = token_bucket::now();
        let (allowed, remaining) =
            token_bucket::take_tokens(&mut conn, &bucket, CAPACITY, REFILL_PER_SECOND, now, 1).await?;
        println!("request {request:2}: {}, {remaining} left", if allowed { "allowed" } else { "denied " });
    }
    Ok(())
}
