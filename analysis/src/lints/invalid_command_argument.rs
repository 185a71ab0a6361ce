//! `invalid_command_argument`: a value that can't be an argument of a command.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, ExpressionKind};
use crate::calls::{Caught, Site};
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::Meaning;
use crate::values::Kinds;

pub(crate) static LINT: Lint = Lint {
    name: "invalid_command_argument",
    summary: "nil, a boolean, a table or a function as an argument of a command: the call raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.at_sites(first_wrong)
}

fn first_wrong(context: &Context<'_>, site: &Site) -> Option<Diagnostic> {
    site.words.iter().find_map(|word| wrong(context, site, *word))
}

fn wrong(context: &Context<'_>, site: &Site, word: ExpressionId) -> Option<Diagnostic> {
    let (is, help) = what(context, word).or_else(|| inferred(context, site, word))?;
    let mut finding = LINT.finding(format!("{is} as an argument of a command: the call raises"));
    finding = finding.at(context.chunk()[word].span);
    finding.level = site.level();
    Some(finding.with_help(help))
}

fn what(context: &Context<'_>, word: ExpressionId) -> Option<(&'static str, &'static str)> {
    let (chunk, names) = (context.chunk(), context.names());
    let meaning = match names.meaning(word) {
        Meaning::Nil => Some(("nil", "leave it out, or pass `''`")),
        Meaning::True => Some(("`true`", "write `1` or `'true'`")),
        Meaning::False => Some(("`false`", "write `0` or `'false'`")),
        Meaning::Function(_) => Some(("a function", "call it: put `()` behind it")),
        Meaning::Global(..) if names.vector(word).is_some() => {
            Some(("a table", "write `unpack(..)` around it, as the last argument"))
        }
        Meaning::Member(..) if names.is_member(word, "cjson", "null") => {
            Some(("`cjson.null`", "pass `''` or `'null'`"))
        }
        _ => None,
    };
    let mut inner = word;
    while let ExpressionKind::Parenthesised(operand) = chunk[inner].kind {
        inner = operand;
    }
    match &chunk[inner].kind {
        ExpressionKind::Table(_) => {
            Some(("a table", "write its items as arguments, or `unpack(..)` around it, as the last one"))
        }
        _ => meaning,
    }
}

/// What the value turns out to be, whatever way it takes.
fn inferred(context: &Context<'_>, site: &Site, word: ExpressionId) -> Option<(&'static str, &'static str)> {
    // The last call may return nothing at all, and then there is no argument; a command always returns a reply.
    let is_command = context.facts().calls.at(word).is_some_and(|call| call.caught != Caught::Pcall);
    if site.open && site.words.last() == Some(&word) && !is_command {
        return None;
    }
    let kinds = context.values().of(word).kinds;
    if kinds.only(Kinds::STATUS | Kinds::ERROR) {
        Some(("a status reply, which is a table,", "take its text: `reply.ok`"))
    } else if kinds.only(Kinds::TABLES | Kinds::FALSE) {
        Some(("a table", "take its items, or write `unpack(..)` around it, as the last argument"))
    } else if kinds.only(Kinds::BOOLEAN) {
        Some(("a boolean", "write `x and 1 or 0`"))
    } else if kinds.only(Kinds::FALSY) {
        Some(("nil", "leave it out, or pass `''`"))
    } else if kinds.only(Kinds::TABLES | Kinds::FALSY | Kinds::FUNCTION | Kinds::OTHER) {
        Some(("a value that is neither a text nor a number", "pass a text or a number"))
    } else {
        None
    }
}
