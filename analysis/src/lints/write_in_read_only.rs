//! `write_in_read_only`: a write under `no-writes`.

use super::{Context, Lint, Needs, Soundness};
use crate::calls::{Site, shown};
use crate::diagnostic::{Diagnostic, Level};

pub(crate) static LINT: Lint = Lint {
    name: "write_in_read_only",
    summary: "a write, or what counts as one, in a script whose shebang says no-writes: the call raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    if !context.script.read_only() {
        return Vec::new();
    }
    context.at_sites(refused)
}

fn refused(context: &Context<'_>, site: &Site) -> Option<Diagnostic> {
    let command = site.command().filter(|command| command.refused_in_read_only())?;
    let name = shown(command);
    let counts = if command.writes() { "writes" } else { "counts as a write" };
    let mut finding = LINT.finding(format!("`{name}` {counts}, and the shebang says `no-writes`: the call raises"));
    finding = finding.at(context.chunk()[*site.words.first()?].span);
    finding.level = site.level();
    Some(match command.name {
        "sort" | "georadius" | "georadiusbymember" | "bitfield" => {
            finding.with_help(format!("write `{name}_RO`, which only reads"))
        }
        "getex" => finding.with_help("write `GET`, which only reads"),
        _ => finding.with_help("drop `no-writes`"),
    })
}
