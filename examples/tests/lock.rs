//! A lock has one owner, obeys only that one, and is the next one's once its time has run out.

mod support;

use redis_script_examples::lock::{self, Lock};
use redis_script_examples::unique;
use std::time::Duration;
use support::{Shared, at_once, on_both, ttl_ms};

const LONG: Duration = Duration::from_secs(60);

on_both!(it_obeys_only_its_owner, one_that_ran_out_is_the_next_ones, one_owner_among_many);

async fn it_obeys_only_its_owner(mut conn: impl Shared) {
    let name = &unique("lock");
    assert!(lock::acquire(&mut conn, name, "me", 60_000).await.unwrap());
    assert!(!lock::acquire(&mut conn, name, "you", 60_000).await.unwrap());
    assert!(!lock::extend(&mut conn, name, "you", 90_000).await.unwrap());
    assert!(!lock::release(&mut conn, name, "you").await.unwrap());
    assert!((1..=60_000).contains(&ttl_ms(&mut conn, name).await));
    assert!(lock::extend(&mut conn, name, "me", 90_000).await.unwrap());
    assert!((60_001..=90_000).contains(&ttl_ms(&mut conn, name).await));
    assert!(lock::release(&mut conn, name, "me").await.unwrap());
    assert!(!lock::release(&mut conn, name, "me").await.unwrap());
    assert!(!lock::extend(&mut conn, name, "me", 90_000).await.unwrap());
    assert!(lock::acquire(&mut conn, name, "you", 60_000).await.unwrap());
}

async fn one_that_ran_out_is_the_next_ones(mut conn: impl Shared) {
    let name = &unique("lock");
    let first = Lock::acquire(&mut conn, name, Duration::from_millis(30)).await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_millis(60)).await;
    let second = Lock::acquire(&mut conn, name, LONG).await.unwrap().unwrap();
    assert!(!first.extend(&mut conn, LONG).await.unwrap());
    assert!(!first.release(&mut conn).await.unwrap());
    assert!(Lock::acquire(&mut conn, name, LONG).await.unwrap().is_none());
    assert!(second.release(&mut conn).await.unwrap());
}

async fn one_owner_among_many(conn: impl Shared) {
    let name = unique("lock");
    let taken = at_once(64, |_| {
        let (mut conn, name) = (conn.clone(), name.clone());
        async move { Lock::acquire(&mut conn, &name, LONG).await.unwrap().is_some() }
    });
    assert_eq!(taken.await.into_iter().filter(|taken| *taken).count(), 1);
}
