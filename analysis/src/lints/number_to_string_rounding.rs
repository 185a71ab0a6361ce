//! `number_to_string_rounding`: a large number as a text, which Lua writes with 14 digits.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{
    BinaryOperator, Expression, ExpressionId, ExpressionKind, FunctionId, Sort, StatementKind, TableItem,
};
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{Binding, Meaning};
use crate::values::{Kinds, Origin};

pub(crate) static LINT: Lint = Lint {
    name: "number_to_string_rounding",
    summary: "a number beyond 1e14 turned into a text: Lua writes 14 digits, and the rest is lost",
    level: Level::Info,
    soundness: Soundness::Heuristic,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

/// From here on `%.14g` writes an exponent.
const LARGE: f64 = 1e14;
/// Seconds since 1970, about.
const SECONDS: f64 = 1.7e9;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, expression) in context.chunk().of_any(&[Sort::Binary, Sort::Call]) {
        for operand in &operands(context, expression) {
            let size = size(context, *operand, 0).filter(|size| *size >= LARGE);
            found.extend(size.map(|size| finding(context, *operand, size)));
        }
    }
    found
}

fn finding(context: &Context<'_>, operand: ExpressionId, size: f64) -> Diagnostic {
    let message = format!("a number of about {size:.0e} becomes a text of 14 digits here: the rest is lost");
    let help = match context.written(operand) {
        Some(written) => format!("write `string.format('%.0f', {written})`"),
        None => "put `string.format('%.0f', ..)` around it".to_owned(),
    };
    LINT.finding(message).at(context.chunk()[operand].span).with_help(help)
}

/// What the expression turns into a text with as many digits as Lua likes.
fn operands(context: &Context<'_>, expression: &Expression) -> Vec<ExpressionId> {
    let names = context.names();
    match &expression.kind {
        ExpressionKind::Binary { operator: BinaryOperator::Concatenate, left, right } => vec![*left, *right],
        ExpressionKind::Call { callee, arguments } => match (names.global(*callee), names.member(*callee)) {
            (Some("tostring"), _) => arguments[..arguments.len().min(1)].to_vec(),
            (_, Some(("cjson", "encode"))) => {
                arguments.first().map(|value| encoded(context, *value)).unwrap_or_default()
            }
            (_, Some(("table", "concat"))) => {
                arguments.first().map(|value| encoded(context, *value)).unwrap_or_default()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The value, or the items of the table that it is.
fn encoded(context: &Context<'_>, value: ExpressionId) -> Vec<ExpressionId> {
    let Origin::Table(table) = context.values().of(value).origin else { return vec![value] };
    let ExpressionKind::Table(items) = &context.chunk()[table].kind else { return Vec::new() };
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        let (TableItem::Positional(value) | TableItem::Keyed(_, value)) = item;
        values.push(*value);
    }
    values
}

/// About how large a number is, where constants and the clock tell.
fn size(context: &Context<'_>, id: ExpressionId, steps: u32) -> Option<f64> {
    use BinaryOperator::{Add, Divide, Multiply, Power};
    let (chunk, names) = (context.chunk(), context.names());
    if chunk[id].depth > Expression::WALKABLE || steps > 12 {
        return None;
    }
    let inner = |id: ExpressionId| size(context, id, steps + 1);
    if let Meaning::Number(number) = names.meaning(id) {
        return Some(number.abs()).filter(|number| number.is_finite());
    }
    if let Some(seconds) = clock(context, id) {
        return Some(seconds);
    }
    match &chunk[id].kind {
        ExpressionKind::Parenthesised(operand) => inner(*operand),
        ExpressionKind::Binary { operator: Add, left, right } => match (inner(*left), inner(*right)) {
            (Some(left), Some(right)) => Some(left + right),
            (one, other) => one.or(other).filter(|size| *size >= LARGE),
        },
        ExpressionKind::Binary { operator: Multiply, left, right } => Some(inner(*left)? * inner(*right)?),
        ExpressionKind::Binary { operator: Divide, left, right } => Some(inner(*left)? / inner(*right)?),
        ExpressionKind::Binary { operator: Power, left, right } => Some(inner(*left)?.powf(inner(*right)?)),
        ExpressionKind::Local(local) => match context.facts().bindings.lasting(*local) {
            Binding::Value(value) => inner(value),
            _ => None,
        },
        ExpressionKind::Call { callee, arguments } => match (names.global(*callee), names.member(*callee)) {
            (Some("tonumber"), _) | (_, Some(("math", "floor" | "ceil" | "abs"))) => inner(*arguments.first()?),
            _ => match names.meaning(*callee) {
                Meaning::Function(function) => inner(result(context, function)?),
                _ => None,
            },
        },
        _ => None,
    }
    .filter(|size| size.is_finite())
}

/// The seconds that `TIME` replies with.
fn clock(context: &Context<'_>, id: ExpressionId) -> Option<f64> {
    let ExpressionKind::Index { object, key } = context.chunk()[id].kind else { return None };
    let value = context.values().of(object);
    let Origin::Reply(call) = value.origin else { return None };
    let command = context.facts().calls.at(call)?.command()?;
    let is_first = context.names().meaning(key) == Meaning::Number(1.0);
    (command.name == "time" && is_first && value.kinds.has(Kinds::TABLE)).then_some(SECONDS)
}

/// The expression that a function returns, if it has one `return`, at its end.
fn result(context: &Context<'_>, function: FunctionId) -> Option<ExpressionId> {
    match &context.chunk()[function].body.statements.last()?.kind {
        StatementKind::Return(values) => values.first().copied(),
        _ => None,
    }
}
