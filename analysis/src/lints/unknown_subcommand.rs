//! `unknown_subcommand`: a subcommand that its command doesn't have.

use super::unknown_command::newer_than_known;
use super::{Context, Lint, Needs, Soundness};
use crate::calls::{Site, Target, shown};
use crate::closest::Closest;
use crate::diagnostic::{Diagnostic, Level};
use crate::row::append;
use crate::server::command;

pub(crate) static LINT: Lint = Lint {
    name: "unknown_subcommand",
    summary: "a subcommand that its command does not have: the call raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    if newer_than_known(context) {
        return Vec::new();
    }
    context.at_sites(unknown)
}

fn unknown(context: &Context<'_>, site: &Site) -> Option<Diagnostic> {
    let Target::UnknownSubcommand(command, word) = site.target else { return None };
    let name = String::from_utf8_lossy(context.names().string(context.chunk(), word)?).into_owned();
    let message = format!("`{}` has no subcommand `{}`: the call raises", shown(command), name.escape_debug());
    let mut finding = LINT.finding(message).at(context.chunk()[word].span);
    finding.level = site.level();
    let lower = name.to_lowercase();
    let (mut closest, mut known) = (Closest::to(&lower), String::new());
    for subcommand in command::subcommands(command) {
        closest.offer(subcommand);
        append(&mut known, ", ", subcommand);
    }
    let help = match closest.found() {
        Some(close) => format!("did you mean `{}`?", close.to_uppercase()),
        None => format!("it has {}", known.to_uppercase()),
    };
    Some(finding.with_help(help))
}
