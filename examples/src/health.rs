//! Whether a server can be used right now, and whether it is about to get into trouble.
//!
//! Besides `redis`: tokio (`time`).

use crate::info::{Info, Role, Stats};
use redis_script::redis::{RedisError, RedisResult, aio::ConnectionLike};
use std::fmt;
use std::time::{Duration, Instant};

/// Why a server can't be used, or not for everything.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// No answer in time, or no connection.
    Unreachable(String),
    /// A script runs for so long that nobody else is served. `SCRIPT KILL` ends it, unless it has written.
    Busy,
    /// It reads its data from disk.
    Loading,
    /// It answers, but not this user.
    Refused(String),
    /// A replica that has lost its primary: what it has gets old.
    Unlinked,
    /// Full, and it throws nothing out: writes are refused.
    Full,
    /// Its last snapshot, or write to the append-only file, failed: writes may be refused.
    NotPersisted,
}

/// What a health check found.
#[derive(Clone, Debug)]
pub struct Health {
    /// How long the server took to answer.
    pub latency: Duration,
    /// None if all is well.
    pub problems: Vec<Problem>,
}

impl Health {
    /// Asks once, for no longer than `limit`: a frozen server accepts connections, and says nothing.
    pub async fn check(conn: &mut impl ConnectionLike, limit: Duration) -> Self {
        let started = Instant::now();
        let problems = match tokio::time::timeout(limit, Info::read(conn)).await {
            Ok(Ok(info)) => problems(&info),
            Ok(Err(error)) => vec![Problem::from(&error)],
            Err(_) => vec![Problem::Unreachable(format!("no answer within {limit:?}"))],
        };
        Self { latency: started.elapsed(), problems }
    }

    /// Whether all is well.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }
}

fn problems(info: &Info) -> Vec<Problem> {
    let full = info.memory.max.is_some() && info.memory.fullness() >= Some(1.0) && info.memory.policy == "noeviction";
    [
        (info.loading, Problem::Loading),
        (matches!(info.role, Role::Replica { linked: false, .. }), Problem::Unlinked),
        (full, Problem::Full),
        (!info.persisted, Problem::NotPersisted),
    ]
    .into_iter()
    .filter_map(|(is_so, problem)| is_so.then_some(problem))
    .collect()
}

impl From<&RedisError> for Problem {
    fn from(error: &RedisError) -> Self {
        match error.code() {
            Some("BUSY") => Self::Busy,
            Some("LOADING") => Self::Loading,
            Some(code) => Self::Refused(format!("{code} {}", error.detail().unwrap_or_default())),
            None => Self::Unreachable(error.to_string()),
        }
    }
}

/// From where on a [`Monitor`] raises an alert.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Of `maxmemory`, or of the machine's memory without one.
    pub memory: f64,
    /// Of reads that find their key, from one look to the next.
    pub hit_rate: f64,
    /// How many reads there have to be for their hit rate to say anything.
    pub reads: u64,
    /// Resident to used memory.
    pub fragmentation: f64,
    /// How many bytes have to be lost by it: a small server is little more than its own program.
    pub fragmented: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 0.9, hit_rate: 0.8, reads: 100, fragmentation: 1.5, fragmented: 64 << 20 }
    }
}

/// Something is about to go wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Alert {
    /// Memory is nearly full.
    Memory(f64),
    /// Too few reads find their key.
    HitRate(f64),
    /// Memory is given out in pieces that can't be used.
    Fragmentation(f64),
    /// Keys are being thrown out to make room: so many since the last look.
    Evictions(u64),
}

/// Looks at a server time and again.
#[derive(Clone, Debug, Default)]
pub struct Monitor {
    limits: Limits,
    before: Option<Stats>,
}

impl Monitor {
    /// With limits of your own. [`Limits::default`] has 90 % of memory, 80 % of hits, a fragmentation of 1.5.
    pub fn new(limits: Limits) -> Self {
        Self { limits, before: None }
    }

    /// Looks once. Rates are those since the last look; since the server's start at the first one.
    pub async fn look(&mut self, conn: &mut impl ConnectionLike) -> RedisResult<Vec<Alert>> {
        Ok(self.judge(&Info::read(conn).await?))
    }

    /// What is to be said of a reading.
    pub fn judge(&mut self, info: &Info) -> Vec<Alert> {
        let Limits { memory, hit_rate, reads, fragmentation, fragmented } = self.limits;
        let stats = info.stats.since(&self.before.replace(info.stats).unwrap_or_default());
        let lost = info.memory.resident.saturating_sub(info.memory.used);
        let alerts = [
            info.memory.fullness().filter(|&full| full > memory).map(Alert::Memory),
            stats.hit_rate().filter(|&rate| rate < hit_rate && stats.hits + stats.misses >= reads).map(Alert::HitRate),
            Some(info.memory.fragmentation)
                .filter(|&f| f > fragmentation && lost >= fragmented)
                .map(Alert::Fragmentation),
            Some(stats.evicted).filter(|&keys| keys > 0).map(Alert::Evictions),
        ];
        alerts.into_iter().flatten().collect()
    }
}

impl fmt::Display for Alert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory(full) => write!(f, "memory is {:.0} % full", full * 100.0),
            Self::HitRate(rate) => write!(f, "only {:.0} % of reads find their key", rate * 100.0),
            Self::Fragmentation(ratio) => write!(f, "memory is fragmented: {ratio:.2} times what is used"),
            Self::Evictions(keys) => write!(f, "{keys} keys were thrown out to make room"),
        }
    }
}
