//! What the runs have shown.

use super::suite::Outcome;
use crate::process::{Failure, Result};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A list of the runs. All texts are names and versions, which need no escapes.
pub(crate) fn json(outcomes: &[Outcome]) -> String {
    let runs: Vec<String> = outcomes.iter().map(run).collect();
    format!("[\n{}\n]\n", runs.join(",\n"))
}

fn run(outcome: &Outcome) -> String {
    let Outcome { server, version, run_id, protocol, passed, failed, exceptions } = outcome;
    let failed: Vec<String> = failed.iter().map(|test| format!("{test:?}")).collect();
    let exceptions: Vec<String> = exceptions.iter().map(|(test, lacks)| format!("{test:?}: {lacks:?}")).collect();
    format!(
        "  {{\"server\": {server:?}, \"version\": {version:?}, \"run_id\": {run_id:?}, \"protocol\": {protocol:?}, \
         \"passed\": {}, \"failed\": [{}], \"exceptions\": {{{}}}}}",
        passed.len(),
        failed.join(", "),
        exceptions.join(", ")
    )
}

/// The same to be read.
pub(crate) fn table(outcomes: &[Outcome]) -> String {
    let mut table = String::from("| server | protocol | passed | failed | exceptions |\n|---|---|---|---|---|\n");
    for Outcome { server, version, protocol, passed, failed, exceptions, .. } in outcomes {
        let (passed, failed, count) = (passed.len(), failed.len(), exceptions.len());
        let _ = writeln!(table, "| {server} {version} | {protocol} | {passed} | {failed} | {count} |");
    }
    let exceptions = outcomes.iter().flat_map(|outcome| {
        outcome.exceptions.iter().map(move |(test, lacks)| (&outcome.server, &outcome.version, test, lacks))
    });
    for (server, version, test, lacks) in exceptions.collect::<BTreeSet<_>>() {
        let _ = write!(table, "\nexception: {server} {version} has no {lacks}: `{test}`");
    }
    table
}

/// Every test passed everywhere, or is an exception by its name.
pub(crate) fn check(outcomes: &[Outcome]) -> Result<()> {
    let all = |outcome: &Outcome| -> BTreeSet<String> {
        outcome.passed.iter().chain(outcome.exceptions.keys()).cloned().collect()
    };
    for outcome in outcomes {
        let Outcome { server, version, protocol, failed, .. } = outcome;
        if !failed.is_empty() {
            return Err(Failure::new(format!("on {server} {version} in {protocol} failed {failed:?}")));
        }
        if let Some(first) = outcomes.first().filter(|first| all(first) != all(outcome)) {
            let differ: Vec<String> = all(first).symmetric_difference(&all(outcome)).cloned().collect();
            return Err(Failure::new(format!("{server} {version} in {protocol} ran other tests: {differ:?}")));
        }
        if server.is_empty() {
            return Err(Failure::new("a server did not say what it is"));
        }
    }
    Ok(())
}
