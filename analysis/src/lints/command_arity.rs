//! `command_arity`: a command with too few or too many arguments: the server refuses the call.

use super::{Context, Lint, Needs, Soundness};
use crate::calls::{Site, Target, shown};
use crate::diagnostic::{Diagnostic, Level};
use crate::server::command::fits;

pub(crate) static LINT: Lint = Lint {
    name: "command_arity",
    summary: "a command with too few or too many arguments: the call raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.at_sites(wrong)
}

fn wrong(context: &Context<'_>, site: &Site) -> Option<Diagnostic> {
    if site.words.is_empty() {
        let mut finding = LINT.finding("a call without a command: it raises").at(site.span);
        finding.level = site.level();
        return Some(finding.with_help("write `redis.call('GET', KEYS[1])`"));
    }
    // Of others, another rule says so.
    let (Target::Command(command) | Target::Subcommand(command)) = site.target else { return None };
    let old = command.old_arity(context.declaration.min_server);
    let (arity, before) = match old {
        _ if refused(command.arity, site) => (command.arity, String::new()),
        Some((end, arity)) if refused(arity, site) => (arity, format!(" on Redis before {}.{}", end.0, end.1)),
        _ => return None,
    };
    let names: u8 = if matches!(site.target, Target::Subcommand(_)) { 2 } else { 1 };
    let given = site.least().saturating_sub(names.into());
    let more = match (site.open, given) {
        (true, _) => " or more are",
        (false, 1) => " is",
        (false, _) => " are",
    };
    let takes = takes(arity, names);
    let name = shown(command);
    let message = format!("`{name}` takes {takes}{before}, but {given}{more} given: the call raises");
    let mut finding = LINT.finding(message).at(site.span);
    finding.level = site.level();
    Some(if before.is_empty() { finding } else { finding.with_help("raise `min_server`, or leave the option out") })
}

/// Whether every call like this has a number of words that the arity doesn't allow.
fn refused(arity: i8, site: &Site) -> bool {
    if site.open {
        arity > 0 && site.least() > usize::from(arity.unsigned_abs())
    } else {
        !fits(arity, site.words.len())
    }
}

fn takes(arity: i8, names: u8) -> String {
    let count = arity.unsigned_abs().saturating_sub(names);
    let arguments = if count == 1 { "argument" } else { "arguments" };
    match (arity < 0, count) {
        (true, _) => format!("at least {count} {arguments}"),
        (false, 0) => "no arguments".to_owned(),
        (false, _) => format!("{count} {arguments}"),
    }
}
