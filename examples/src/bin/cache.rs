//! Two hundred callers in eight processes want the same report at once; then somebody changes it.
//!
//! `cargo run -p redis-script-examples --bin cache`, on `REDIS_URL` or a private server.

use futures_util::future::try_join_all;
use redis_script_examples::cache::{Cache, Settings, delete_matching};
use redis_script_examples::{Failure, connect, unique};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (conn, _server) = connect().await?;
    let settings = Settings {
        prefix: unique("cache"),
        ttl: Duration::from_secs(60),
        jitter: 0.1,
        eagerness: 1.0,
        patience: Duration::from_secs(10),
    };
    // As if they were processes: each coalesces its own callers, and Redis the rest.
    let caches: Vec<_> = (0..8).map(|_| Cache::new(conn.clone(), settings.clone())).collect();
    let computed = AtomicU32::new(0);
    let compute = || async {
        computed.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok::<_, Failure>(b"the report".to_vec())
    };

    let started = Instant::now();
    let reports = try_join_all((0..200).map(|n| caches[n % 8].get("report:2026", compute))).await?;
    println!("200 callers in {:?}: {} computation", started.elapsed(), computed.load(Ordering::Relaxed));
    assert!(reports.iter().all(|report| report == b"the report"));
    assert_eq!(computed.load(Ordering::Relaxed), 1);

    let cache = &caches[0];
    let version = cache.put("report:2026", b"corrected", || async { Ok::<_, Failure>(()) }).await?;
    assert_eq!(caches[1].get("report:2026", compute).await?, b"corrected");
    println!("written through: version {version}, and every process sees it");
    let newer = cache.compare_and_set("report:2026", version, b"corrected twice").await?.expect("nobody came between");
    let refused = caches[1].compare_and_set("report:2026", version, b"an older correction").await?;
    println!("compare and set: version {version} became {newer}; who still had {version} was refused");
    assert!(newer > version && refused.is_none());

    let deleted = delete_matching([conn], &settings.prefix, "report:*").await?;
    println!("deleted report:*: {deleted} entry");
    assert_eq!(deleted, 1);
    Ok(())
}
