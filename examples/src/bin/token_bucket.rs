//! Sends a burst of requests through a token bucket, then one every quarter of a second.
//!
//! `REDIS_URL=redis://host/ cargo run -p redis-script-examples --bin token_bucket [bucket]`

use redis_script_examples::{connect, token_bucket};
use std::{env, error::Error, time::Duration};

const CAPACITY: u64 = 5;
const REFILL_PER_SECOND: f64 = 2.0;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let bucket = env::args().nth(1).unwrap_or_else(|| "example:token_bucket".to_owned());
    let mut conn = connect().await?;
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
