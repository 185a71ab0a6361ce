//! The tables that a script returns: their constructors and what is put into them later, nested ones
//! included.

use super::Context;
use crate::ast::{ExpressionId, ExpressionKind, TableItem};
use crate::usage::{Marks, Meaning};
use crate::values::{Fill, Kinds, Origin, SPECIAL, Value};

/// A table that is part of the script's reply as an array.
pub(super) struct Array<'a> {
    /// What its constructor has.
    pub(super) items: &'a [TableItem],
    /// What is put into it later, if anything is.
    pub(super) fill: Option<&'a Fill>,
}

/// All of them.
pub(super) fn arrays<'a>(context: &Context<'a>) -> Vec<Array<'a>> {
    let values = context.values();
    let mut open: Vec<Value> = Vec::new();
    for found in &values.returns {
        open.append(&mut values.alternatives(found.value));
    }
    let mut seen = Marks::new(context.chunk());
    let mut arrays = Vec::new();
    while let Some(value) = open.pop() {
        let Some((table, fill)) = table(context, value) else { continue };
        let ExpressionKind::Table(items) = &context.chunk()[table].kind else { continue };
        if seen.contains(table) {
            continue;
        }
        seen.insert(table);
        if is_special(context, items) || fill.is_some_and(|fill| fill.kinds != Kinds::TABLE && !is_plain(context, fill))
        {
            continue;
        }
        for item in items {
            if let TableItem::Positional(value) = item {
                open.push(values.of(*value));
            }
        }
        // An element that is taken out again may be changed.
        if let Some(fill) = fill.filter(|fill| !fill.elements_read) {
            for write in &fill.writes {
                if let Some(value) = write.value {
                    open.push(values.of(value));
                }
            }
        }
        arrays.push(Array { items, fill });
    }
    arrays
}

/// The constructor that a value comes from.
pub(super) fn table<'a>(context: &Context<'a>, value: Value) -> Option<(ExpressionId, Option<&'a Fill>)> {
    match value.origin {
        Origin::Table(table) => Some((table, None)),
        Origin::Filled(local) => {
            let fill = context.values().fills.of(local)?;
            Some((fill.table, Some(fill)))
        }
        _ => None,
    }
}

/// Whether every computed key is a text or a number for certain. A text may be special, but then nobody chose it.
fn is_plain(context: &Context<'_>, fill: &Fill) -> bool {
    use crate::values::Key;
    fill.writes.iter().all(|write| match write.key {
        Key::Computed(key) => {
            is_text(context, key) || context.values().of(key).kinds.without(Kinds::NIL).only(Kinds::NUMERIC)
        }
        Key::Text(key) => context.names().string(context.chunk(), key).is_some_and(|key| !SPECIAL.contains(&key)),
        Key::Number(_) | Key::End | Key::Index => true,
    })
}

/// Whether a key is a text; nil as a key raises.
pub(super) fn is_text(context: &Context<'_>, key: ExpressionId) -> bool {
    context.values().of(key).kinds.without(Kinds::NIL).only(Kinds::STRING)
}

/// Whether it may have one of the special keys.
fn is_special(context: &Context<'_>, items: &[TableItem]) -> bool {
    items.iter().any(|item| match item {
        TableItem::Positional(_) => false,
        TableItem::Keyed(key, _) => match context.names().string(context.chunk(), *key) {
            Some(key) => SPECIAL.contains(&key),
            None => !matches!(context.names().meaning(*key), Meaning::Number(_)),
        },
    })
}
