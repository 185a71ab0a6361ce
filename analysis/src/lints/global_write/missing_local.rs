//! Where a `local` in front of an assignment makes all uses of a global uses of that local.

use crate::ast::{Block, Chunk, ExpressionId, ExpressionKind, Sort, Statement, StatementKind};
use crate::lints::Context;
use crate::order::sort_by;
use crate::server::sandbox;
use crate::span::Span;
use crate::usage::{Meaning, Names};

/// An assignment to globals alone: a declaration, if `local` is put in front of it.
struct Assignment {
    targets: Vec<Global>,
    start: u32,
    /// Where the names would be in scope.
    scope: Span,
}

/// A use of a global.
#[derive(Clone, Copy)]
struct Global {
    expression: ExpressionId,
    /// The number of its name.
    name: usize,
}

/// By the first of its targets, where each assignment starts that becomes a declaration. That is certain where every
/// other use of the names, in the whole script, is in the scope of a declaration too.
pub(super) fn declarations(context: &Context<'_>) -> Vec<Option<u32>> {
    let (chunk, names) = (context.chunk(), context.names());
    let by_other_ways = context.usage().dynamic_code.is_some()
        || context.usage().environment.is_some()
        || names.first_use(&["_G"]).is_some();
    if by_other_ways {
        return Vec::new();
    }
    let assignments = assignments(chunk, names);
    let mut starts = vec![None; chunk.expressions.len()];
    for chosen in &certain(chunk, names, &assignments) {
        let Assignment { targets, start, .. } = &assignments[*chosen];
        starts[targets[0].expression.0 as usize] = Some(*start);
    }
    starts
}

/// The assignments that are to be declarations.
fn certain(chunk: &Chunk, names: &Names, assignments: &[Assignment]) -> Vec<usize> {
    let mut by_target = vec![None; chunk.expressions.len()];
    for (at, assignment) in assignments.iter().enumerate() {
        for target in &assignment.targets {
            by_target[target.expression.0 as usize] = Some(at);
        }
    }
    // Of each name, the last assignment so far that declares it.
    let mut declarations = vec![None; names.global_count()];
    // Whether it is used elsewhere than in the scope of a declaration.
    let mut failed = vec![false; names.global_count()];
    let mut chosen = Vec::new();
    for &Global { expression, name } in &uses(chunk, names) {
        let at = chunk[expression].span.start;
        let covers = |by: Option<usize>| by.is_some_and(|declaration| assignments[declaration].covers(at));
        let target_of = by_target[expression.0 as usize];
        let declaration = declarations[name];
        // In the scope, or one of the targets that the declaration is about.
        if covers(declaration) || (target_of.is_some() && declaration == target_of) {
            continue;
        }
        // The declaration's own values are computed before the name is in scope.
        let too_early = declaration.is_some_and(|declaration| at < assignments[declaration].scope.start);
        let is_free = |target: &Global| !covers(declarations[target.name]);
        match target_of {
            Some(declares) if !too_early && assignments[declares].targets.iter().all(is_free) => {
                chosen.push(declares);
                for target in &assignments[declares].targets {
                    declarations[target.name] = Some(declares);
                }
            }
            _ => failed[name] = true,
        }
    }
    without_failed(chosen, &mut failed, assignments)
}

/// What is left of `chosen` without the names that failed: an assignment of several names needs all of them.
fn without_failed(mut chosen: Vec<usize>, failed: &mut [bool], assignments: &[Assignment]) -> Vec<usize> {
    loop {
        let mut left = Vec::with_capacity(chosen.len());
        for at in &chosen {
            let targets = &assignments[*at].targets;
            let fails = targets.iter().any(|target| failed[target.name]);
            for target in targets {
                failed[target.name] |= fails;
            }
            if !fails {
                left.push(*at);
            }
        }
        if left.len() == chosen.len() {
            return left;
        }
        chosen = left;
    }
}

impl Assignment {
    fn covers(&self, at: u32) -> bool {
        (self.scope.start..self.scope.end).contains(&at)
    }
}

/// Every use of a global, reads and writes, in the order of the text.
fn uses(chunk: &Chunk, names: &Names) -> Vec<Global> {
    let mut ids = chunk.ids(Sort::Global).to_vec();
    sort_by(&mut ids, &|id| (u64::from(chunk[*id].span.start), 0));
    let mut uses = Vec::with_capacity(ids.len());
    for id in &ids {
        if let Some(used) = global(chunk, names, *id) {
            uses.push(used);
        }
    }
    uses
}

fn global(chunk: &Chunk, names: &Names, expression: ExpressionId) -> Option<Global> {
    match (&chunk[expression].kind, names.meaning(expression)) {
        (ExpressionKind::Global(_), Meaning::Global(_, word)) => Some(Global { expression, name: word.number() }),
        _ => None,
    }
}

/// The assignments that could be declarations.
fn assignments(chunk: &Chunk, names: &Names) -> Vec<Assignment> {
    let mut found = Vec::new();
    let mut open: Vec<(&Block, u32)> = Vec::new();
    for function in &chunk.functions {
        open.push((&function.body, function.body.span.end));
    }
    while let Some((block, end)) = open.pop() {
        for statement in &block.statements {
            if let Some(assignment) = assignment(chunk, names, statement, end) {
                found.push(assignment);
            }
            open_blocks(chunk, statement, &mut open);
        }
    }
    found
}

fn assignment(chunk: &Chunk, names: &Names, statement: &Statement, end: u32) -> Option<Assignment> {
    let StatementKind::Assignment { targets, function_statement, .. } = &statement.kind else { return None };
    let mut declared: Vec<Global> = Vec::with_capacity(targets.len());
    for target in targets {
        let target = global(chunk, names, *target)?;
        let is_again = declared.iter().any(|other| other.name == target.name);
        // A library or vector under its own name is more than a forgotten `local`.
        if is_again || names.global(target.expression).and_then(sandbox::global).is_some() {
            return None;
        }
        declared.push(target);
    }
    // A local function is in scope in its own body.
    let start = if *function_statement { statement.span.start } else { statement.span.end };
    Some(Assignment { targets: declared, start: statement.span.start, scope: Span::new(start, end) })
}

/// Adds the blocks directly inside of a statement, with the ends of their scopes.
fn open_blocks<'a>(chunk: &Chunk, statement: &'a Statement, open: &mut Vec<(&'a Block, u32)>) {
    match &statement.kind {
        StatementKind::Do(body)
        | StatementKind::While { body, .. }
        | StatementKind::NumericFor { body, .. }
        | StatementKind::GenericFor { body, .. } => open.push((body, body.span.end)),
        StatementKind::Repeat { body, condition } => open.push((body, chunk[*condition].span.end)),
        StatementKind::If { arms, otherwise } => {
            for (_, body) in arms {
                open.push((body, body.span.end));
            }
            if let Some(body) = otherwise {
                open.push((body, body.span.end));
            }
        }
        _ => {}
    }
}
