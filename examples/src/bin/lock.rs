//! One who was too slow; many who take turns; and a pause that only a fencing token survives.
//!
//! `cargo run -p redis-script-examples --bin lock`, on `REDIS_URL` or a private server.

use futures_util::future::try_join_all;
use redis_script::redis::{AsyncCommands as _, aio::MultiplexedConnection};
use redis_script_examples::lock::{Lock, Retry, fenced_write, with_lock};
use redis_script_examples::{Failure, connect, unique};
use std::time::Duration;

const TTL: Duration = Duration::from_millis(300);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (conn, _server) = connect().await?;
    too_slow(conn.clone()).await?;
    taking_turns(conn).await
}

async fn too_slow(mut conn: MultiplexedConnection) -> Result<(), Failure> {
    let (name, record) = (unique("lock"), unique("record"));
    let first = Lock::acquire(&mut conn, &name, TTL).await?.expect("nobody else has this name");
    println!("the first owner has {name} for {TTL:?}, token {}", first.token());
    assert!(Lock::acquire(&mut conn, &name, TTL).await?.is_none());
    println!("the second one asks:     refused");

    tokio::time::sleep(TTL * 2).await;
    println!("the first one sleeps through its time");
    let second = Lock::acquire(&mut conn, &name, TTL).await?.expect("its time ran out");
    println!("the second one asks:     done, token {}", second.token());
    assert!(fenced_write(&mut conn, &record, second.token(), "the second's").await?);
    println!("the second one writes:   done");
    // It does not know yet that it is too late: all that stops it is its token.
    assert!(!fenced_write(&mut conn, &record, first.token(), "the first's").await?);
    println!("the first one writes:    refused");
    assert!(!first.extend(&mut conn, TTL).await?);
    assert!(!first.release(&mut conn).await?);
    println!("the first one extends:   refused\nthe first one releases:  refused");
    assert!(second.release(&mut conn).await?);
    println!("the second one releases: done");
    let () = conn.del(&record).await?;
    Ok(())
}

/// Reads, pauses and writes: what goes wrong if two do it at once.
async fn taking_turns(conn: MultiplexedConnection) -> Result<(), Failure> {
    let (name, counter) = (unique("lock"), unique("counter"));
    let retry = Retry { attempts: 500, pause: Duration::from_millis(20) };
    let tasks = (0..20).map(|_| {
        let (conn, name, counter) = (conn.clone(), name.clone(), counter.clone());
        async move {
            let mut other = conn.clone();
            let done = with_lock(&conn, &name, TTL, retry, async |_guard| {
                let count: u64 = other.get::<_, Option<u64>>(&counter).await?.unwrap_or(0);
                tokio::time::sleep(Duration::from_millis(5)).await;
                other.set_ex::<_, _, ()>(&counter, count + 1, 60).await?;
                Ok::<_, Failure>(())
            });
            done.await?.expect("500 attempts are enough")
        }
    });
    try_join_all(tasks).await?;
    let count: u64 = conn.clone().get(&counter).await?;
    println!("20 tasks took turns and counted to {count}");
    assert_eq!(count, 20);
    Ok(())
}
