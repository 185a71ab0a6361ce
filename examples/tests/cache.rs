//! One computation however many ask; no old value comes back.

mod support;

use redis_script_examples::cache::{Cache, Settings, delete_matching, store};
use redis_script_examples::unique;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use support::{Shared, at_once, on_both, query, ttl_ms};
use tokio::time::sleep;

on_both!(
    two_hundred_callers_one_computation,
    callers_of_one_process_ask_once,
    a_value_is_computed_before_it_runs_out,
    a_failure_is_the_callers_alone,
    a_cancelled_computation_holds_nobody_up_for_long,
    who_was_overtaken_does_not_put_an_old_value_back,
    of_many_one_sets_a_version,
    a_version_never_comes_again,
    lives_differ,
);

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn settings() -> Settings {
    Settings {
        prefix: unique("cache"),
        ttl: Duration::from_secs(60),
        jitter: 0.1,
        eagerness: 1.0,
        patience: Duration::from_secs(10),
    }
}

fn value(value: &str) -> std::future::Ready<Result<Vec<u8>>> {
    std::future::ready(Ok(value.as_bytes().to_vec()))
}

/// What is in the cache, or the complaint that nothing is.
async fn peek(cache: &Cache<impl Shared>, key: &str) -> Option<String> {
    let found = cache.get_versioned(key).await.unwrap();
    found.map(|(value, _)| String::from_utf8(value).unwrap())
}

async fn two_hundred_callers_one_computation(conn: impl Shared) {
    let settings = settings();
    // As if they were eight processes.
    let caches: Vec<_> = (0..8).map(|_| Arc::new(Cache::new(conn.clone(), settings.clone()))).collect();
    let computed = Arc::new(AtomicU32::new(0));
    let values = at_once(200, |n| {
        let (cache, computed) = (Arc::clone(&caches[n % 8]), Arc::clone(&computed));
        async move {
            let compute = || async {
                sleep(Duration::from_millis(200)).await;
                value(&format!("computed {}", computed.fetch_add(1, Ordering::SeqCst))).await
            };
            cache.get("report", compute).await.unwrap()
        }
    });
    assert!(values.await.iter().all(|value| value == b"computed 0"));
    assert_eq!(computed.load(Ordering::SeqCst), 1);
}

async fn callers_of_one_process_ask_once(mut conn: impl Shared) {
    let cache = Arc::new(Cache::new(conn.clone(), settings()));
    let values = at_once(64, |n| {
        let cache = Arc::clone(&cache);
        async move {
            let compute = || async {
                sleep(Duration::from_millis(50)).await;
                value("v").await
            };
            cache.get(&format!("key {}", n % 2), compute).await.unwrap()
        }
    });
    assert!(values.await.iter().all(|value| value == b"v"));
    // Flights are over with their last passenger, so this is seen.
    let [entry, _] = cache.keys("key 0");
    query::<()>(&mut conn, &["DEL", &entry]).await;
    assert_eq!(cache.get("key 0", || value("new")).await.unwrap(), b"new");
}

async fn a_value_is_computed_before_it_runs_out(mut conn: impl Shared) {
    // So eager that each look-up wants to compute, once it is known to take a millisecond.
    let eager = Settings { eagerness: 1e12, ..settings() };
    let cache = Arc::new(Cache::new(conn.clone(), eager.clone()));
    cache.get("k", || value("old")).await.unwrap();
    let slow = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move {
            let compute = || async {
                sleep(Duration::from_millis(300)).await;
                value("new").await
            };
            cache.get("k", compute).await.unwrap()
        }
    });
    sleep(Duration::from_millis(100)).await;
    let other = Cache::new(conn.clone(), eager.clone());
    let seen = other.get("k", || async { panic!("it is being computed") }).await as Result<_>;
    assert_eq!(seen.unwrap(), b"old", "nobody waits while there is a value");
    assert_eq!(slow.await.unwrap(), b"new");
    assert_eq!(peek(&cache, "k").await.as_deref(), Some("new"));
    let [entry, mark] = cache.keys("k");
    assert!(ttl_ms(&mut conn, &entry).await > 50_000);
    assert_eq!(ttl_ms(&mut conn, &mark).await, -2);
    // Never early: the value is used.
    let lazy = Cache::new(conn, Settings { eagerness: 0.0, ..eager });
    let seen = lazy.get("k", || async { panic!("it is there") }).await as Result<_>;
    assert_eq!(seen.unwrap(), b"new");
}

async fn a_failure_is_the_callers_alone(conn: impl Shared) {
    let cache = Arc::new(Cache::new(conn, settings()));
    let attempts = Arc::new(AtomicU32::new(0));
    let results = at_once(10, |_| {
        let (cache, attempts) = (Arc::clone(&cache), Arc::clone(&attempts));
        async move {
            let compute = || async {
                if attempts.fetch_add(1, Ordering::SeqCst) < 3 { Err("no luck".into()) } else { value("v").await }
            };
            (cache.get("k", compute).await as Result<_>).is_ok()
        }
    });
    assert_eq!(results.await.into_iter().filter(|ok| !ok).count(), 3);
    assert_eq!(attempts.load(Ordering::SeqCst), 4, "and the mark was given up each time");
}

