//! Sends requests for one identifier until its bucket runs over, and waits as long as it is told to.
//!
//! `REDIS_URL=redis://host/ cargo run -p redis-script-examples --bin throttle [identifier]`

use redis_script_examples::connect;
use redis_script_examples::throttle::{Throttle, Verdict};
use std::{env, error::Error, time::Duration};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let identifier = env::args().nth(1).unwrap_or_else(|| "203.0.113.7".to_owned());
    let throttle = Throttle {
        prefix: "example".to_owned(),
        capacity: 5,
        leak_per_second: 2.0,
        block_for: Duration::from_millis(800),
    };
    let mut conn = connect().await?;
    for request in 1..=9 {
        match throttle.check(&mut conn, &identifier, 1).await? {
            Verdict::Allowed { remaining } => println!("request {request}: allowed, room for {remaining} more"),
            Verdict::Denied { retry_after: Some(time) } => {
                println!("request {request}: denied, waiting {time:?}");
                tokio::time::sleep(time).await;
            }
            Verdict::Denied { retry_after: None } => println!("request {request}: denied for good"),
        }
    }
    Ok(())
}
