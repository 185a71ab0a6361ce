//! Sends requests for one identifier until its bucket runs over, and waits as long as it is told to.
//!
//! `cargo run -p redis-script-examples --bin throttle`, on `REDIS_URL` or a private server.

use redis_script_examples::throttle::Throttle;
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
        let verdict = throttle.check(&mut conn, "203.0.113.7", 1).await?;
        if verdict.allowed {
            println!("request {request}: allowed, level {:.1}, room for {} more", verdict.level, verdict.remaining);
        } else {
            let time = verdict.retry_after.expect("1 is never more than a bucket holds");
            println!("request {request}: denied, level {:.1}, waiting {time:?}", verdict.level);
            assert_eq!(time, throttle.block_for, "blocked from this moment on");
            denied += 1;
            tokio::time::sleep(time).await;
        }
    }
    assert_eq!(denied, 2, "5, a pause that lets 1 more in, and then 1 again");
    Ok(())
}
