//! The four rate limiters under the same traffic: what each lets through at worst, and what each keeps in memory.
//!
//! `cargo run -p redis-script-examples --bin rate_limiters`, on `REDIS_URL` or a private server.

use redis_script::redis::{self, aio::MultiplexedConnection};
use redis_script_examples::rate_limiter::{FixedWindow, RateLimiter, SlidingWindow, TokenBucket};
use redis_script_examples::throttle::Throttle;
use redis_script_examples::{Failure, connect, unique};
use std::time::{Duration, Instant};

const LIMIT: u64 = 100;
const WINDOW: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (conn, _server) = connect().await?;
    let prefix = unique("limit");
    let fixed = FixedWindow { prefix: format!("{prefix}:fixed"), limit: LIMIT, window: WINDOW };
    let sliding = SlidingWindow { prefix: format!("{prefix}:sliding"), limit: LIMIT, window: WINDOW };
    let bucket = TokenBucket { prefix: format!("{prefix}:bucket"), capacity: LIMIT, refill_per_second: 100.0 };
    let throttle = Throttle {
        prefix: format!("{prefix}:throttle"),
        capacity: LIMIT,
        leak_per_second: 100.0,
        block_for: Duration::from_millis(200),
    };
    let throttle_keys = throttle.keys("c");
    let key = |kind: &str| vec![format!("{prefix}:{kind}:c")];
    let (fixed, sliding, bucket, throttle) = tokio::try_join!(
        measure(conn.clone(), fixed, key("fixed")),
        measure(conn.clone(), sliding, key("sliding")),
        measure(conn.clone(), bucket, key("bucket")),
        measure(conn.clone(), throttle, throttle_keys.to_vec()),
    )?;

    println!("limit {LIMIT} per {WINDOW:?}, or capacity {LIMIT} and {LIMIT} per second; one client, full\n");
    println!("| limiter | memory per client | most in any {WINDOW:?} |\n|---|---|---|");
    for (name, row) in
        [("fixed window", &fixed), ("sliding window log", &sliding), ("token bucket", &bucket), ("throttle", &throttle)]
    {
        println!("| {name} | {} bytes | {} ({} %) |", row.memory, row.most, row.most * 100 / LIMIT);
    }
    assert!(sliding.most <= LIMIT, "a log is exact");
    for row in [&fixed, &bucket, &throttle] {
        assert!((LIMIT..=2 * LIMIT + 1).contains(&row.most), "up to twice the limit: {row:?}");
        assert!(row.memory * 10 < sliding.memory, "a log keeps every request: {row:?}, {sliding:?}");
    }
    Ok(())
}

#[derive(Debug)]
struct Row {
    /// Bytes.
    memory: u64,
    /// How many were allowed within one window's time.
    most: u64,
}

/// One request, a pause, and then as many as get through: the worst case of a window that begins with the first.
async fn measure(
    mut conn: MultiplexedConnection,
    limiter: impl RateLimiter,
    keys: Vec<String>,
) -> Result<Row, Failure> {
    let mut allowed = Vec::new();
    let start = Instant::now();
    let mut memory = 0;
    while start.elapsed() < WINDOW.mul_f64(1.9) {
        let sent = Instant::now();
        if limiter.check(&mut conn, "c", 1).await?.allowed {
            allowed.push((sent, Instant::now()));
        } else {
            // It is as full as it gets.
            memory = memory.max(memory_usage(&mut conn, &keys).await?);
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        if allowed.len() == 1 {
            tokio::time::sleep(WINDOW.mul_f64(0.9)).await;
        }
    }
    Ok(Row { memory, most: most_within(WINDOW, &allowed) })
}

/// The most that were certainly allowed within so long: the last reply came less than that after the first request.
fn most_within(window: Duration, allowed: &[(Instant, Instant)]) -> u64 {
    let within = |(first, (sent, _)): (usize, &(Instant, Instant))| {
        allowed[first..].iter().filter(|(_, replied)| *replied - *sent < window).count()
    };
    allowed.iter().enumerate().map(within).max().unwrap_or(0).try_into().unwrap_or(u64::MAX)
}

async fn memory_usage(conn: &mut MultiplexedConnection, keys: &[String]) -> Result<u64, Failure> {
    let mut bytes = 0;
    for key in keys {
        // All of a log: by default the server guesses from five of its entries.
        let mut usage = redis::cmd("MEMORY");
        usage.arg("USAGE").arg(key).arg("SAMPLES").arg(0);
        bytes += usage.query_async::<Option<u64>>(conn).await?.unwrap_or(0);
    }
    Ok(bytes)
}
