//! `readonly_table_write`: a write to a library table. The server's own tables are read-only.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{Expression, ExpressionId, ExpressionKind, Sort, StatementKind};
use crate::diagnostic::{Diagnostic, Level};
use crate::server::sandbox;
use crate::usage::statements;

pub(crate) static LINT: Lint = Lint {
    name: "readonly_table_write",
    summary: "a write to `redis`, `string`, `table` or another library: it raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    if context.usage().environment.is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (_, statement) in statements(context.chunk()) {
        let StatementKind::Assignment { targets, function_statement, .. } = &statement.kind else { continue };
        for target in targets {
            found.extend(assignment(context, *target, *function_statement));
        }
    }
    found.append(&mut context.at_each(Sort::Call, call));
    found
}

fn assignment(context: &Context<'_>, target: ExpressionId, function: bool) -> Option<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    let ExpressionKind::Index { object, key } = chunk[target].kind else { return None };
    let library = library(context, object)?;
    let finding = LINT.finding(format!("a write to the library table `{library}`, which is read-only: it raises"));
    let key = names.string(chunk, key).map(String::from_utf8_lossy);
    let help = match key {
        Some(key) if function => format!("write `local function {key}`"),
        Some(key) => format!("use a local: `local {key} = ..`"),
        None => "use a table of your own".to_owned(),
    };
    Some(finding.at(chunk[target].span).with_help(help))
}

/// `rawset(string, ..)`, `setmetatable(table, ..)`, `table.insert(redis, ..)`.
fn call(context: &Context<'_>, expression: &Expression) -> Option<Diagnostic> {
    let names = context.names();
    let ExpressionKind::Call { callee, arguments } = &expression.kind else { return None };
    let function = match (names.global(*callee), names.member(*callee)) {
        (Some(name @ ("rawset" | "setmetatable")), _) => name.to_owned(),
        (_, Some(("table", "insert"))) => "table.insert".to_owned(),
        _ => return None,
    };
    let library = library(context, *arguments.first()?)?;
    let finding = LINT.finding(format!("`{function}` on the library table `{library}`, which is read-only: it raises"));
    Some(finding.at(expression.span).with_help("use a table of your own"))
}

/// The name of the library that the expression is.
fn library<'a>(context: &Context<'a>, expression: ExpressionId) -> Option<&'a str> {
    let name = context.names().global(expression)?;
    sandbox::fields(name).map(|_| name)
}
