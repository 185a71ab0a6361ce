//! `blocking_command`: a command that waits, called where it can't.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::ExpressionId;
use crate::calls::{Site, shown};
use crate::diagnostic::{Diagnostic, Level};

pub(crate) static LINT: Lint = Lint {
    name: "blocking_command",
    summary: "a blocking command in a script, where it never waits",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.at_sites(blocks)
}

fn blocks(context: &Context<'_>, site: &Site) -> Option<Diagnostic> {
    let command = site.command().filter(|command| command.blocks())?;
    let is_option = |word: &&ExpressionId| {
        context.names().string(context.chunk(), **word).is_some_and(|word| word.eq_ignore_ascii_case(b"BLOCK"))
    };
    let optional = matches!(command.name, "xread" | "xreadgroup");
    let place = if optional { site.words.iter().skip(1).find(is_option)? } else { site.words.first()? };
    let name = shown(command);
    let message =
        format!("`{name}` never waits in a script: its time-out is ignored, or Redis before 7.2 refuses the call");
    let help = match command.name {
        "xread" | "xreadgroup" => "leave `BLOCK` out".to_owned(),
        "wait" | "waitaof" => "send it from the client, behind the script".to_owned(),
        _ => format!("write `{}`", name.strip_prefix('B').unwrap_or(&name)),
    };
    Some(LINT.finding(message).at(context.chunk()[*place].span).with_help(help))
}
