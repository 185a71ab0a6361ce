//! The limits are exact, however many ask at once; refusals take nothing; who waits as long as told gets through.

mod support;

use redis_script_examples::fixed_window::count_in_window;
use redis_script_examples::rate_limiter::{FixedWindow, RateLimiter, SlidingWindow, TokenBucket};
use redis_script_examples::sliding_window::log_in_window;
use redis_script_examples::throttle::Throttle;
use redis_script_examples::token_bucket::{take_tokens, take_tokens_at};
use redis_script_examples::unique;
use std::time::Duration;
use support::{Shared, at_once, on_both, query, ttl_ms};

on_both!(
    each_limit_is_exact_among_many,
    who_waits_as_long_as_told_gets_through,
    more_than_the_limit_is_never_allowed,
    a_fixed_window_counts_what_it_allows,
    a_fixed_window_is_over_when_it_is_said_to_be,
    a_fixed_window_ends,
    a_refused_request_leaves_no_trace_in_a_log,
    a_log_has_a_member_for_each_request,
    a_log_forgets_what_left_the_window,
    a_token_bucket_refills_in_exact_fractions,
    a_token_bucket_is_forgotten_when_it_is_full_again,
    a_token_bucket_refuses_numbers_that_would_spoil_it,
    a_throttle_leaks,
    a_throttle_blocks_after_an_overflow,
    a_throttle_takes_any_identifier,
);

const LONG: Duration = Duration::from_secs(600);

async fn each_limit_is_exact_among_many(conn: impl Shared) {
    /// 64 tasks ask four times each.
    async fn allowed(limiter: impl RateLimiter + Clone + Send + Sync + 'static, conn: &impl Shared) -> usize {
        let verdicts = at_once(64, |_| {
            let (limiter, mut conn) = (limiter.clone(), conn.clone());
            async move {
                let mut allowed = 0;
                for _ in 0..4 {
                    allowed += usize::from(limiter.check(&mut conn, "c", 1).await.unwrap().allowed);
                }
                allowed
            }
        });
        verdicts.await.into_iter().sum()
    }
    let prefix = unique("limit");
    assert_eq!(allowed(FixedWindow { prefix: format!("{prefix}:f"), limit: 50, window: LONG }, &conn).await, 50);
    assert_eq!(allowed(SlidingWindow { prefix: format!("{prefix}:s"), limit: 50, window: LONG }, &conn).await, 50);
    let bucket = TokenBucket { prefix: format!("{prefix}:t"), capacity: 50, refill_per_second: 0.0 };
    assert_eq!(allowed(bucket, &conn).await, 50);
    let throttle = Throttle { prefix, capacity: 50, leak_per_second: 0.001, block_for: LONG };
    assert_eq!(allowed(throttle, &conn).await, 50);
}

async fn who_waits_as_long_as_told_gets_through(conn: impl Shared) {
    async fn try_it(limiter: impl RateLimiter, mut conn: impl Shared) {
        let first = limiter.check(&mut conn, "c", 5).await.unwrap();
        assert!(first.allowed && first.remaining == 0 && first.limit == 5, "{first:?}");
        for _ in 0..3 {
            let refused = limiter.check(&mut conn, "c", 3).await.unwrap();
            assert!(!refused.allowed, "{refused:?}");
            let wait = refused.retry_after.unwrap();
            assert!(wait > Duration::ZERO && wait <= Duration::from_millis(300), "{refused:?}");
            assert!(refused.reset_after.unwrap() >= Duration::from_millis(1), "{refused:?}");
            tokio::time::sleep(wait).await;
            let allowed = limiter.check(&mut conn, "c", 3).await.unwrap();
            assert!(allowed.allowed && allowed.retry_after == Some(Duration::ZERO), "after {wait:?}: {allowed:?}");
            // The next round starts with a full one again.
            tokio::time::sleep(allowed.reset_after.unwrap()).await;
            assert!(limiter.check(&mut conn, "c", 5).await.unwrap().allowed);
        }
    }
    let prefix = unique("limit");
    let window = Duration::from_millis(250);
    tokio::join!(
        try_it(FixedWindow { prefix: format!("{prefix}:f"), limit: 5, window }, conn.clone()),
        try_it(SlidingWindow { prefix: format!("{prefix}:s"), limit: 5, window }, conn.clone()),
        // Thirds and sevenths, which no double holds.
        try_it(
            TokenBucket { prefix: format!("{prefix}:3"), capacity: 5, refill_per_second: 100.0 / 3.0 },
            conn.clone()
        ),
        try_it(
            TokenBucket { prefix: format!("{prefix}:7"), capacity: 5, refill_per_second: 100.0 / 7.0 },
            conn.clone()
        ),
        try_it(
            Throttle { prefix, capacity: 5, leak_per_second: 100.0 / 7.0, block_for: Duration::from_millis(50) },
            conn.clone()
        ),
    );
}

