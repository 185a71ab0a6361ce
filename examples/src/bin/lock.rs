//! Two owners want one lock, and one of them is too slow.
//!
//! `cargo run -p redis-script-examples --bin lock`, on `REDIS_URL` or a private server.

use redis_script_examples::{Failure, connect, lock::Lock, unique};
use std::time::Duration;

const TTL: Duration = Duration::from_millis(300);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (mut conn, _server) = connect().await?;
    let name = unique("lock");

    let first = Lock::acquire(&mut conn, &name, TTL).await?.expect("nobody else has this name");
    println!("the first owner has {name} for {TTL:?}");
    let second = Lock::acquire(&mut conn, &name, TTL).await?;
    println!("the second one asks:     {}", said(second.is_some()));
    assert!(second.is_none());
    let extended = first.extend(&mut conn, TTL).await?;
    println!("the first one extends:   {}", said(extended));
    assert!(extended);

    tokio::time::sleep(TTL * 2).await;
    println!("the first one sleeps through its time");
    let second = Lock::acquire(&mut conn, &name, TTL).await?.expect("its time ran out");
    println!("the second one asks:     {}", said(true));
    assert!(!first.extend(&mut conn, TTL).await?);
    assert!(!first.release(&mut conn).await?);
    println!("the first one extends:   {}\nthe first one releases:  {}", said(false), said(false));
    let released = second.release(&mut conn).await?;
    println!("the second one releases: {}", said(released));
    assert!(released);
    Ok(())
}

fn said(done: bool) -> &'static str {
    if done { "done" } else { "refused" }
}
