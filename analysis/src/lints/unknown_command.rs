//! `unknown_command`: a command that no server has.

use super::{Context, Lint, Needs, Soundness};
use crate::calls::{Site, Target, shown};
use crate::closest::Closest;
use crate::declaration::Version;
use crate::diagnostic::{Diagnostic, Level};
use crate::row::append;
use crate::server::command::{self, NEWEST};

pub(crate) static LINT: Lint = Lint {
    name: "unknown_command",
    summary: "a command that no server has: the call raises",
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

/// Whether the script may ask for servers that the table of commands doesn't know.
pub(super) fn newer_than_known(context: &Context<'_>) -> bool {
    let min = context.declaration.min_server;
    let newer = |asked: Option<Version>, known: Option<Version>| asked.is_some_and(|asked| Some(asked) > known);
    newer(min.redis, NEWEST.redis) || newer(min.valkey, NEWEST.valkey)
}

/// The newest servers that the table knows.
fn horizon() -> String {
    let name = |product: &str, version: Option<Version>| {
        version.map(|Version(major, minor)| format!("{product} {major}.{minor}"))
    };
    let mut names = String::new();
    for name in [name("Redis", NEWEST.redis), name("Valkey", NEWEST.valkey)].iter().flatten() {
        append(&mut names, " and ", name);
    }
    names
}

fn unknown(context: &Context<'_>, site: &Site) -> Option<Diagnostic> {
    let min = context.declaration.min_server;
    let (message, name) = match site.target {
        Target::Unknown(word) => {
            let name = context.names().string(context.chunk(), word)?;
            // A module's.
            if name.contains(&b'.') {
                return None;
            }
            let name = String::from_utf8_lossy(name).into_owned();
            (format!("there is no command `{}`: the call raises", name.escape_debug()), name)
        }
        Target::Command(command) if !command.availability.anywhere(min) => {
            let missing = command.availability.missing(min)?;
            (format!("the command `{}` does not exist on {missing}: the call raises", shown(command)), String::new())
        }
        _ => return None,
    };
    let mut finding = LINT.finding(message).at(context.chunk()[*site.words.first()?].span);
    finding.level = site.level();
    if let Some(quoted) = several_words(&name) {
        return Some(finding.with_help(format!("write each word as its own argument: {quoted}")));
    }
    let lower = name.to_lowercase();
    let mut closest = Closest::to(&lower);
    for command in command::all() {
        if !command.name.contains('|') {
            closest.offer(command.name);
        }
    }
    Some(match closest.found() {
        Some(close) => finding.with_help(format!("did you mean `{}`?", close.to_uppercase())),
        None if name.is_empty() => finding,
        None => {
            finding.message =
                format!("no server up to {} has a command `{}`: the call raises", horizon(), name.escape_debug());
            finding.with_help("if it is a newer server's, say so: `min_server = \"redis 8.4\"`; if a module's, `allow(unknown_command)`")
        }
    })
}

/// `'CONFIG', 'GET'` for `CONFIG GET`.
fn several_words(name: &str) -> Option<String> {
    let (mut quoted, mut words) = (String::new(), 0);
    for word in name.split_ascii_whitespace() {
        if words == 0 {
            command::find(word.as_bytes())?;
        }
        append(&mut quoted, ", ", &format!("'{word}'"));
        words += 1;
    }
    (words > 1).then_some(quoted)
}
