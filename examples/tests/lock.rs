//! A lock has one owner, obeys only that one, and is the next one's once its time has run out.

mod support;

use redis_script_examples::lock::{self, Lock, Retry, fenced_write, with_lock};
use redis_script_examples::unique;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use support::{Shared, at_once, on_both, query, ttl_ms};
use tokio::time::sleep;

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(300);

on_both!(
    it_obeys_only_its_owner,
    one_that_ran_out_is_the_next_ones,
    one_owner_among_many,
    many_take_turns,
    a_limit_ends_the_attempts,
    a_guard_extends_and_releases,
    a_dropped_guard_releases,
    a_guard_notices_a_loss,
    a_fencing_token_stops_who_was_too_slow,
    any_name_will_do,
);

async fn it_obeys_only_its_owner(mut conn: impl Shared) {
    let key = &format!("{{{}}}", unique("lock"));
    let tokens = &format!("{key}:tokens");
    assert_eq!(lock::acquire(&mut conn, key, tokens, "me", LONG).await.unwrap(), 1);
    assert_eq!(lock::acquire(&mut conn, key, tokens, "you", LONG).await.unwrap(), 0);
    assert_eq!(lock::acquire(&mut conn, key, tokens, "me", LONG).await.unwrap(), 0, "it is not for entering twice");
    assert!(!lock::extend(&mut conn, key, "you", LONG * 3 / 2).await.unwrap());
    assert!(!lock::release(&mut conn, key, "you").await.unwrap());
    assert!((1..=60_000).contains(&ttl_ms(&mut conn, key).await));
    assert!(lock::extend(&mut conn, key, "me", LONG * 3 / 2).await.unwrap());
    assert!((60_001..=90_000).contains(&ttl_ms(&mut conn, key).await));
    assert!(lock::release(&mut conn, key, "me").await.unwrap());
    assert!(!lock::release(&mut conn, key, "me").await.unwrap());
    assert!(!lock::extend(&mut conn, key, "me", LONG * 3 / 2).await.unwrap());
    assert_eq!(lock::acquire(&mut conn, key, tokens, "you", LONG).await.unwrap(), 2, "tokens only grow");
}

async fn one_that_ran_out_is_the_next_ones(mut conn: impl Shared) {
    let name = &unique("lock");
    let first = Lock::acquire(&mut conn, name, Duration::from_millis(30)).await.unwrap().unwrap();
    sleep(Duration::from_millis(60)).await;
    let second = Lock::acquire(&mut conn, name, LONG).await.unwrap().unwrap();
    assert!(second.token() > first.token());
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

async fn many_take_turns(conn: impl Shared) {
    let name = unique("lock");
    let inside = Arc::new(AtomicU32::new(0));
    let retry = Retry { attempts: 10_000, pause: Duration::from_millis(10) };
    let tokens = at_once(64, |_| {
        let (conn, name, inside) = (conn.clone(), name.clone(), Arc::clone(&inside));
        async move {
            let done = with_lock(&conn, &name, LONG, retry, async |guard| {
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "somebody else is inside");
                tokio::task::yield_now().await;
                inside.fetch_sub(1, Ordering::SeqCst);
                guard.token()
            });
            done.await.unwrap().unwrap()
        }
    });
    let mut tokens = tokens.await;
    tokens.sort_unstable();
    assert_eq!(tokens, (1..=64).collect::<Vec<_>>());
}

async fn a_limit_ends_the_attempts(mut conn: impl Shared) {
    let name = &unique("lock");
    let held = Lock::acquire(&mut conn, name, LONG).await.unwrap().unwrap();
    let retry = Retry { attempts: 4, pause: Duration::from_millis(40) };
    let started = Instant::now();
    assert!(Lock::acquire_with(&mut conn, name, LONG, retry).await.unwrap().is_none());
    assert!(started.elapsed() >= Duration::from_millis(60), "three pauses of at least half of 40 ms");
    let ran = with_lock(&conn, name, LONG, Retry { attempts: 1, ..retry }, async |_| panic!("it is not ours")).await;
    assert!(ran.unwrap().is_none());
    held.release(&mut conn).await.unwrap();
}

async fn a_guard_extends_and_releases(mut conn: impl Shared) {
    let name = &unique("lock");
    let guard = Lock::acquire(&mut conn, name, SHORT).await.unwrap().unwrap().guard(conn.clone(), SHORT);
    sleep(SHORT * 3).await;
    assert!(guard.is_held());
    assert!(Lock::acquire(&mut conn, name, SHORT).await.unwrap().is_none(), "three times its time to live");
    assert!(guard.release().await.unwrap());
    assert!(Lock::acquire(&mut conn, name, SHORT).await.unwrap().is_some());
}

async fn a_dropped_guard_releases(mut conn: impl Shared) {
    let name = &unique("lock");
    drop(Lock::acquire(&mut conn, name, LONG).await.unwrap().unwrap().guard(conn.clone(), LONG));
    let retry = Retry { attempts: 100, pause: Duration::from_millis(20) };
    assert!(Lock::acquire_with(&mut conn, name, LONG, retry).await.unwrap().is_some(), "long before a minute is over");
}

async fn a_guard_notices_a_loss(mut conn: impl Shared) {
    let name = &unique("lock");
    let guard = Lock::acquire(&mut conn, name, SHORT).await.unwrap().unwrap().guard(conn.clone(), SHORT);
    assert!(guard.is_held());
    query::<()>(&mut conn, &["DEL", &format!("{{lock:{name}}}")]).await;
    let next = Lock::acquire(&mut conn, name, LONG).await.unwrap().unwrap();
    sleep(SHORT).await;
    assert!(!guard.is_held());
    assert!(!guard.release().await.unwrap());
    assert!(next.release(&mut conn).await.unwrap(), "it is still the next one's");
}

async fn a_fencing_token_stops_who_was_too_slow(mut conn: impl Shared) {
    let (name, record) = (&unique("lock"), &unique("record"));
    let first = Lock::acquire(&mut conn, name, Duration::from_millis(30)).await.unwrap().unwrap();
    assert!(fenced_write(&mut conn, record, first.token(), "first").await.unwrap());
    sleep(Duration::from_millis(60)).await;
    let second = Lock::acquire(&mut conn, name, LONG).await.unwrap().unwrap();
    assert!(
        fenced_write(&mut conn, record, first.token(), "first again").await.unwrap(),
        "the second wrote nothing yet"
    );
    assert!(fenced_write(&mut conn, record, second.token(), "second").await.unwrap());
    assert!(!fenced_write(&mut conn, record, first.token(), "too late").await.unwrap());
    assert!(fenced_write(&mut conn, record, second.token(), "second again").await.unwrap());
    assert_eq!(query::<String>(&mut conn, &["HGET", record, "value"]).await, "second again");
}

async fn any_name_will_do(mut conn: impl Shared) {
    for name in ["", "{", "}", "{}", "}{", "a}b{c}"] {
        // Both keys in one slot, or a cluster would refuse it.
        let name = format!("{name}{}", unique("lock"));
        assert!(Lock::acquire(&mut conn, &name, LONG).await.unwrap().is_some(), "{name}");
    }
}

/// A server that can't be asked is none that says yes.
#[tokio::test]
async fn a_guard_whose_server_is_gone_is_not_held() {
    let server = redis_script::testing::Server::start().unwrap();
    let mut conn = server.client().get_multiplexed_async_connection().await.unwrap();
    let guard = Lock::acquire(&mut conn, "l", SHORT).await.unwrap().unwrap().guard(conn, SHORT);
    drop(server);
    sleep(SHORT * 2).await;
    assert!(!guard.is_held());
}
