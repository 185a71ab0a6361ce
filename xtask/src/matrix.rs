//! `cargo xtask matrix`: the live tests on every server that can be had, in both protocols.

mod report;
mod suite;

use crate::find::{self, Install, kept, unpacked};
use crate::process::{Context as _, Failure, Result, on_path, target};
use crate::servers;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;
use suite::{Outcome, Suite};

const PROTOCOLS: [&str; 2] = ["resp2", "resp3"];
/// So many servers are tested at once: their tests wait most of the time.
const AT_ONCE: usize = 2;
/// What the run is good for: with fewer servers than this it fails.
const LEAST: usize = 3;

/// Takes names of servers as `cargo xtask servers` knows them; without any, all of them.
pub(crate) fn run(names: &[String]) -> Result<()> {
    let mut names = names.to_vec();
    let install = Install::take(&mut names);
    servers::check(&names).map_err(|failure| Failure::usage(format!("matrix: {failure}")))?;
    if install == Install::Allowed {
        // What can't be fetched is left out, and said to be.
        servers::fetch_what_can_be_had(&names);
    }
    let programs = programs(&names, install)?;
    if programs.len() < LEAST {
        return Err(Failure::new(format!("{} different servers are too few for a matrix", programs.len())));
    }
    let suite = Suite::build()?;
    let outcomes = on_all(&suite, &programs);
    let path = target().join("matrix.json");
    let outcomes = outcomes.into_iter().collect::<Result<Vec<_>>>()?;
    fs::write(&path, report::json(&outcomes)).context(path.display())?;
    println!("{}", report::table(&outcomes));
    println!("{}", path.display());
    report::check(&outcomes)
}

/// One program for each version: the one that other tests run on, then those that were fetched.
fn programs(names: &[String], install: Install) -> Result<Vec<PathBuf>> {
    let wanted = |program: &PathBuf| names.is_empty() || names.iter().any(|name| is_in(program, &kept().join(name)));
    let installed = find::PROGRAMS.iter().filter_map(|name| on_path(name));
    let all = std::iter::once(find::server(install)?).chain(installed).chain(unpacked().into_iter().filter(wanted));
    let mut versions = BTreeMap::new();
    for program in all {
        if let Some(says) = find::version(&program) {
            versions.entry(short(&says)).or_insert(program);
        }
    }
    Ok(versions.into_values().collect())
}

fn is_in(program: &Path, folder: &Path) -> bool {
    program.parent() == Some(folder)
}

/// `Redis server v=7.0.15 ..` is `Redis 7.0.15`.
fn short(says: &str) -> String {
    let version = says.split("v=").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    format!("{} {version}", says.split(' ').next().unwrap_or_default())
}

/// Each server in each protocol, a few at a time.
fn on_all(suite: &Suite, programs: &[PathBuf]) -> Vec<Result<Outcome>> {
    let runs: Vec<(&PathBuf, &str)> =
        programs.iter().flat_map(|program| PROTOCOLS.map(|name| (program, name))).collect();
    let waiting = Mutex::new(runs.into_iter().enumerate());
    let done = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((index, (program, protocol))) = waiting.lock().ok().and_then(|mut runs| runs.next()) {
                    let started = Instant::now();
                    let outcome = suite.run(program, protocol);
                    let seconds = started.elapsed().as_secs();
                    eprintln!("xtask: {} in {protocol}: {seconds} s", program.display());
                    if let Ok(mut done) = done.lock() {
                        done.insert(index, outcome);
                    }
                }
            });
        }
    });
    done.into_inner().unwrap_or_default().into_values().collect()
}
