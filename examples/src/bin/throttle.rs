//! Sends requests for one identifier until its bucket runs over, and waits as long as it is told to.
//!
//! `cargo run -p redis-script-examples --bin throttle`, on `REDIS_URL` or a private server.

use redis_script_examples::throttle::{Throttle, Verdict};
use redis_script_examples::{Failure, connect, unique};
use std::time::Duration;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let throttle = Throttle {
        prefix: unique("throttle"),
        capacity: 5,
        leak_per_second: 2.0,
        block_for: Duration::from_millis(800),
    };
    let (mut conn, _server) = connect().await?;
    let mut denied = 0;
    for request in 1..=9 {
        match throttle.check(&mut conn, "203.0.113.7", 1).await? {
            Verdict::Allowed { remaining } => println!("request {request}: allowed, room for {remaining} more"),
            Verdict::Denied { retry_after } => {
                let time = retry_after.expect("1 is never more than a bucket holds");
                println!("request {request}: denied, waiting {time:?}");
                assert!(time <= throttle.block_for);
                denied += 1;
                tokio::time::sleep(time).await;
            }
        }
    }
    assert!(denied >= 1, "a burst of 9 is more than 5");
    Ok(())
}
