//! The checked-in instruction counts, and how far today's are from them.
//!
//! A count depends on the compiler and the C library, the ratio of two counts of one program hardly: so a path is
//! compared with `redis::Script` in the same run, and that ratio with the one that is checked in.

use std::{collections::BTreeMap, fs, io, path::Path};

use serde_json::json;

/// By how much a ratio may be greater than it was: what another build of the same code can change.
pub const TOLERANCE: f64 = 0.03;
/// What is guarded: ours, and its baseline.
pub const GUARDED: [(&str, &str); 10] = [
    ("call/multiplexed", "call/static_script"),
    ("call/any", "call/static_script"),
    ("manager/ours", "manager/static_script"),
    ("concurrent64/ours", "concurrent64/static_script"),
    ("concurrent64/any", "concurrent64/static_script"),
    ("pipeline100/ours", "pipeline100/static_script"),
    ("pipeline100/any", "pipeline100/static_script"),
    ("cluster/ours", "cluster/static_script"),
    ("memory1000/ours", "memory1000/static_script"),
    ("blocking/ours", "blocking/static_script"),
];
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.json");

/// A path's cost in parts of its baseline's.
pub struct Ratio {
    pub path: &'static str,
    pub before: f64,
    pub now: f64,
}

impl Ratio {
    /// Whether it costs more than it did.
    pub fn is_worse(&self) -> bool {
        self.now > self.before * (1.0 + TOLERANCE)
    }

    /// Whether it costs so much less that the checked-in counts guard nothing any more.
    pub fn is_better(&self) -> bool {
        self.now < self.before * (1.0 - TOLERANCE)
    }
}

/// The guarded paths that were counted, and are checked in.
///
/// # Errors
/// If there is something wrong with the file of the checked-in counts.
pub fn ratios(counts: &BTreeMap<String, f64>) -> io::Result<Vec<Ratio>> {
    let file: serde_json::Value = serde_json::from_str(&fs::read_to_string(FILE)?)?;
    let before = |path: &str| file["instructions"][path].as_f64();
    let now = |path: &str| counts.get(path).copied();
    let ratio = |&(path, baseline): &(&'static str, &'static str)| {
        Some(Ratio { path, before: before(path)? / before(baseline)?, now: now(path)? / now(baseline)? })
    };
    Ok(GUARDED.iter().filter_map(ratio).collect())
}

/// Checks today's counts in.
///
/// # Errors
/// If the file can't be written.
pub fn bless(rustc: &str, counts: &BTreeMap<String, f64>) -> io::Result<()> {
    let rounded: BTreeMap<_, _> = counts.iter().map(|(path, count)| (path, count.round())).collect();
    let text = serde_json::to_string_pretty(&json!({ "rustc": rustc, "instructions": rounded }))?;
    fs::write(Path::new(FILE), text + "\n")
}
