//! The tables that a script returns: their constructors and what is put into them later, nested ones
//! included.

use super::Context;
use crate::ast::{ExpressionId, ExpressionKind, TableItem};
use crate::hash::HashSet;
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
    let returns = context.values().returns.iter();
    let mut open: Vec<Value> = returns.flat_map(|found| context.values().alternatives(found.value)).collect();
    let mut seen = HashSet::default();
    let mut arrays = Vec::new();
    while let Some(value) = open.pop() {
        let Some((table, fill)) = table(context, value) else { continue };
        let ExpressionKind::Table(items) = &context.chunk()[table].kind else { continue };
        if !seen.insert(table)
            || is_special(context, items)
            || fill.is_some_and(|fill| fill.kinds != Kinds::TABLE && !is_plain(context, fill))
        {
            continue;
        }
        open.extend(items.iter().filter_map(|item| match item {
            TableItem::Positional(value) => Some(context.values().of(*value)),
            TableItem::Keyed(..) => None,
        }));
        // An element that is taken out again may be changed.
        let written = fill.filter(|fill| !fill.elements_read).into_iter().flat_map(|fill| &fill.writes);
        open.extend(written.filter_map(|write| Some(context.values().of(write.value?))));
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
            None => !matches!(context.names().meaning(*key), crate::usage::Meaning::Number(_)),
        },
    })
}
