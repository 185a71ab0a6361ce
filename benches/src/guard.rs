//! The checked-in instruction counts, and how far today's are from them.

use std::{collections::BTreeMap, fs, io, path::Path};

use serde_json::json;

/// How far a count may be off, up or down: what another build of the same code can change.
pub const TOLERANCE: f64 = 0.03;
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.json");

/// A count that isn't what it was.
pub struct Drift {
    pub path: String,
    pub before: f64,
    pub now: f64,
}

/// The counts of ours that are off by more than the tolerance. Nothing can be said where they were counted
/// with another compiler, which `Err` names.
///
/// # Errors
/// The compiler of the checked-in counts, or what is wrong with their file.
pub fn drifts(rustc: &str, counts: &BTreeMap<String, f64>) -> Result<Vec<Drift>, String> {
    let text = fs::read_to_string(FILE).map_err(|error| format!("{FILE}: {error}"))?;
    let file: serde_json::Value = serde_json::from_str(&text).map_err(|error| format!("{FILE}: {error}"))?;
    let compiler = file["rustc"].as_str().unwrap_or_default();
    if compiler != rustc {
        return Err(format!("the checked-in counts are of {compiler}"));
    }
    let before = |path: &str| file["instructions"][path].as_f64();
    let drifts = counts.iter().filter_map(|(path, &now)| {
        let before = before(path)?;
        let is_off = (now / before - 1.0).abs() > TOLERANCE;
        is_off.then(|| Drift { path: path.clone(), before, now })
    });
    Ok(drifts.collect())
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
