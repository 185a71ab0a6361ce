//! Who called, what was answered, and what the server counted.

use std::{
    collections::{BTreeMap, HashMap},
    fs::OpenOptions,
    io::Write as _,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use redis::{Cmd, aio::ConnectionLike};
use redis_script::{Error, Happened, Invocation, Result, Script};

use crate::support::{call, script};

/// Counts a marker, and says how often it has been counted.
pub(crate) const MARK: &str = "return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)";

/// The same with a second key.
const MARK_BESIDE: &str = "redis.call('APPEND', KEYS[2], 'x')\nreturn redis.call('HINCRBY', KEYS[1], ARGV[1], 1)";

/// Names the file to which the figures are written.
const FILE: &str = "REDIS_SCRIPT_FAULTS";
/// A call that takes longer than this hangs.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Ledger {
    name: &'static str,
    script: &'static Script,
    /// Markers are spread over these.
    keys: Vec<String>,
    /// A second key of each call.
    beside: Option<&'static str>,
    next: AtomicU64,
    stopped: AtomicBool,
    entries: Mutex<Vec<Entry>>,
}

struct Entry {
    marker: u64,
    took: Duration,
    answer: std::result::Result<(), (&'static str, Happened, Happened)>,
}

/// What became of the calls.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) calls: usize,
    pub(crate) errors: BTreeMap<&'static str, u64>,
    /// Runs beyond the first one of a call.
    pub(crate) double_runs: i64,
    /// Calls that were answered, and whose effect isn't there.
    pub(crate) lost_effects: usize,
    /// Errors that say that their script ran and it didn't, or the reverse.
    pub(crate) wrong_errors: usize,
    pub(crate) longest_call: Duration,
}

impl Ledger {
    /// For a fault on one server.
    pub(crate) fn new(name: &'static str) -> Arc<Self> {
        Self::with(name, script(MARK), vec!["runs".to_owned()])
    }

    /// For a fault in a cluster: the markers are spread over all of its slots.
    pub(crate) fn spread(name: &'static str) -> Arc<Self> {
        Self::with(name, script(MARK), (0..64).map(|n| format!("runs:{n}")).collect())
    }

    pub(crate) fn with(name: &'static str, script: &'static Script, keys: Vec<String>) -> Arc<Self> {
        Arc::new(Self::plain(name, script, keys))
    }

    /// For calls with two keys.
    pub(crate) fn pairs(name: &'static str, key: &str, beside: &'static str) -> Arc<Self> {
        let ledger = Self::plain(name, script(MARK_BESIDE), vec![key.to_owned()]);
        Arc::new(Self { beside: Some(beside), ..ledger })
    }

    fn plain(name: &'static str, script: &'static Script, keys: Vec<String>) -> Self {
        let (next, stopped, entries) = (AtomicU64::new(0), AtomicBool::new(false), Mutex::default());
        Self { name, script, keys, beside: None, next, stopped, entries }
    }

