//! `zero_index`: element 0 of an array: Lua counts from 1.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind};
use crate::calls::shown;
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{Binding, Marks, Meaning, Vector, statements};
use crate::values::{Kinds, Origin, SPECIAL};

pub(crate) static LINT: Lint = Lint {
    name: "zero_index",
    summary: "element 0 of `KEYS`, `ARGV` or a reply: arrays start at 1, so it is nil",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    let targets = context.targets();
    let arguments = command_arguments(context);
    // What is written to may well have an element 0.
    let mut written = Marks::new(chunk);
    for target in targets.list() {
        if let ExpressionKind::Index { object, .. } = chunk[*target].kind
            && let Some(call) = reply(context, object)
        {
            written.insert(call);
        }
    }
    let mut found = Vec::new();
    for (id, expression) in chunk.of(Sort::Index) {
        let ExpressionKind::Index { object, key } = expression.kind else { continue };
        if targets.contains(id) {
            continue;
        }
        if names.meaning(key) != Meaning::Number(0.0) {
            if let Some(finding) = named(context, object, key) {
                found.push(finding.at(expression.span));
            }
            continue;
        }
        let name = match (names.vector(object), reply(context, object)) {
            (Some(vector), _) => {
                let usage = context.usage().of(vector);
                if usage.escapes.is_some() || usage.written.contains(&0.0) || is_out_of_range(context, vector, id) {
                    continue;
                }
                vector.name().to_owned()
            }
            (None, Some(call)) if !written.contains(call) => "the reply".to_owned(),
            _ => continue,
        };
        let mut finding = LINT.finding(format!("element 0 of {name} is always nil: Lua counts from 1"));
        if arguments.contains(id) {
            finding.level = Level::Error;
        }
        found.push(finding.at(expression.span).with_help("the first element is `[1]`"));
    }
    found.extend(loops(context, targets));
    found
}

/// `redis.call('HGETALL', ..).name`: an array reply has no names.
fn named(context: &Context<'_>, object: ExpressionId, key: ExpressionId) -> Option<Diagnostic> {
    let value = context.values().of(object);
    let Origin::Reply(call) = value.origin else { return None };
    let name = context.names().string(context.chunk(), key)?;
    if !value.kinds.only(Kinds::TABLE | Kinds::FALSE) || !value.kinds.has(Kinds::TABLE) || SPECIAL.contains(&name) {
        return None;
    }
    let name = String::from_utf8_lossy(name);
    let command = shown(context.facts().calls.at(call)?.command()?);
    let message =
        format!("the reply of `{command}` is a list without names: `{}` is always nil in it", name.escape_debug());
    let help = match &*command {
        "HGETALL" => format!("read it with `redis.call('HGET', key, '{}')`", name.escape_debug()),
        _ => "take elements by number: the first one is `[1]`".to_owned(),
    };
    Some(LINT.finding(message).with_help(help))
}

/// `KEYS[i]` in `for i = 0, .. do`: the first time around it is element 0.
fn loops(context: &Context<'_>, targets: &Marks<ExpressionId>) -> Vec<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    let counters = counters_from_zero(context, targets);
    let mut found = Vec::new();
    for (id, expression) in chunk.of(Sort::Index) {
        let ExpressionKind::Index { object, key } = expression.kind else { continue };
        let Some(counter) = chunk.local(key).filter(|counter| counters.contains(*counter)) else { continue };
        let Some(vector) = names.vector(object) else { continue };
        let usage = context.usage().of(vector);
        if targets.contains(id) || usage.escapes.is_some() || !usage.written.is_empty() {
            continue;
        }
        let (vector, counter) = (vector.name(), &chunk[counter].name);
        let message = format!("the loop begins with {vector}[0], which is always nil: Lua counts from 1");
        let help = format!("write `for {counter} = 1, #{vector} do`");
        found.push(LINT.finding(message).at(expression.span).with_help(help));
    }
    found
}

/// The variables of loops that begin with 0, but for those that the loop compares or changes: it may
/// well know that the first time is special.
fn counters_from_zero(context: &Context<'_>, targets: &Marks<ExpressionId>) -> Marks<LocalId> {
    let (chunk, names) = (context.chunk(), context.names());
    let mut special = Marks::new(chunk);
    let mut is_special = |id: ExpressionId| {
        if let Some(local) = chunk.local(id) {
            special.insert(local);
        }
    };
    for (_, expression) in chunk.of(Sort::Binary) {
        if let ExpressionKind::Binary { operator, left, right } = expression.kind
            && is_comparison(operator)
        {
            is_special(left);
            is_special(right);
        }
    }
    for target in targets.list() {
        is_special(*target);
    }
    let mut counters = Marks::new(chunk);
    for (_, statement) in statements(chunk) {
        if let StatementKind::NumericFor { counter, start, .. } = &statement.kind
            && names.meaning(*start) == Meaning::Number(0.0)
            && !special.contains(*counter)
        {
            counters.insert(*counter);
        }
    }
    counters
}

fn is_comparison(operator: BinaryOperator) -> bool {
    use BinaryOperator::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    matches!(operator, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual)
}

/// Whether `key_out_of_range` or `arg_out_of_range` says it.
fn is_out_of_range(context: &Context<'_>, vector: Vector, id: ExpressionId) -> bool {
    let declared = match vector {
        Vector::Keys => context.declaration.keys,
        Vector::Argv => context.declaration.args,
    };
    let span = context.chunk()[id].span;
    // They are in the order of the text.
    let reads = &context.usage().of(vector).reads;
    let read = reads.get(reads.partition_point(|read| read.span < span)).filter(|read| read.span == span);
    declared.is_some() && read.is_some_and(|read| !read.optional)
}

/// The call of `redis.call` or `redis.pcall` whose reply the expression is.
fn reply(context: &Context<'_>, expression: ExpressionId) -> Option<ExpressionId> {
    let (chunk, names) = (context.chunk(), context.names());
    let value = match chunk[expression].kind {
        ExpressionKind::Local(local) => match context.facts().bindings.lasting(local) {
            Binding::Value(value) => value,
            _ => return None,
        },
        _ => expression,
    };
    match chunk[value].kind {
        ExpressionKind::Call { callee, .. } => {
            matches!(names.member(callee), Some(("redis", "call" | "pcall"))).then_some(value)
        }
        _ => None,
    }
}

/// Everything that is an argument of a command, where nil raises.
fn command_arguments(context: &Context<'_>) -> Marks<ExpressionId> {
    let mut found = Marks::new(context.chunk());
    for (_, expression) in context.chunk().of(Sort::Call) {
        if let ExpressionKind::Call { callee, arguments } = &expression.kind
            && context.names().is_member(*callee, "redis", "call")
        {
            for argument in arguments {
                found.insert(*argument);
            }
        }
    }
    found
}
