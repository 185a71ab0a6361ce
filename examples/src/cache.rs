//! A cache in front of something slow: computed by one caller at a time, across all processes, and a little before it
//! runs out, so that nobody waits.
//!
//! Stands on the crates `rand`, and `tokio` for waiting.

use redis_script::redis::{self, aio::ConnectionLike};
use redis_script::{Result, redis_script};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// Looks `entry` up. Gives the value, if there is one, and 0 to use it, 1 to compute it (the `mark` is the caller's for
/// `patience`), or 2 to ask again, since somebody else computes it.
#[redis_script(file = "lua/cache_look_up.lua", keys = 2, args = (&str, Duration, f64))]
pub async fn look_up(
    conn: &mut impl ConnectionLike,
    entry: &str,
    mark: &str,
    caller: &str,
    #[arg(millis)] patience: Duration,
    early: f64,
) -> Result<(Option<Vec<u8>>, u8)>;

/// Puts a computed value in, if the mark is still the caller's. Gives whether it is.
#[redis_script(file = "lua/cache_store.lua", keys = 2, args = (&str, &[u8], Duration, Duration))]
pub async fn store(
    conn: &mut impl ConnectionLike,
    entry: &str,
    mark: &str,
    caller: &str,
    value: &[u8],
    #[arg(millis)] ttl: Duration,
    #[arg(millis)] took: Duration,
) -> Result<bool>;

/// Puts a value in, if `version` is 0 or the one that is there. Gives the new version; 0 if another was there.
#[redis_script(file = "lua/cache_write.lua", keys = 2, args = (&[u8], Duration, u64))]
pub async fn write(
    conn: &mut impl ConnectionLike,
    entry: &str,
    mark: &str,
    value: &[u8],
    #[arg(millis)] ttl: Duration,
    version: u64,
) -> Result<u64>;

/// Takes the mark back, if it is the caller's: the computation failed.
#[redis_script(file = "lua/lock_release.lua", keys = 1, args = (&str))]
pub async fn give_up(conn: &mut impl ConnectionLike, mark: &str, caller: &str) -> Result<bool>;

/// How long values are kept.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the keys start with.
    pub prefix: String,
    /// How long a value is kept, more or less: each a little longer or shorter, at random, so that what was stored
    /// together does not run out together.
    pub ttl: Duration,
    /// How much longer or shorter: 0.1 is a tenth.
    pub jitter: f64,
    /// How eager to compute before a value runs out: 1 is the best for most; more is earlier; 0 is never.
    pub eagerness: f64,
    /// How long one may compute before the next one does: longer than it ever takes.
    pub patience: Duration,
}

/// A cache of byte strings. Callers in this process share a computation, and so do processes.
#[derive(Debug)]
pub struct Cache<C> {
    conn: C,
    settings: Settings,
    /// What callers in this process are waiting for together.
    flights: Mutex<HashMap<String, Flight>>,
}

type Flight = Arc<OnceCell<Vec<u8>>>;

impl<C: ConnectionLike + Clone + Send> Cache<C> {
    /// A cache on a connection that can be cloned.
    pub fn new(conn: C, settings: Settings) -> Self {
        Self { conn, settings, flights: Mutex::default() }
    }

    /// The value of `key`; computed if there is none, and now and then when it is about to run out. If the computation
    /// fails, that is the caller's alone: the next one tries for itself.
    pub async fn get<E, F>(&self, key: &str, compute: impl FnOnce() -> F) -> std::result::Result<Vec<u8>, E>
    where
        E: From<redis_script::Error>,
        F: Future<Output = std::result::Result<Vec<u8>, E>>,
    {
        let joined = Joined { cache: self, key, flight: self.join(key) };
        joined.flight.get_or_try_init(|| self.fetch(key, compute)).await.cloned()
    }

    /// Writes through: `save` changes what lies behind the cache, and then the cache gets the value. Gives its version.
    ///
    /// If the cache can't be written after `save` went well, the old value stays in it until it runs out; the error says
    /// that this may be so.
    pub async fn put<E, F>(&self, key: &str, value: &[u8], save: impl FnOnce() -> F) -> std::result::Result<u64, E>
    where
        E: From<redis_script::Error>,
        F: Future<Output = std::result::Result<(), E>>,
    {
        save().await?;
        let [entry, mark] = self.keys(key);
        Ok(write(&mut self.conn.clone(), &entry, &mark, value, self.ttl(), 0).await?)
    }

    /// The value of `key` and its version, for [`compare_and_set`](Self::compare_and_set); `None` if it is not there.
    pub async fn get_versioned(&self, key: &str) -> Result<Option<(Vec<u8>, u64)>> {
        let [entry, _] = self.keys(key);
        let mut command = redis::cmd("HMGET");
        command.arg(entry).arg("value").arg("version");
        let (value, version) = command.query_async::<(Option<Vec<u8>>, _)>(&mut self.conn.clone()).await?;
        Ok(value.zip(version))
    }

