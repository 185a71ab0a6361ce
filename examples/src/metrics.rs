//! A server and this program's scripts, as the text that Prometheus reads.
//!
//! Besides `redis`: the features `metrics` and `register` of `redis-script`.

use crate::info::{Info, Role};
use redis_script::{Script, scripts};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Upper ends of the latencies' buckets, in seconds.
const BUCKETS: [f64; 9] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];

/// How long calls took, as their callers saw it: the way there and back, and a recovery, included.
#[derive(Debug, Default)]
pub struct Latencies {
    scripts: Mutex<BTreeMap<Labels, Histogram>>,
}

#[derive(Clone, Debug, Default)]
struct Histogram {
    /// One more than there are ends: the last one is for what took longer.
    buckets: [u64; BUCKETS.len() + 1],
    total: Duration,
}

impl Latencies {
    /// Waits for a call, and takes its time: `latencies.of(Visit::SCRIPT, visit(&mut conn, page, 60)).await`. One that
    /// is dropped half-way isn't counted.
    pub async fn of<T>(&self, script: &'static Script, call: impl Future<Output = T>) -> T {
        let started = Instant::now();
        let result = call.await;
        self.record(script, started.elapsed());
        result
    }

    /// Counts a call that took so long.
    pub fn record(&self, script: &'static Script, took: Duration) {
        let bucket = BUCKETS.partition_point(|&end| end < took.as_secs_f64());
        let mut scripts = self.scripts.lock().unwrap_or_else(PoisonError::into_inner);
        let histogram = scripts.entry(labels(script)).or_default();
        histogram.buckets[bucket] += 1;
        histogram.total += took;
    }
}

/// The page. It has everything that was counted since this process, or the server, started; what it is in a minute is
/// worked out by Prometheus (`rate(..[1m])`).
pub fn page(info: &Info, latencies: &Latencies) -> String {
    let mut page = Page(String::new());
    page.server(info);
    page.calls();
    page.latencies(latencies);
    page.0
}

struct Page(String);

impl Page {
    fn server(&mut self, info: &Info) {
        let (memory, stats) = (&info.memory, &info.stats);
        self.one("redis_uptime_seconds", "gauge", "Since the server started.", info.uptime.as_secs());
        self.one("redis_primary", "gauge", "1 on a primary.", u8::from(matches!(info.role, Role::Primary { .. })));
        self.one("redis_memory_used_bytes", "gauge", "What the allocator has given out.", memory.used);
        self.one("redis_memory_max_bytes", "gauge", "maxmemory; 0 without a limit.", memory.max.unwrap_or(0));
        self.one("redis_memory_fragmentation_ratio", "gauge", "Resident to used memory.", memory.fragmentation);
        self.one("redis_keyspace_hits_total", "counter", "Reads that found their key.", stats.hits);
        self.one("redis_keyspace_misses_total", "counter", "Reads that didn't.", stats.misses);
        self.one("redis_evicted_keys_total", "counter", "Keys thrown out to make room.", stats.evicted);
        self.one("redis_scripts_cached", "gauge", "Scripts in the cache.", info.scripts.cached);
        self.one("redis_scripts_bytes", "gauge", "What they take.", info.scripts.bytes);
        self.one("redis_scripts_evicted_total", "counter", "Scripts thrown out to make room.", info.scripts.evicted);
        self.head("redis_errors_total", "counter", "Error replies by their code.");
        for (code, count) in &info.errors {
            self.sample("redis_errors_total", &[("code", code)], count);
        }
    }

    /// What the runtime counts of each function.
    fn calls(&mut self) {
        // Functions and methods of one name, file and text are counted together.
        let counted: BTreeMap<Labels, _> = scripts().map(|script| (labels(script), script.counters())).collect();
        self.head("script_calls_total", "counter", "Calls, also those that failed.");
        for (labels, counters) in &counted {
            self.sample("script_calls_total", labels, counters.calls);
        }
        self.head("script_cold_total", "counter", "Calls whose script the server didn't know.");
        for (labels, counters) in &counted {
            self.sample("script_cold_total", labels, counters.cold);
        }
        self.head("script_errors_total", "counter", "Calls that failed.");
        for (labels, counters) in &counted {
            for (kind, count) in &counters.errors {
                self.sample("script_errors_total", &[&labels[..], &[("type", kind)]].concat(), count);
            }
        }
    }

    fn latencies(&mut self, latencies: &Latencies) {
        const NAME: &str = "script_duration_seconds";
        let scripts = latencies.scripts.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.head(NAME, "histogram", "How long calls took.");
        for (labels, Histogram { buckets, total }) in scripts {
            let mut below = 0;
            let ends = BUCKETS.iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
            for (end, count) in ends.zip(buckets) {
                below += count;
                self.sample(&format!("{NAME}_bucket"), &[&labels[..], &[("le", &end)]].concat(), below);
            }
            self.sample(&format!("{NAME}_sum"), &labels, total.as_secs_f64());
            self.sample(&format!("{NAME}_count"), &labels, below);
        }
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl fmt::Display) {
        self.head(name, kind, help);
        self.sample(name, &[], value);
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.line(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}"));
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl fmt::Display) {
        let labels: Vec<_> = labels.iter().map(|(label, text)| format!("{label}=\"{}\"", escaped(text))).collect();
        match &*labels.join(",") {
            "" => self.line(format_args!("{name} {value}")),
            labels => self.line(format_args!("{name}{{{labels}}} {value}")),
        }
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        writeln!(self.0, "{line}").expect("a string takes what is written to it");
    }
}

/// What tells one script's samples from another's. The SHA1 is its name in `SLOWLOG` and `MONITOR`.
type Labels = [(&'static str, &'static str); 3];

fn labels(script: &'static Script) -> Labels {
    [("function", script.name()), ("file", script.path()), ("sha1", script.sha1())]
}

/// In a label's text.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