async fn more_than_the_limit_is_never_allowed(mut conn: impl Shared) {
    let prefix = unique("limit");
    let window = FixedWindow { prefix: format!("{prefix}:f"), limit: 5, window: LONG };
    let log = SlidingWindow { prefix: format!("{prefix}:s"), limit: 5, window: LONG };
    let bucket = TokenBucket { prefix: format!("{prefix}:t"), capacity: 5, refill_per_second: 1.0 };
    let throttle = Throttle { prefix, capacity: 5, leak_per_second: 1.0, block_for: LONG };
    let refused = [
        window.check(&mut conn, "c", 6).await.unwrap(),
        log.check(&mut conn, "c", 6).await.unwrap(),
        bucket.check(&mut conn, "c", 6).await.unwrap(),
        RateLimiter::check(&throttle, &mut conn, "c", 6).await.unwrap(),
    ];
    for decision in refused {
        assert!(!decision.allowed && decision.remaining == 5 && decision.retry_after.is_none(), "{decision:?}");
    }
    assert!(window.check(&mut conn, "c", 5).await.unwrap().allowed, "asking in vain took nothing");
    assert!(RateLimiter::check(&throttle, &mut conn, "c", 5).await.unwrap().allowed, "nor did it block");
}

async fn a_fixed_window_counts_what_it_allows(mut conn: impl Shared) {
    let key = &unique("window");
    assert_eq!(count_in_window(&mut conn, key, 10, 60_000, 8).await.unwrap(), (true, 2, 0, 60_001));
    let (allowed, left, retry_ms, reset_ms) = count_in_window(&mut conn, key, 10, 60_000, 3).await.unwrap();
    assert_eq!((allowed, left), (false, 2));
    assert!((1..=60_001).contains(&retry_ms) && reset_ms <= 60_001);
    assert_eq!(query::<u64>(&mut conn, &["GET", key]).await, 8, "refused ones aren't counted");
    assert!(count_in_window(&mut conn, key, 10, 60_000, 2).await.unwrap().0);
    assert!(!count_in_window(&mut conn, key, 10, 60_000, 1).await.unwrap().0);
    assert!(count_in_window(&mut conn, key, 10, 60_000, 0).await.unwrap().0, "nothing is always allowed");
}

async fn a_fixed_window_is_over_when_it_is_said_to_be(mut conn: impl Shared) {
    let window = unique("window");
    for _ in 0..50 {
        let (_, _, retry, reset) = count_in_window(&mut conn, &window, 1, 60_000, 1).await.unwrap();
        // A key lives for all of its last millisecond.
        let left = ttl_ms(&mut conn, &window).await;
        assert!(i64::try_from(reset).unwrap() > left && (retry == 0 || retry > left), "{retry} {reset} {left}");
    }
}

async fn a_fixed_window_ends(mut conn: impl Shared) {
    let key = &unique("window");
    assert!(count_in_window(&mut conn, key, 1, 50, 1).await.unwrap().0);
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert!(count_in_window(&mut conn, key, 1, 50, 1).await.unwrap().0);
    // One that would never end, since somebody wrote it without a time to live, ends.
    query::<()>(&mut conn, &["SET", key, "99"]).await;
    assert_eq!(count_in_window(&mut conn, key, 1, 50, 1).await.unwrap(), (true, 0, 0, 51));
    assert!((1..=50).contains(&ttl_ms(&mut conn, key).await));
}

