//! `return_type_mismatch`: a return type that no reply of the script can be read as.

use super::returns::table;
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, ExpressionKind, TableItem};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::shape::Shape;
use crate::usage::is_open;
use crate::values::{Kinds, Origin, Value};

pub(crate) static LINT: Lint = Lint {
    name: "return_type_mismatch",
    summary: "a return type that no reply of the script can be read as",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Returns,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(shape) = context.declaration.returns.as_ref().filter(|shape| **shape != Shape::Unknown) else { return Vec::new() };
    let values = context.values();
    if context.usage().environment.is_some() || values.falls_off && fits(context, Value::NIL, shape) {
        return Vec::new();
    }
    if values.returns.iter().any(|found| found.value.kinds.is_empty() || fits(context, found.value, shape)) {
        return Vec::new();
    }
    let Some(first) = values.returns.first() else {
        // It always raises, or always ends without a return.
        let finding = LINT.finding("the script returns nothing: the reply is always null").about(Subject::Returns);
        return if values.falls_off { vec![finding.with_help("return a value, or read `()`")] } else { Vec::new() };
    };
    if let Some(finding) = misfit(context, first.value, shape) {
        return vec![finding.about(Subject::Returns)];
    }
    let what = described(context, first.value);
    let always = if values.returns.len() == 1 && !values.falls_off { "the script returns" } else { "the script returns here" };
    let message = format!("{always} {what}, which can't be read as {}", named(shape));
    vec![LINT.finding(message).at(first.span).about(Subject::Returns)]
}

/// Whether some value of these can be read as `shape`; what isn't known can.
fn fits(context: &Context<'_>, value: Value, shape: &Shape) -> bool {
    let has = |kinds| value.kinds.has(kinds);
    has(Kinds::ERROR)
        || has(Kinds::NIL | Kinds::FALSE | Kinds::FUNCTION | Kinds::OTHER) && takes_null(shape)
        || has(Kinds::NUMERIC | Kinds::TRUE) && takes_integer(shape.required())
        || has(Kinds::STRING) && takes_text(context, value, shape.required())
        || has(Kinds::STATUS) && matches!(shape.required(), Shape::Unknown | Shape::Unit | Shape::Bool | Shape::String)
        || has(Kinds::TABLE) && takes_array(context, value, shape.required())
}

fn takes_null(shape: &Shape) -> bool {
    !matches!(shape, Shape::Integer | Shape::Float | Shape::String | Shape::Tuple(_))
}

fn takes_integer(shape: &Shape) -> bool {
    !matches!(shape, Shape::Bytes | Shape::List(_) | Shape::Tuple(_) | Shape::Map)
}

fn takes_text(context: &Context<'_>, value: Value, shape: &Shape) -> bool {
    let literal = match value.origin {
        Origin::Literal(literal) => context.names().string(context.chunk(), literal).map(String::from_utf8_lossy),
        _ => None,
    };
    match shape {
        Shape::Integer => literal.is_none_or(|text| text.parse::<i128>().is_ok()),
        Shape::Float => literal.is_none_or(|text| text.parse::<f64>().is_ok()),
        Shape::Bool => literal.is_none_or(|text| text == "0" || text == "1"),
        Shape::Tuple(_) | Shape::Map => false,
        _ => true,
    }
}

fn takes_array(context: &Context<'_>, value: Value, shape: &Shape) -> bool {
    match shape {
        Shape::Integer | Shape::Float | Shape::Bool | Shape::String => special(context, value),
        Shape::Tuple(items) => {
            items_of(context, value).is_none_or(|found| found.len() == items.len()) && misfit(context, value, shape).is_none()
        }
        Shape::List(_) => misfit(context, value, shape).is_none(),
        _ => true,
    }
}

