//! `map_fields_dropped`: named fields in a returned table, which are not sent.

use super::returns::{Array, arrays, is_text};
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, ExpressionKind, Sort, TableItem};
use crate::diagnostic::{Condition, Diagnostic, Level};
use crate::hash::Texts;
use crate::usage::Meaning;
use crate::values::{Fill, Key, Kinds, Write};
use redis_script_shape::Shape;

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
    // Where the type isn't known yet, it may turn out to be that.
    let is_open = context.declaration.open_returns && context.declaration.returns == Some(Shape::Unknown);
    let condition = is_open.then_some(Condition::NotUnit);
    let read = names_read(context);
    let mut found = Vec::new();
    for array in &arrays(context) {
        if let Some(mut finding) = dropped(context, array, &read) {
            finding.condition = condition;
            found.push(finding);
        }
    }
    found
}

fn dropped(context: &Context<'_>, array: &Array<'_>, read: &Texts) -> Option<Diagnostic> {
    let has_elements = has_elements(context, array);
    let is_used = |key: ExpressionId| {
        has_elements && context.names().string(context.chunk(), key).is_some_and(|name| read.contains(name))
    };
    let mut fields: Vec<(ExpressionId, String)> = Vec::new();
    for item in array.items {
        if let TableItem::Keyed(key, _) = item
            && !is_used(*key)
            && let Some(name) = field(context, *key, array.items.len())
        {
            fields.push((*key, name));
        }
    }
    if let Some(fill) = array.fill {
        // Whoever looks at the fields uses them before they are dropped.
        if fill.fields_read {
            return None;
        }
        for (place, name) in written(context, fill) {
            if !is_used(key_of(context, place)) {
                fields.push((place, name));
            }
        }
    }
    let (first, name) = fields.first()?;
    let message = match &fields[..] {
        [_] => format!("the field `{name}` is not sent: a reply has only the array part of a table"),
        [_, (_, other)] => {
            format!("the fields `{name}` and `{other}` are not sent: a reply has only the array part of a table")
        }
        _ => format!(
            "the field `{name}` and {} more are not sent: a reply has only the array part of a table",
            fields.len() - 1
        ),
    };
    let help = if name.trim_matches(&['[', ']'][..]).parse::<f64>().is_ok() {
        "number the values from 1".to_owned()
    } else if name.starts_with('[') {
        "return names and values in turn, or `cjson.encode(..)`".to_owned()
    } else {
        format!("return names and values in turn: `{{'{name}', ..}}`, or `cjson.encode({{..}})`")
    };
    Some(LINT.finding(message).at(context.chunk()[*first].span).with_help(help))
}

/// Fields that are assigned later, each once; the expression is the target.
fn written(context: &Context<'_>, fill: &Fill) -> Vec<(ExpressionId, String)> {
    // What is taken out again isn't meant to be sent.
    let mut known = Texts::default();
    for write in &fill.writes {
        let is_nil = |value| !context.values().of(value).kinds.has(Kinds::ANY.without(Kinds::NIL));
        if write.value.is_some_and(is_nil)
            && let Some(name) = name(context, write)
        {
            known.insert(name.as_bytes());
        }
    }
    let mut written = Vec::new();
    for write in &fill.writes {
        if let Some(name) = name(context, write)
            && known.insert(name.as_bytes())
        {
            written.push((write.place, name));
        }
    }
    written
}

fn name(context: &Context<'_>, write: &Write) -> Option<String> {
    match write.key {
        Key::Text(key) => Some(String::from_utf8_lossy(context.names().string(context.chunk(), key)?).into_owned()),
        Key::Number(number) if number < 1.0 || number.fract() != 0.0 => Some(format!("[{number}]")),
        Key::Computed(key) if is_text(context, key) => Some(format!("[{}]", context.written(key)?)),
        _ => None,
    }
}

fn key_of(context: &Context<'_>, target: ExpressionId) -> ExpressionId {
    match context.chunk()[target].kind {
        ExpressionKind::Index { key, .. } => key,
        _ => target,
    }
}

/// Whether the table has an array part besides: then the fields may be notes of the script's own.
fn has_elements(context: &Context<'_>, array: &Array<'_>) -> bool {
    let is_element = |write: &Write| match write.key {
        Key::Number(number) => number >= 1.0,
        Key::End | Key::Index => true,
        Key::Computed(key) => !is_text(context, key),
        Key::Text(_) => false,
    };
    array.fill.is_some_and(|fill| fill.writes.iter().any(is_element))
        || array.items.iter().any(|item| matches!(item, TableItem::Positional(_)))
}

/// The names of all fields that the script takes of some table.
fn names_read(context: &Context<'_>) -> Texts {
    let targets = context.targets();
    let mut read = Texts::default();
    for (id, expression) in context.chunk().of(Sort::Index) {
        if let ExpressionKind::Index { key, .. } = expression.kind
            && !targets.contains(id)
            && let Some(name) = context.names().string(context.chunk(), key)
        {
            read.insert(name);
        }
    }
    read
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
