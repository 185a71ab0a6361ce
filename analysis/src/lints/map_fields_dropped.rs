//! `map_fields_dropped`: named fields in a returned table, which are not sent.

use super::returns::arrays;
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, TableItem};
use crate::diagnostic::{Diagnostic, Level};
use crate::shape::Shape;
use crate::usage::Meaning;

pub(crate) static LINT: Lint = Lint {
    name: "map_fields_dropped",
    summary: "named fields in a returned table: only its array part is sent",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // What is thrown away may well lose fields.
    if context.declaration.returns == Some(Shape::Unit) {
        return Vec::new();
    }
    arrays(context).into_iter().filter_map(|items| dropped(context, items)).collect()
}

fn dropped(context: &Context<'_>, items: &[TableItem]) -> Option<Diagnostic> {
    let fields: Vec<(ExpressionId, String)> = items
        .iter()
        .filter_map(|item| match item {
            TableItem::Positional(_) => None,
            TableItem::Keyed(key, _) => field(context, *key, items.len()).map(|name| (*key, name)),
        })
        .collect();
    let (first, name) = fields.first()?;
    let message = match fields.len() {
        1 => format!("the field `{name}` is not sent: a reply has only the array part of a table"),
        2 => format!("the fields `{name}` and `{}` are not sent: a reply has only the array part of a table", fields[1].1),
        more => format!("the field `{name}` and {} more are not sent: a reply has only the array part of a table", more - 1),
    };
    let help = if name.starts_with('[') {
        "number the values from 1".to_owned()
    } else {
        format!("return names and values in turn: `{{'{name}', ..}}`, or `cjson.encode({{..}})`")
    };
    Some(LINT.finding(message).at(context.chunk()[*first].span).with_help(help))
}

/// The name of a field that can't be part of an array of `length`.
fn field(context: &Context<'_>, key: ExpressionId, length: usize) -> Option<String> {
    let names = context.names();
    if let Some(name) = names.string(context.chunk(), key) {
        return Some(String::from_utf8_lossy(name).into_owned());
    }
    match names.meaning(key) {
        #[expect(clippy::cast_precision_loss, reason = "a script has fewer items than 2^53")]
        Meaning::Number(number) if number < 1.0 || number.fract() != 0.0 || number > length as f64 => {
            Some(format!("[{number}]"))
        }
        _ => None,
    }
}
