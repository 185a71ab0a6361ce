//! `include_clash`: two of the files that make up a script declare a local of the same name.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{Chunk, ExpressionKind, LocalId, Sort, Statement, StatementKind};
use crate::diagnostic::{Diagnostic, Level};
use crate::hash::Texts;

pub(crate) static LINT: Lint = Lint {
    name: "include_clash",
    summary: "a local that hides the one of the same name that an included file declares",
    level: Level::Warn,
    soundness: Soundness::Heuristic,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(files) = context.script.files() else { return Vec::new() };
    let chunk = context.chunk();
    let mut known = Texts::default();
    let mut locals: Vec<LocalId> = Vec::new();
    let mut found = Vec::new();
    for statement in &chunk[Chunk::MAIN].body.statements {
        let names = match &statement.kind {
            StatementKind::Local { names, .. } => names.as_slice(),
            StatementKind::LocalFunction { name, .. } => std::slice::from_ref(name),
            _ => continue,
        };
        for name in names {
            let local = &chunk[*name];
            let number = known.number(local.name.as_bytes());
            let Some(last) = locals.get_mut(number) else {
                locals.push(*name);
                continue;
            };
            let hidden = std::mem::replace(last, *name);
            if &*local.name == "_" {
                continue;
            }
            let (first, at) = files.locate(chunk[hidden].span);
            if first != files.locate(local.span).0 && !uses(chunk, statement, hidden) {
                let line = files.line(first, at.start);
                let message = format!("this `{0}` hides the `{0}` of {1}:{line}", local.name, files.name(first));
                let help = "give one of them another name: what stands below this line sees only this one";
                found.push(LINT.finding(message).at(local.span).with_help(help));
            }
        }
    }
    found
}

/// `local now = now()` hides the function on purpose.
fn uses(chunk: &Chunk, statement: &Statement, hidden: LocalId) -> bool {
    chunk.of(Sort::Local).any(|(_, expression)| {
        let inside = statement.span.start <= expression.span.start && expression.span.end <= statement.span.end;
        inside && matches!(expression.kind, ExpressionKind::Local(local) if local == hidden)
    })
}