async fn a_cancelled_computation_holds_nobody_up_for_long(conn: impl Shared) {
    let cache = Cache::new(conn.clone(), Settings { patience: Duration::from_millis(300), ..settings() });
    let forever = cache.get("k", || async { std::future::pending::<Result<Vec<u8>>>().await });
    assert!(tokio::time::timeout(Duration::from_millis(100), forever).await.is_err());
    let second = tokio::time::timeout(Duration::from_secs(5), cache.get("k", || value("v")));
    assert_eq!(second.await.unwrap().unwrap(), b"v");
}

async fn who_was_overtaken_does_not_put_an_old_value_back(mut conn: impl Shared) {
    let cache = Arc::new(Cache::new(conn.clone(), settings()));
    let compute = |cache: &Arc<Cache<_>>| {
        let cache = Arc::clone(cache);
        tokio::spawn(async move {
            let compute = || async {
                sleep(Duration::from_millis(300)).await;
                value("old").await
            };
            cache.get("k", compute).await.unwrap()
        })
    };
    let computing = compute(&cache);
    sleep(Duration::from_millis(100)).await;
    cache.put("k", b"written", || async { Ok::<_, Box<dyn std::error::Error + Send + Sync>>(()) }).await.unwrap();
    assert_eq!(computing.await.unwrap(), b"old", "its own caller may see it");
    assert_eq!(peek(&cache, "k").await.as_deref(), Some("written"));

    let [entry, mark] = cache.keys("k");
    query::<()>(&mut conn, &["SET", &mark, "somebody else"]).await;
    assert!(!store(&mut conn, &entry, &mark, "me", b"too late", Duration::from_secs(1), Duration::ZERO).await.unwrap());
    let failed = cache.put("k", b"never", || async { Err("the database says no".into()) }).await as Result<u64>;
    assert!(failed.is_err());
    assert_eq!(peek(&cache, "k").await.as_deref(), Some("written"));
}

async fn of_many_one_sets_a_version(conn: impl Shared) {
    let cache = Arc::new(Cache::new(conn, settings()));
    let version = cache.put("k", b"first", || async { Ok::<_, redis_script::Error>(()) }).await.unwrap();
    let set = at_once(64, |n| {
        let cache = Arc::clone(&cache);
        async move { cache.compare_and_set("k", version, n.to_string().as_bytes()).await.unwrap() }
    });
    let set: Vec<_> = set.await;
    assert_eq!(set.iter().flatten().count(), 1);
    let winner = set.iter().position(Option::is_some).unwrap();
    let (value, new) = cache.get_versioned("k").await.unwrap().unwrap();
    assert_eq!((String::from_utf8(value).unwrap(), Some(new)), (winner.to_string(), set[winner]));
    assert!(new > version);
}

async fn a_version_never_comes_again(mut conn: impl Shared) {
    let cache = Cache::new(conn.clone(), settings());
    assert_eq!(cache.get_versioned("k").await.unwrap(), None);
    assert_eq!(cache.compare_and_set("k", 0, b"v").await.unwrap(), None);
    assert_eq!(cache.compare_and_set("k", 7, b"v").await.unwrap(), None, "nothing is there");
    let save = || async { Ok::<_, redis_script::Error>(()) };
    let first = cache.put("k", b"v", save).await.unwrap();
    let [entry, _] = cache.keys("k");
    query::<()>(&mut conn, &["DEL", &entry]).await;
    let second = cache.put("k", b"v", save).await.unwrap();
    assert!(second > first);
    assert_eq!(cache.compare_and_set("k", first, b"w").await.unwrap(), None);
    assert!(cache.compare_and_set("k", second, b"w").await.unwrap().is_some());
}

async fn lives_differ(mut conn: impl Shared) {
    let cache = Cache::new(conn.clone(), settings());
    let mut lives = Vec::new();
    for n in 0..20 {
        let key = n.to_string();
        cache.get(&key, || value("v")).await.unwrap();
        lives.push(ttl_ms(&mut conn, &cache.keys(&key)[0]).await);
    }
    lives.sort_unstable();
    assert!(lives[0] > 50_000 && lives[19] <= 66_000 && lives[19] - lives[0] > 2000, "{lives:?}");
}

async fn fill(cache: &Cache<impl Shared>) {
    for n in 0..300 {
        cache.get(&format!("user:7:{n}"), || value("v")).await.unwrap();
        cache.get(&format!("user:8:{n}"), || value("v")).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_deleted_by_pattern() {
    let conn = support::single().await;
    let settings = settings();
    let cache = Cache::new(conn.clone(), settings.clone());
    fill(&cache).await;
    assert_eq!(delete_matching([conn], &settings.prefix, "user:7:*").await.unwrap(), 300);
    assert_eq!((peek(&cache, "user:7:5").await, peek(&cache, "user:8:5").await), (None, Some("v".to_owned())));
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_deleted_by_pattern_on_every_node() {
    let settings = settings();
    let cache = Cache::new(support::cluster().await, settings.clone());
    fill(&cache).await;
    let mut primaries = Vec::new();
    for server in support::servers().primaries() {
        primaries.push(server.client().get_multiplexed_async_connection().await.unwrap());
    }
    assert_eq!(delete_matching(primaries, &settings.prefix, "user:7:*").await.unwrap(), 300);
    assert_eq!((peek(&cache, "user:7:5").await, peek(&cache, "user:8:5").await), (None, Some("v".to_owned())));
}
