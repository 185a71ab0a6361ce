//! Where a `local` in front of an assignment makes all uses of a global uses of that local.

use crate::ast::{Block, Chunk, ExpressionId, ExpressionKind, Sort, Statement, StatementKind};
use crate::fix::Edit;
use crate::hash::{HashMap, HashSet};
use crate::lints::Context;
use crate::order::sort_by;
use crate::server::sandbox;
use crate::span::Span;

/// An assignment to globals alone: a declaration, if `local` is put in front of it.
struct Assignment<'a> {
    targets: Vec<(ExpressionId, &'a str)>,
    start: u32,
    /// Where the names would be in scope.
    scope: Span,
}

/// What is known of a global so far, in the order of the text.
#[derive(Default)]
struct Name {
    /// The last assignment that declares it.
    declaration: Option<usize>,
    /// Whether it is used elsewhere than in the scope of a declaration.
    failed: bool,
}

/// The edit for each assignment that becomes a declaration, by the first of its targets. It is certain where
/// every other use of the names, in the whole script, is in the scope of a declaration too.
pub(super) fn edits(context: &Context<'_>) -> HashMap<ExpressionId, Edit> {
    let chunk = context.chunk();
    let by_other_ways = context.usage().dynamic_code.is_some()
        || context.usage().environment.is_some()
        || context.names().first_use(&["_G"]).is_some();
    if by_other_ways {
        return HashMap::default();
    }
    let assignments = assignments(chunk);
    let certain = certain(chunk, &assignments).into_iter().map(|chosen| &assignments[chosen]);
    certain.map(|assignment| (assignment.targets[0].0, Edit::insert(assignment.start, "local "))).collect()
}

/// The assignments that are to be declarations.
fn certain(chunk: &Chunk, assignments: &[Assignment]) -> Vec<usize> {
    let targets = |(at, assignment): (usize, &Assignment<'_>)| -> Vec<(ExpressionId, usize)> {
        assignment.targets.iter().map(|(target, _)| (*target, at)).collect()
    };
    let by_target: HashMap<ExpressionId, usize> = assignments.iter().enumerate().flat_map(targets).collect();
    let mut names: HashMap<&str, Name> = HashMap::default();
    let mut chosen = Vec::new();
    for (at, id, name) in uses(chunk) {
        let target_of = by_target.get(&id).copied();
        let covers = |name: &Name| name.declaration.is_some_and(|declaration| assignments[declaration].covers(at));
        let known = names.entry(name).or_default();
        // In the scope, or one of the targets that the declaration is about.
        if covers(known) || (target_of.is_some() && known.declaration == target_of) {
            continue;
        }
        // The declaration's own values are computed before the name is in scope.
        let too_early = known.declaration.is_some_and(|declaration| at < assignments[declaration].scope.start);
        let declares = target_of.filter(|target_of| {
            !too_early && assignments[*target_of].targets.iter().all(|(_, name)| !names.get(name).is_some_and(covers))
        });
        let Some(declares) = declares else {
            names.entry(name).or_default().failed = true;
            continue;
        };
        chosen.push(declares);
        for (_, name) in &assignments[declares].targets {
            names.entry(name).or_default().declaration = Some(declares);
        }
    }
    let failed = names.into_iter().filter(|(_, name)| name.failed).map(|(name, _)| name).collect();
    without(chosen, failed, assignments)
}

/// What is left of `chosen` without the names that failed: an assignment of several names needs all of them.
fn without<'a>(mut chosen: Vec<usize>, mut failed: HashSet<&'a str>, assignments: &[Assignment<'a>]) -> Vec<usize> {
    loop {
        let names = |chosen: &usize| assignments[*chosen].targets.iter().map(|(_, name)| *name);
        let fails = |chosen: &usize| names(chosen).any(|name| failed.contains(name));
        let (out, left): (Vec<usize>, Vec<usize>) = chosen.into_iter().partition(fails);
        chosen = left;
        if out.is_empty() {
            return chosen;
        }
        failed.extend(out.iter().flat_map(names));
    }
}

impl Assignment<'_> {
    fn covers(&self, at: u32) -> bool {
        (self.scope.start..self.scope.end).contains(&at)
    }
}

/// Every use of a global, reads and writes, in the order of the text.
fn uses(chunk: &Chunk) -> Vec<(u32, ExpressionId, &str)> {
    let mut uses: Vec<(u32, ExpressionId)> =
        chunk.of(Sort::Global).map(|(id, expression)| (expression.span.start, id)).collect();
    sort_by(&mut uses, |(at, _)| (u64::from(*at), 0));
    uses.into_iter().filter_map(|(at, id)| Some((at, id, global_name(chunk, id)?))).collect()
}

fn global_name(chunk: &Chunk, id: ExpressionId) -> Option<&str> {
    match &chunk[id].kind {
        ExpressionKind::Global(name) => Some(name),
        _ => None,
    }
}

/// The assignments that could be declarations.
fn assignments(chunk: &Chunk) -> Vec<Assignment<'_>> {
    let mut found = Vec::new();
    let mut open: Vec<(&Block, u32)> =
        chunk.functions.iter().map(|function| (&function.body, function.body.span.end)).collect();
    while let Some((block, end)) = open.pop() {
        for statement in &block.statements {
            found.extend(assignment(chunk, statement, end));
            open.extend(blocks(chunk, statement));
        }
    }
    found
}

fn assignment<'a>(chunk: &'a Chunk, statement: &Statement, end: u32) -> Option<Assignment<'a>> {
    let StatementKind::Assignment { targets, function_statement, .. } = &statement.kind else { return None };
    let mut names = HashSet::default();
    let mut declared = Vec::with_capacity(targets.len());
    for target in targets {
        let name = global_name(chunk, *target)?;
        // A library or vector under its own name is more than a forgotten `local`.
        if sandbox::global(name).is_some() || !names.insert(name) {
            return None;
        }
        declared.push((*target, name));
    }
    // A local function is in scope in its own body.
    let start = if *function_statement { statement.span.start } else { statement.span.end };
    Some(Assignment { targets: declared, start: statement.span.start, scope: Span::new(start, end) })
}

/// The blocks directly inside of a statement, with the ends of their scopes.
fn blocks<'a>(chunk: &Chunk, statement: &'a Statement) -> Vec<(&'a Block, u32)> {
    let own = |block: &'a Block| (block, block.span.end);
    match &statement.kind {
        StatementKind::Do(body)
        | StatementKind::While { body, .. }
        | StatementKind::NumericFor { body, .. }
        | StatementKind::GenericFor { body, .. } => vec![own(body)],
        StatementKind::Repeat { body, condition } => vec![(body, chunk[*condition].span.end)],
        StatementKind::If { arms, otherwise } => arms.iter().map(|(_, body)| body).chain(otherwise).map(own).collect(),
        _ => Vec::new(),
    }
}
