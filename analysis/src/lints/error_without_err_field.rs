//! `error_without_err_field`: a raised table without an `err` text, which crashes servers.

use super::returns::table;
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{Chunk, Expression, ExpressionId, ExpressionKind, Sort, TableItem};
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::Meaning;
use crate::values::{Key, Write};

pub(crate) static LINT: Lint = Lint {
    name: "error_without_err_field",
    summary: "`error` with a table that has no `err` text: servers crash",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let chunk = context.chunk();
    let caught = catches(context);
    let mut found = Vec::new();
    for (_, expression) in chunk.of(Sort::Call) {
        // What is raised in a function may be caught by who calls it.
        if caught && expression.function != Chunk::MAIN {
            continue;
        }
        let Some(raised) = raised(context, expression).filter(|raised| lacks_err(context, *raised)) else { continue };
        let message = "an error table without an `err` text: to raise it crashes Redis 7.0 to 8.0 and Valkey up to 8.1";
        let help = "write `error({err = 'ERR ..'})`, or raise a text";
        found.push(LINT.finding(message).at(chunk[raised].span).with_help(help));
    }
    found
}

fn catches(context: &Context<'_>) -> bool {
    let names = context.names();
    context.usage().environment.is_some()
        || names.first_use(&["pcall", "xpcall", "coroutine", "setfenv", "_G"]).is_some()
}

/// The value that a call of `error` or `assert` raises.
fn raised(context: &Context<'_>, expression: &Expression) -> Option<ExpressionId> {
    let ExpressionKind::Call { callee, arguments } = &expression.kind else { return None };
    match context.names().global(*callee)? {
        "error" => arguments.first().copied(),
        "assert" => arguments.get(1).copied(),
        _ => None,
    }
}

/// Whether it is a table that certainly has no text as its `err`.
fn lacks_err(context: &Context<'_>, raised: ExpressionId) -> bool {
    let (table, fill) = match context.chunk()[raised].kind {
        ExpressionKind::Table(_) => (raised, None),
        _ => match table(context, context.values().of(raised)) {
            Some(found) => found,
            None => return false,
        },
    };
    let ExpressionKind::Table(items) = &context.chunk()[table].kind else { return false };
    let lacks = |write: &Write| match (write.key, write.value) {
        (Key::Text(key) | Key::Computed(key), Some(value)) => lacks_text(context, key, value),
        (Key::Text(_) | Key::Computed(_), None) => false,
        (Key::Number(_) | Key::End | Key::Index, _) => true,
    };
    fill.is_none_or(|fill| fill.writes.iter().all(lacks))
        && items.iter().all(|item| match item {
            TableItem::Positional(_) => true,
            TableItem::Keyed(key, value) => lacks_text(context, *key, *value),
        })
}

/// Whether the field is another one than `err`, or no text.
fn lacks_text(context: &Context<'_>, key: ExpressionId, value: ExpressionId) -> bool {
    let (chunk, names) = (context.chunk(), context.names());
    match names.string(chunk, key) {
        Some(b"err") => {
            matches!(names.meaning(value), Meaning::Nil | Meaning::True | Meaning::False)
                || matches!(chunk[value].kind, ExpressionKind::Table(_))
        }
        Some(_) => true,
        None => matches!(names.meaning(key), Meaning::Number(_)),
    }
}