    pub(crate) fn script(&self) -> &'static Script {
        self.script
    }

    pub(crate) fn keys(&self) -> &[String] {
        &self.keys
    }

    /// How many calls have ended.
    pub(crate) fn ended(&self) -> usize {
        self.entries.lock().unwrap().len()
    }

    /// Lets callers end.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, SeqCst);
    }

    /// Makes a call, and keeps what became of it.
    pub(crate) async fn call<C: ConnectionLike>(&self, conn: &mut C) -> Result<i64> {
        self.call_by(async |call| call.invoke_async(conn).await).await
    }

    /// The same by another way of calling.
    pub(crate) async fn call_by(&self, how: impl AsyncFnOnce(Invocation<i64>) -> Result<i64>) -> Result<i64> {
        let marker = self.next.fetch_add(1, SeqCst);
        let started = Instant::now();
        let result = tokio::time::timeout(PATIENCE, how(self.invocation(marker))).await;
        let result = result.unwrap_or_else(|_| panic!("{}: a call hangs", self.name));
        self.keep(marker, started.elapsed(), &result);
        result
    }

    /// Makes a blocking call.
    pub(crate) fn call_blocking(&self, conn: &mut impl redis::ConnectionLike) -> Result<i64> {
        let marker = self.next.fetch_add(1, SeqCst);
        let started = Instant::now();
        let result = self.invocation(marker).invoke(conn);
        self.keep(marker, started.elapsed(), &result);
        result
    }

    fn invocation(&self, marker: u64) -> Invocation<i64> {
        let keys: Vec<&str> = std::iter::once(self.key(marker)).chain(self.beside).collect();
        call(self.script, &keys, &[&marker.to_string()])
    }

    fn key(&self, marker: u64) -> &str {
        &self.keys[usize::try_from(marker).unwrap() % self.keys.len()]
    }

    fn keep(&self, marker: u64, took: Duration, result: &Result<i64>) {
        let class = |error: &Error| (error.error_type(), error.ran(), error.wrote());
        let answer = result.as_ref().map(|_| ()).map_err(class);
        self.entries.lock().unwrap().push(Entry { marker, took, answer });
    }

    /// Callers that make one call after another, `limit` in all or until they are stopped. They share the
    /// connections.
    pub(crate) fn start<C>(self: &Arc<Self>, conns: &[C], callers: usize, limit: u64) -> Callers
    where
        C: ConnectionLike + Clone + Send + Sync + 'static,
    {
        let callers = (0..callers).map(|caller| {
            let (ledger, mut conn) = (Arc::clone(self), conns[caller % conns.len()].clone());
            tokio::spawn(async move {
                while !ledger.stopped.load(SeqCst) && ledger.next.load(SeqCst) < limit {
                    if ledger.call(&mut conn).await.is_err() {
                        tokio::time::sleep(Duration::from_millis(2)).await;
                    }
                }
            })
        });
        Callers(callers.collect())
    }

    /// Compares what was answered with what the server counted, whose state the connection shows.
    pub(crate) async fn settle(&self, conn: &mut impl ConnectionLike) -> Figures {
        let mut counted = HashMap::new();
        for key in &self.keys {
            let runs: HashMap<u64, i64> = Cmd::hgetall(key).query_async(conn).await.unwrap();
            counted.extend(runs);
        }
        self.figures(&counted)
    }

    fn figures(&self, counted: &HashMap<u64, i64>) -> Figures {
        let entries = self.entries.lock().unwrap();
        let mut figures = Figures { calls: entries.len(), ..Figures::default() };
        for Entry { marker, took, answer } in &*entries {
            let runs = counted.get(marker).copied().unwrap_or(0);
            figures.double_runs += (runs - 1).max(0);
            figures.longest_call = figures.longest_call.max(*took);
            match answer {
                Ok(()) => figures.lost_effects += usize::from(runs == 0),
                Err((class, ran, wrote)) => {
                    *figures.errors.entry(class).or_default() += 1;
                    let wrong = match (ran, wrote) {
                        (Happened::No, _) | (_, Happened::No) => runs > 0,
                        (_, Happened::Yes) => runs == 0,
                        _ => false,
                    };
                    figures.wrong_errors += usize::from(wrong);
                }
            }
        }
        figures
    }

    /// Nothing is lost, nothing ran twice, and errors told the truth. Writes the figures down, with what the
    /// caller sees.
    pub(crate) fn hold(&self, figures: &Figures, caller_sees: &str) {
        self.report(figures, caller_sees);
        let broken = (figures.double_runs, figures.lost_effects, figures.wrong_errors);
        assert_eq!(broken, (0, 0, 0), "{}: {figures:?}", self.name);
    }

    /// Writes the figures down, whatever they are.
    pub(crate) fn report(&self, figures: &Figures, caller_sees: &str) {
        let errors: Vec<String> = figures.errors.iter().map(|(class, count)| format!("\"{class}\": {count}")).collect();
        let line = format!(
            "{{\"fault\": \"{}\", \"calls\": {}, \"errors\": {{{}}}, \"double_runs\": {}, \"lost_effects\": {}, \
             \"wrong_errors\": {}, \"longest_call_ms\": {:.1}, \"caller_sees\": \"{caller_sees}\"}}\n",
            self.name,
            figures.calls,
            errors.join(", "),
            figures.double_runs,
            figures.lost_effects,
            figures.wrong_errors,
            figures.longest_call.as_secs_f64() * 1000.0,
        );
        print!("{line}");
        if let Some(file) = std::env::var_os(FILE) {
            let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
            file.write_all(line.as_bytes()).unwrap();
        }
    }
}

/// Callers on their way.
#[must_use = "callers are waited for"]
pub(crate) struct Callers(Vec<tokio::task::JoinHandle<()>>);

impl Callers {
    pub(crate) async fn end(self) {
        for caller in self.0 {
            caller.await.unwrap();
        }
    }
}
