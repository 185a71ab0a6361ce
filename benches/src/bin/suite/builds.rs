//! What the crates cost a build.

use std::path::Path;

use redis_script_benches::{
    build_cost,
    report::{Figure, Report, number},
};

use crate::{Outcome, functions};

pub(crate) fn builds(report: &mut Report, quick: bool) -> Outcome<()> {
    let folder = report.folder().join("builds");
    let added = build_cost::added(&folder, "ours", &build_cost::ours(), if quick { 1 } else { 3 })?;
    report.section("A clean development build");
    report.line("CPU seconds of the compiler for an application that uses the `redis` crate and syn 3 already.");
    report.header(&["crate", "CPU seconds"]);
    for (name, seconds) in &added.crates {
        report.row(&[format!("`{name}`"), number(Some(*seconds))]);
    }
    let of = |name: &str| added.crates.get(name).copied();
    let figure = |name: &str, ours, reach| Figure {
        name: format!("build/{name}"),
        ours,
        baseline: None,
        limit: None,
        unit: "CPU seconds",
        reach: Some(reach),
    };
    report.figure(figure("cpu_seconds_added", Some(added.cpu_seconds()), 4.0));
    report.figure(figure("analysis_cpu_seconds", of("redis_script_analysis"), 1.2));
    if !quick {
        peers(report, &folder);
    }
    functions::functions(report, &folder, quick)
}

fn peers(report: &mut Report, folder: &Path) {
    report.line("\nOther macros that read another language, added to the same application:");
    report.header(&["dependency", "crates", "CPU seconds"]);
    for (name, dependency) in [
        ("redis-lua", "redis-lua = \"0.4\"\n"),
        ("sqlx", "sqlx = { version = \"0.8\", default-features = false, features = [\"macros\"] }\n"),
        ("askama", "askama = \"0.14\"\n"),
    ] {
        // A peer that doesn't build on this compiler says so in the report; it doesn't end it.
        match build_cost::added(folder, name, dependency, 1) {
            Ok(added) => {
                let seconds = number(Some(added.cpu_seconds()));
                report.row(&[format!("`{}`", dependency.trim()), added.crates.len().to_string(), seconds]);
            }
            Err(error) => {
                let why =
                    error.to_string().lines().find(|line| line.starts_with("error")).unwrap_or("failed").to_owned();
                report.row(&[format!("`{}`", dependency.trim()), String::new(), why]);
            }
        }
    }
}