async fn a_refused_request_leaves_no_trace_in_a_log(mut conn: impl Shared) {
    let key = &unique("log");
    assert_eq!(log_in_window(&mut conn, key, 3, 60_000, 3).await.unwrap(), (true, 0, 0, 60_000));
    let before: Vec<u8> = query(&mut conn, &["DUMP", key]).await;
    for _ in 0..20 {
        assert!(!log_in_window(&mut conn, key, 3, 60_000, 1).await.unwrap().0);
    }
    assert_eq!(query::<Vec<u8>>(&mut conn, &["DUMP", key]).await, before);
    let unknown = &unique("log");
    assert_eq!(log_in_window(&mut conn, unknown, 3, 60_000, 4).await.unwrap(), (false, 3, -1, 0));
    assert_eq!(ttl_ms(&mut conn, unknown).await, -2);
}

async fn a_log_has_a_member_for_each_request(conn: impl Shared) {
    let key = unique("log");
    at_once(64, |_| {
        let (mut conn, key) = (conn.clone(), key.clone());
        async move {
            for requested in 1..=4 {
                assert!(log_in_window(&mut conn, &key, 1000, 600_000, requested).await.unwrap().0);
            }
        }
    })
    .await;
    assert_eq!(query::<u64>(&mut conn.clone(), &["ZCARD", &key]).await, 640);
}

async fn a_log_forgets_what_left_the_window(mut conn: impl Shared) {
    let key = &unique("log");
    for _ in 0..3 {
        assert!(log_in_window(&mut conn, key, 4, 200, 1).await.unwrap().0);
        tokio::time::sleep(Duration::from_millis(80)).await;
    }
    // By now the first has left, and the second has not.
    assert!(log_in_window(&mut conn, key, 4, 200, 1).await.unwrap().0);
    assert!(query::<u64>(&mut conn, &["ZCARD", key]).await <= 3);
    tokio::time::sleep(Duration::from_millis(220)).await;
    assert_eq!(ttl_ms(&mut conn, key).await, -2);
}

async fn a_token_bucket_refills_in_exact_fractions(mut conn: impl Shared) {
    const START: u64 = 1_700_000_000_250_000;
    let prefix = unique("bucket");
    // Whether, and how many are left, so many milliseconds after the start.
    let mut take = async |rate: f64, after_ms: u64, requested: u64| {
        let bucket = format!("{prefix}:{rate}");
        let now = START + after_ms * 1000;
        take_tokens_at(&mut conn, &bucket, 10, rate, requested, now).await.unwrap()
    };
    assert_eq!(take(0.5, 0, 10).await, (true, 0, 0, 20_000));
    assert_eq!(take(0.5, 1000, 1).await, (false, 0, 1000, 19_000), "half a token is none");
    assert_eq!(take(0.5, 2000, 1).await, (true, 0, 0, 20_000));
    assert_eq!(take(0.5, 9000, 4).await, (false, 3, 1000, 13_000), "3.5 tokens");
    assert_eq!(take(0.5, 10_000, 4).await, (true, 0, 0, 20_000), "the half was kept");
    assert_eq!(take(0.5, 5000, 1).await, (false, 0, 2000, 20_000), "a clock that runs behind gains nothing");
    assert_eq!(take(0.5, 12_000, 1).await, (true, 0, 0, 20_000), "and costs nothing");
    assert_eq!(take(0.5, 1_000_000_000, 11).await, (false, 10, -1, 0), "never more than it holds");

    // Asking in vain, however often, changes nothing: eight eighths are one, and ten tenths.
    for (rate, times) in [(0.125, 8), (0.1, 10)] {
        assert!(take(rate, 0, 10).await.0);
        for n in 1..times {
            let (allowed, left, retry_ms, _) = take(rate, n * 1000, 1).await;
            assert_eq!((allowed, left, retry_ms), (false, 0, i64::try_from(times - n).unwrap() * 1000));
        }
        assert!(take(rate, times * 1000, 1).await.0);
    }
}

