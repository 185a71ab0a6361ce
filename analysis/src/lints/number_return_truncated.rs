//! `number_return_truncated`: a number with a fraction where the caller reads a float: the server cuts it off.

use super::returns::table;
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, ExpressionKind, TableItem};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::shape::Shape;
use crate::values::{Key, Kinds, Origin, Value};

pub(crate) static LINT: Lint = Lint {
    name: "number_return_truncated",
    summary: "a Lua number returned where a float is read: the server cuts its fraction off",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Returns,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(shape) = &context.declaration.returns else { return Vec::new() };
    let returns = context.values().returns.iter().filter_map(|found| Some((found.expression?, found.value)));
    let found = returns.flat_map(|(expression, value)| truncated(context, expression, value, shape));
    let mut found: Vec<Diagnostic> = found.collect();
    found.dedup();
    found
}

fn truncated(context: &Context<'_>, expression: ExpressionId, value: Value, shape: &Shape) -> Vec<Diagnostic> {
    match shape.required() {
        Shape::Float | Shape::String => number(context, expression, value, shape.required()).into_iter().collect(),
        inner @ (Shape::List(_) | Shape::Tuple(_)) => {
            let Some(positional) = items(context, value, inner) else { return Vec::new() };
            let shape_at = |at: usize| match inner {
                Shape::List(each) => Some(&**each),
                Shape::Tuple(each) => each.get(at),
                _ => None,
            };
            let items = positional.into_iter().enumerate().filter_map(|(at, item)| Some((item, shape_at(at)?)));
            let nested = |(item, shape): (ExpressionId, &Shape)| match shape.required() {
                inner @ (Shape::Float | Shape::String) => number(context, item, context.values().of(item), inner),
                _ => None,
            };
            items.filter_map(nested).collect()
        }
        _ => Vec::new(),
    }
}

/// What the table holds: in order, or for a list in any order.
fn items(context: &Context<'_>, value: Value, shape: &Shape) -> Option<Vec<ExpressionId>> {
    let (table, fill) = table(context, value)?;
    if let Some(items) = fill.and_then(|fill| fill.items.clone()) {
        return Some(items);
    }
    let ExpressionKind::Table(items) = &context.chunk()[table].kind else { return None };
    let constructed = items.iter().filter_map(|item| match item {
        TableItem::Positional(value) => Some(*value),
        TableItem::Keyed(..) => None,
    });
    let written = match (fill, shape) {
        (None, _) => &[],
        (Some(fill), Shape::List(_)) => fill.writes.as_slice(),
        (Some(_), _) => return None,
    };
    let elements = written.iter().filter(|write| !matches!(write.key, Key::Text(_) | Key::Computed(_)));
    Some(constructed.chain(elements.filter_map(|write| write.value)).collect())
}

fn number(context: &Context<'_>, expression: ExpressionId, value: Value, shape: &Shape) -> Option<Diagnostic> {
    let (level, what) = if value.kinds.only(Kinds::FRACTION) {
        (Level::Error, "the server cuts its fraction off")
    } else if *shape == Shape::Float && value.kinds.without(Kinds::FALSY).only(Kinds::NUMBER | Kinds::FRACTION) {
        (Level::Warn, "the server cuts off a fraction")
    } else {
        return None;
    };
    let text = context.script.text();
    let literal = match value.origin {
        Origin::Literal(literal) => context.chunk()[literal].span.of(text),
        _ => b"",
    };
    let literal = String::from_utf8_lossy(literal).into_owned();
    let cut = literal.parse::<f64>().ok().map(|number| format!(": {literal} arrives as {:.0}", number.trunc()));
    let place = context.chunk()[expression].span;
    let mut finding = LINT.finding(format!("a number is returned as an integer, {what}{}", cut.unwrap_or_default()));
    finding.level = level;
    let written = String::from_utf8_lossy(place.of(text)).into_owned();
    let help = if written.contains('\n') { "put `tostring(..)` around it".to_owned() } else { format!("write `tostring({written})`, or `string.format('%.17g', {written})` for every digit") };
    Some(finding.at(place).about(Subject::Returns).with_help(help))
}
