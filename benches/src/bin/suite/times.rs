//! How long calls take.

use std::{collections::BTreeMap, path::Path, process::Command};

use redis_script::testing::Server;
use redis_script_benches::report::{Report, number};

use crate::Outcome;

/// Time, by criterion. Its own report has the distributions.
pub(crate) fn rates(report: &mut Report, server: &Server) -> Outcome<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let home = report.folder().join("criterion");
    let status = Command::new(cargo)
        .args(["bench", "--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), "--bench", "rates"])
        .env("CRITERION_HOME", &home)
        .env("REDIS_SCRIPT_BENCH_SERVER", format!("127.0.0.1:{}", server.port()))
        .status()?;
    if !status.success() {
        return Err(format!("the rates' benchmark failed: {status}").into());
    }
    report.section("Time");
    report.line("Median of a call, by criterion: what this machine did, beside whatever else it was doing.");
    report.header(&["path", "microseconds"]);
    for (name, nanoseconds) in medians(&home)? {
        report.row(&[format!("`{name}`"), number(Some(nanoseconds / 1000.0))]);
    }
    Ok(())
}

fn medians(home: &Path) -> Outcome<BTreeMap<String, f64>> {
    let mut medians = BTreeMap::new();
    for group in std::fs::read_dir(home)?.flatten() {
        for function in std::fs::read_dir(group.path()).into_iter().flatten().flatten() {
            let new = function.path().join("new");
            let Ok(text) = std::fs::read_to_string(new.join("estimates.json")) else { continue };
            let estimates: serde_json::Value = serde_json::from_str(&text)?;
            let about: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(new.join("benchmark.json"))?)?;
            let name = about["full_id"].as_str().unwrap_or_default().to_owned();
            medians.insert(name, estimates["median"]["point_estimate"].as_f64().unwrap_or_default());
        }
    }
    Ok(medians)
}