    /// Replaces the value of that version. Gives the new version; `None` if there is another one by now, or none.
    pub async fn compare_and_set(&self, key: &str, version: u64, value: &[u8]) -> Result<Option<u64>> {
        let [entry, mark] = self.keys(key);
        // The script's 0 means any version: no entry has it.
        if version == 0 {
            return Ok(None);
        }
        let new = write(&mut self.conn.clone(), &entry, &mark, value, self.ttl(), version).await?;
        Ok((new > 0).then_some(new))
    }

    /// The keys of a value and of the mark of who computes it, in one slot: a cluster hashes what is between the first `{`
    /// and the next `}`.
    pub fn keys(&self, key: &str) -> [String; 2] {
        ["", ":computing"].map(|suffix| format!("{{{}:{key}}}{suffix}", self.settings.prefix))
    }

    async fn fetch<E, F>(&self, key: &str, compute: impl FnOnce() -> F) -> std::result::Result<Vec<u8>, E>
    where
        E: From<redis_script::Error>,
        F: Future<Output = std::result::Result<Vec<u8>, E>>,
    {
        let mut conn = self.conn.clone();
        let [entry, mark] = self.keys(key);
        let caller = format!("{:032x}", rand::random::<u128>());
        loop {
            // Vattani, Chierichetti, Lowenstein: "Optimal Probabilistic Cache Stampede Prevention" (VLDB 2015).
            let early = -self.settings.eagerness * (1.0 - rand::random::<f64>()).ln();
            match look_up(&mut conn, &entry, &mark, &caller, self.settings.patience, early).await? {
                (Some(value), 0) => return Ok(value),
                (_, 1) => break,
                _ => tokio::time::sleep(Duration::from_millis(rand::random_range(5..25))).await,
            }
        }
        let started = Instant::now();
        match compute().await {
            Ok(value) => {
                store(&mut conn, &entry, &mark, &caller, &value, self.ttl(), started.elapsed()).await?;
                Ok(value)
            }
            Err(error) => {
                // Without it the others wait until the mark runs out: no more than that depends on it.
                let _ = give_up(&mut conn, &mark, &caller).await;
                Err(error)
            }
        }
    }

    fn ttl(&self) -> Duration {
        let jitter = self.settings.jitter.clamp(0.0, 1.0);
        self.settings.ttl.mul_f64(rand::random_range(1.0 - jitter..=1.0 + jitter))
    }
}

impl<C> Cache<C> {
    fn join(&self, key: &str) -> Flight {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(flights.entry(key.to_owned()).or_default())
    }
}

/// One caller's part in a flight. The first one to leave after it landed closes it, and the last one if it never did.
struct Joined<'a, C> {
    cache: &'a Cache<C>,
    key: &'a str,
    flight: Flight,
}

impl<C> Drop for Joined<'_, C> {
    fn drop(&mut self) {
        let mut flights = self.cache.flights.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = self.flight.initialized() || Arc::strong_count(&self.flight) == 2;
        if is_over && flights.get(self.key).is_some_and(|flight| Arc::ptr_eq(flight, &self.flight)) {
            flights.remove(self.key);
        }
    }
}

/// Deletes the entries whose keys match `pattern` (as in `user:7:*`), with the marks of who computes them, so that no
/// old value comes back. Gives how many entries there were.
///
/// `primaries` are connections to each primary: on a cluster, `SCAN` sees one node. It finds what was there all the
/// time; what is written meanwhile may stay.
pub async fn delete_matching<C: ConnectionLike>(
    primaries: impl IntoIterator<Item = C>,
    prefix: &str,
    pattern: &str,
) -> Result<u64> {
    let mut entries = 0;
    for mut conn in primaries {
        let mut cursor = 0_u64;
        loop {
            let mut scan = redis::cmd("SCAN");
            scan.arg(cursor).arg("MATCH").arg(format!("{{{prefix}:{pattern}}}*")).arg("COUNT").arg(500);
            let (next, keys): (u64, Vec<String>) = scan.query_async(&mut conn).await?;
            // A command for each key: on a cluster they are in different slots, which one command can't have.
            let mut pipeline = redis::pipe();
            for key in &keys {
                pipeline.cmd("UNLINK").arg(key);
            }
            let unlinked: Vec<u64> = pipeline.query_async(&mut conn).await?;
            let is_entry = |key: &String| key.ends_with('}');
            entries += keys.iter().zip(unlinked).filter(|(key, _)| is_entry(key)).map(|(_, n)| n).sum::<u64>();
            cursor = next;
            if cursor == 0 {
                break;
            }
        }
    }
    Ok(entries)
}
