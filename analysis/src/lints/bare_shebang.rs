//! `bare_shebang`: a shebang without `no-writes` on a script that only reads.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Diagnostic, Level};

pub(crate) static LINT: Lint = Lint {
    name: "bare_shebang",
    summary: "a shebang without no-writes on a script that only reads",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (script, usage) = (context.script, context.usage());
    let certain = usage.environment.is_none() && usage.dynamic_code.is_none() && !context.facts().calls.escapes;
    if script.shebang().is_none() || script.read_only() || !certain {
        return Vec::new();
    }
    let reads = |site: &crate::calls::Site| site.command().is_some_and(|command| !command.refused_in_read_only());
    if !context.sites().iter().all(reads) {
        return Vec::new();
    }
    let line = script.lines().span(script.text(), 1);
    let written = String::from_utf8_lossy(line.of(script.text())).trim_end().to_owned();
    let written = match written.split_once("flags=") {
        Some((head, "")) => format!("{head}flags=no-writes"),
        Some((head, flags)) => format!("{head}flags=no-writes,{flags}"),
        None => format!("{written} flags=no-writes"),
    };
    let message =
        "the script only reads, but its shebang doesn't say so: it fails on replicas and when memory is used up";
    vec![LINT.finding(message).at(line).with_help(format!("write `{written}`"))]
}
