//! `noscript_command`: a command that servers refuse in scripts.

use super::{Context, Lint, Needs, Soundness};
use crate::calls::{Site, shown};
use crate::diagnostic::{Diagnostic, Level};

pub(crate) static LINT: Lint = Lint {
    name: "noscript_command",
    summary: "a command that servers refuse in scripts: the call raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.at_sites(refused)
}

fn refused(context: &Context<'_>, site: &Site) -> Option<Diagnostic> {
    let command = site.command().filter(|command| command.refused_in_scripts(context.declaration.min_server))?;
    let (name, old) = (shown(command), command.refused_before_7_2());
    let on = if old { " on Redis before 7.2" } else { "" };
    let word = &context.chunk()[*site.words.first()?];
    let mut finding = LINT.finding(format!("`{name}` is refused in scripts{on}: the call raises")).at(word.span);
    finding.level = site.level();
    Some(match instead(command.name) {
        Some(help) => finding.with_help(help),
        None => finding.with_help(format!("send `{name}` from the client")),
    })
}

fn instead(name: &str) -> Option<String> {
    let plain = match name {
        "blpop" => "LPOP",
        "brpop" => "RPOP",
        "blmove" => "LMOVE",
        "brpoplpush" => "RPOPLPUSH",
        "bzpopmin" => "ZPOPMIN",
        "bzpopmax" => "ZPOPMAX",
        "eval" | "evalsha" | "eval_ro" | "evalsha_ro" | "fcall" | "fcall_ro" => {
            return Some("a script can't call another: make it a local function of this one".to_owned());
        }
        "multi" | "exec" | "watch" | "unwatch" | "discard" => {
            return Some("a script is a transaction already: leave it out".to_owned());
        }
        _ => return None,
    };
    Some(format!("write `{plain}`: a script can't wait"))
}
