//! `global_write`: an assignment to a global variable. The globals of a script are read-only.

mod missing_local;

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{Expression, ExpressionId, ExpressionKind, Sort, StatementKind};
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::Edit;
use crate::usage::{Meaning, statements};

pub(crate) static LINT: Lint = Lint {
    name: "global_write",
    summary: "an assignment to a global variable (a forgotten `local`): it raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // `setfenv` can give a function globals of its own.
    if context.usage().environment.is_some() {
        return Vec::new();
    }
    let (mut written, mut found) = (Vec::new(), Vec::new());
    for (_, statement) in statements(context.chunk()) {
        let StatementKind::Assignment { targets, function_statement, .. } = &statement.kind else { continue };
        for target in targets {
            if let Some(finding) = assignment(context, *target, *function_statement) {
                written.push(*target);
                found.push(finding);
            }
        }
    }
    if !found.is_empty() {
        let declarations = missing_local::declarations(context);
        for (finding, target) in found.iter_mut().zip(&written) {
            if let Some(start) = declarations.get(target.0 as usize).copied().flatten() {
                finding.fix = vec![Edit::insert(start, "local ")];
            }
        }
    }
    found.append(&mut context.at_each(Sort::Call, call));
    found
}

fn assignment(context: &Context<'_>, target: ExpressionId, function: bool) -> Option<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    let expression = &chunk[target];
    let name = match &expression.kind {
        // An alias of a global is a local, and may be written.
        ExpressionKind::Global(name) => name,
        ExpressionKind::Index { object, .. } if names.global(*object) == Some("_G") => {
            let finding = LINT.finding("a write to `_G`, which is read-only: it raises");
            return Some(finding.at(expression.span).with_help("use a local variable"));
        }
        _ => return None,
    };
    let finding = LINT.finding(format!("a write to the global `{name}`: globals are read-only, so it raises"));
    let help = match &**name {
        "KEYS" | "ARGV" => format!("write to a local: `local {} = ..`", name.to_ascii_lowercase()),
        _ if function => format!("write `local function {name}`"),
        _ => format!("write `local {name} = ..`"),
    };
    Some(finding.at(expression.span).with_help(help))
}

/// `rawset(_G, ..)`, `setmetatable(_G, ..)`.
fn call(context: &Context<'_>, expression: &Expression) -> Option<Diagnostic> {
    let names = context.names();
    let ExpressionKind::Call { callee, arguments } = &expression.kind else { return None };
    let function = names.global(*callee).filter(|name| matches!(*name, "rawset" | "setmetatable"))?;
    let first = *arguments.first()?;
    if !matches!(names.meaning(first), Meaning::Global(..)) || names.global(first) != Some("_G") {
        return None;
    }
    let finding = LINT.finding(format!("`{function}` on `_G`, which is read-only: it raises"));
    Some(finding.at(expression.span).with_help("use a local variable"))
}