/// The first item of a reply, of as many items as there should be, that can't be read as its own type.
fn misfit(context: &Context<'_>, value: Value, shape: &Shape) -> Option<Diagnostic> {
    let found = items_of(context, value)?;
    let shapes: Vec<&Shape> = match shape.required() {
        Shape::Tuple(shapes) if shapes.len() == found.len() => shapes.iter().collect(),
        // Lists of tuples can be flat, or nested; lists of bytes can be one text.
        Shape::List(item) if matches!(item.required(), Shape::Integer | Shape::Float | Shape::Bool | Shape::String) => {
            found.iter().map(|_| &**item).collect()
        }
        _ => return None,
    };
    found.into_iter().zip(shapes).find_map(|(item, shape)| {
        let value = context.values().of(item);
        if value.kinds.is_empty() || fits(context, value, shape) {
            return None;
        }
        let (what, wanted) = (described(context, value), named(shape));
        let plain = || LINT.finding(format!("an item of the reply is {what}, which can't be read as {wanted}"));
        Some(misfit(context, value, shape).unwrap_or_else(|| plain().at(context.chunk()[item].span)))
    })
}

/// Whether a field may make the table another reply than an array.
fn special(context: &Context<'_>, value: Value) -> bool {
    match value.origin {
        Origin::Table(table) => match &context.chunk()[table].kind {
            ExpressionKind::Table(items) => items.iter().any(|item| matches!(item, TableItem::Keyed(..))),
            _ => true,
        },
        Origin::Filled(_) => {
            value.kinds.has(Kinds::STATUS | Kinds::ERROR)
                || table(context, value).is_none_or(|(table, _)| special(context, Value::from(Kinds::TABLE, Origin::Table(table))))
        }
        // A table that the script made or changed may have gained one.
        Origin::Reply(_) => value.kinds.has(Kinds::STATUS | Kinds::ERROR),
        _ => true,
    }
}

/// How many items the reply has, if that is certain.
fn length(context: &Context<'_>, value: Value) -> Option<usize> {
    items_of(context, value).map(|items| items.len())
}

/// The items of the reply, if it is certain which there are.
fn items_of(context: &Context<'_>, value: Value) -> Option<Vec<ExpressionId>> {
    let positional = match table(context, value)? {
        (_, Some(fill)) => fill.items.clone()?,
        (table, None) => written(context, table)?,
    };
    if positional.last().is_some_and(|last| is_open(context.chunk(), *last)) {
        return None;
    }
    // A nil ends the reply.
    let whole = positional.iter().all(|item| {
        let kinds = context.values().of(*item).kinds;
        !kinds.is_empty() && !kinds.has(Kinds::NIL)
    });
    whole.then_some(positional)
}

/// The items of a constructor without keys.
fn written(context: &Context<'_>, table: ExpressionId) -> Option<Vec<ExpressionId>> {
    let ExpressionKind::Table(items) = &context.chunk()[table].kind else { return None };
    let values = items.iter().map(|item| match item {
        TableItem::Positional(value) => Some(*value),
        TableItem::Keyed(..) => None,
    });
    values.collect()
}

fn described(context: &Context<'_>, value: Value) -> String {
    let names = [
        (Kinds::FALSY | Kinds::FUNCTION | Kinds::OTHER, "null"),
        (Kinds::NUMERIC | Kinds::TRUE, "an integer"),
        (Kinds::STRING, "a text"),
        (Kinds::STATUS, "a status"),
        (Kinds::TABLE, "an array"),
    ];
    let found: Vec<&str> = names.iter().filter(|(kinds, _)| value.kinds.has(*kinds)).map(|(_, name)| *name).collect();
    match (length(context, value), &found[..]) {
        (Some(1), ["an array"]) => "an array of 1 item".to_owned(),
        (Some(length), ["an array"]) => format!("an array of {length} items"),
        _ => found.join(" or "),
    }
}

fn named(shape: &Shape) -> String {
    match shape {
        Shape::Unknown => "that type".to_owned(),
        Shape::Unit => "`()`".to_owned(),
        Shape::Bool => "a bool".to_owned(),
        Shape::Integer => "an integer".to_owned(),
        Shape::Float => "a float".to_owned(),
        Shape::String => "a string".to_owned(),
        Shape::Bytes => "bytes".to_owned(),
        Shape::Option(inner) => named(inner),
        Shape::List(_) => "a list".to_owned(),
        Shape::Tuple(items) => format!("a tuple of {}", items.len()),
        Shape::Map => "a map".to_owned(),
    }
}