async fn a_token_bucket_is_forgotten_when_it_is_full_again(mut conn: impl Shared) {
    let [asked, taken, once] = ["asked", "taken", "once"].map(unique);
    assert_eq!(take_tokens(&mut conn, &asked, 10, 0.1, 11).await.unwrap(), (false, 10, -1, 0));
    assert_eq!(ttl_ms(&mut conn, &asked).await, -2, "nothing was taken");
    take_tokens(&mut conn, &taken, 10, 0.1, 3).await.unwrap();
    assert!((20_000..=30_001).contains(&ttl_ms(&mut conn, &taken).await));
    assert_eq!(take_tokens(&mut conn, &once, 10, 0.0, 3).await.unwrap(), (true, 7, 0, -1));
    assert_eq!(ttl_ms(&mut conn, &once).await, -1, "never full again");
}

async fn a_token_bucket_refuses_numbers_that_would_spoil_it(mut conn: impl Shared) {
    let bucket = &unique("bucket");
    for rate in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        let error = take_tokens(&mut conn, bucket, 10, rate, 1).await.unwrap_err();
        assert!(error.to_string().contains("finite"), "{error}");
    }
    assert_eq!(ttl_ms(&mut conn, bucket).await, -2);
}

fn throttle(block_for: Duration) -> Throttle {
    Throttle { prefix: unique("throttle"), capacity: 4, leak_per_second: 20.0, block_for }
}

async fn a_throttle_leaks(mut conn: impl Shared) {
    let throttle = throttle(Duration::ZERO);
    let first = throttle.check(&mut conn, "a", 3).await.unwrap();
    assert_eq!((first.allowed, first.level.to_string(), first.remaining), (true, "3".to_owned(), 1));
    let second = throttle.check(&mut conn, "a", 4).await.unwrap();
    let wait = second.retry_after.unwrap();
    assert!(!second.allowed && second.level > 0.0 && second.level <= 3.0, "{second:?}");
    assert!(wait <= Duration::from_millis(150), "3 tokens leak in 150 ms, not {wait:?}");
    let never = throttle.check(&mut conn, "a", 5).await.unwrap();
    assert!(!never.allowed && never.retry_after.is_none());
    assert!(throttle.check(&mut conn, "b", 4).await.unwrap().allowed, "a bucket each");
    tokio::time::sleep(wait).await;
    assert!(throttle.check(&mut conn, "a", 4).await.unwrap().allowed);
    tokio::time::sleep(Duration::from_millis(250)).await;
    let [bucket, block] = throttle.keys("a");
    assert_eq!((ttl_ms(&mut conn, &bucket).await, ttl_ms(&mut conn, &block).await), (-2, -2), "empty, so forgotten");
}

async fn a_throttle_blocks_after_an_overflow(mut conn: impl Shared) {
    let throttle = throttle(Duration::from_millis(400));
    throttle.check(&mut conn, "a", 4).await.unwrap();
    let denied = throttle.check(&mut conn, "a", 1).await.unwrap();
    assert_eq!((denied.allowed, denied.retry_after), (false, Some(Duration::from_millis(400))));
    // The bucket is empty by now, and the block still on.
    tokio::time::sleep(Duration::from_millis(250)).await;
    let blocked = throttle.check(&mut conn, "a", 1).await.unwrap();
    assert!(!blocked.allowed && blocked.retry_after.unwrap() <= Duration::from_millis(150), "{blocked:?}");
    tokio::time::sleep(Duration::from_millis(200)).await;
    let after = throttle.check(&mut conn, "a", 1).await.unwrap();
    assert_eq!((after.allowed, after.remaining), (true, 3));
}

async fn a_throttle_takes_any_identifier(mut conn: impl Shared) {
    let throttle = throttle(Duration::from_millis(1));
    for identifier in ["", "alice", "{", "}", "{}", "}{", "a}b{c}", "203.0.113.7"] {
        // Both keys in one slot, or a cluster would refuse it.
        assert!(throttle.check(&mut conn, identifier, 1).await.unwrap().allowed, "{identifier:?}");
        let [bucket, block] = throttle.keys(identifier);
        assert_ne!(bucket, block);
    }
}
