//! Two owners want one lock, and one of them is too slow.
//!
//! `REDIS_URL=redis://host/ cargo run -p redis-script-examples --bin lock [name]`

use redis_script_examples::{connect, lock::Lock};
use std::{env, error::Error, time::Duration};

const TTL: Duration = Duration::from_millis(300);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let name = env::args().nth(1).unwrap_or_else(|| "example:lock".to_owned());
    let mut conn = connect().await?;

    let Some(first) = Lock::acquire(&mut conn, &name, TTL).await? else {
        println!("{name} is held by somebody else");
        return Ok(());
    };
    println!("the first owner has {name} for {TTL:?}");
    println!("the second one asks:   {}", said(Lock::acquire(&mut conn, &name, TTL).await?.is_some()));
    println!("the first one extends: {}", said(first.extend(&mut conn, TTL).await?));

    tokio::time::sleep(TTL * 2).await;
    println!("the first one sleeps through its time");
    let second = Lock::acquire(&mut conn, &name, TTL).await?;
    println!("the second one asks:   {}", said(second.is_some()));
    println!("the first one extends: {}", said(first.extend(&mut conn, TTL).await?));
    println!("the first one releases: {}", said(first.release(&mut conn).await?));
    if let Some(second) = second {
        println!("the second one releases: {}", said(second.release(&mut conn).await?));
    }
    Ok(())
}

fn said(done: bool) -> &'static str {
    if done { "done" } else { "refused" }
}
