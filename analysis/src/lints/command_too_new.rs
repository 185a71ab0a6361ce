//! `command_too_new`: a command that the oldest server doesn't have yet.

use super::{Context, Lint, Needs, Soundness};
use crate::calls::{Site, shown};
use crate::declaration::Version;
use crate::diagnostic::{Diagnostic, Level};
use crate::row::append;
use crate::server::{Availability, Versions};

pub(crate) static LINT: Lint = Lint {
    name: "command_too_new",
    summary: "a command newer than the oldest server that the script must run on: there, the call raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // A script that looks at the server's version may use each server's own commands.
    if context.trials().asks_for_version {
        return Vec::new();
    }
    context.at_sites(missing)
}

fn missing(context: &Context<'_>, site: &Site) -> Option<Diagnostic> {
    let min = context.declaration.min_server;
    let command = site.command()?;
    if !command.availability.anywhere(min) && !command.name.contains('|') {
        return None;
    }
    let missing = command.availability.missing(min)?;
    let word = &context.chunk()[*site.words.first()?];
    let mut finding = LINT.finding(format!("`{}` does not exist on {missing}: there, the call raises", shown(command)));
    finding = finding.at(word.span);
    finding.level = site.level();
    Some(match raised(command.availability) {
        Some(help) => finding.with_help(help),
        None => finding,
    })
}

/// The setting that says that all servers are new enough.
fn raised(availability: Availability) -> Option<String> {
    let setting = |product: &str, versions: Versions| match versions {
        Versions::Since(Version(major, minor)) => Some(format!("`min_server = \"{product} {major}.{minor}\"`")),
        _ => None,
    };
    let mut names = String::new();
    for name in [setting("redis", availability.redis), setting("valkey", availability.valkey)].iter().flatten() {
        append(&mut names, " or ", name);
    }
    (!names.is_empty()).then(|| format!("where the servers are new enough, say {names}"))
}
