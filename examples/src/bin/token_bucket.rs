//! Sends a burst of requests through a token bucket, then one every quarter of a second.
//!
//! `cargo run -p redis-script-examples --bin token_bucket`, on `REDIS_URL` or a private server.

use redis_script_examples::{Failure, connect, token_bucket::take_tokens, unique};
use std::time::Duration;

const CAPACITY: u64 = 5;
const REFILL_PER_SECOND: f64 = 2.0;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (mut conn, _server) = connect().await?;
    let bucket = unique("token_bucket");
    println!("{bucket} holds {CAPACITY} tokens and gains {REFILL_PER_SECOND} per second");
    let mut wait = Duration::ZERO;
    for request in 1..=16 {
        if request > 8 {
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        let (allowed, left, wait_ms, _) = take_tokens(&mut conn, &bucket, CAPACITY, REFILL_PER_SECOND, 1).await?;
        println!("request {request:2}: {}, {left} left", if allowed { "allowed" } else { "denied " });
        assert!(request > 5 || allowed, "a burst of 5 is what it holds");
        wait = Duration::from_millis(u64::try_from(wait_ms)?);
    }

    println!("a request for 3 tokens at once:");
    let (allowed, left, wait_ms, _) = take_tokens(&mut conn, &bucket, CAPACITY, REFILL_PER_SECOND, 3).await?;
    assert!(!allowed && left < 3);
    println!("  denied, {left} left; there will be 3 in {wait_ms} ms");
    assert!(Duration::from_millis(u64::try_from(wait_ms)?) > wait, "3 take longer than 1");
    tokio::time::sleep(Duration::from_millis(u64::try_from(wait_ms)?)).await;
    let (allowed, left, ..) = take_tokens(&mut conn, &bucket, CAPACITY, REFILL_PER_SECOND, 3).await?;
    println!("  {wait_ms} ms later: {}, {left} left", if allowed { "allowed" } else { "denied" });
    assert!(allowed, "who waits as long as told gets them");
    Ok(())
}
