//! The tables that a script returns: their constructors, nested ones included.

use super::Context;
use crate::ast::{ExpressionId, ExpressionKind, TableItem};
use crate::values::{Origin, Value};
use std::collections::HashSet;

/// Keys that make a table a reply of another kind, which the rules for arrays don't apply to.
const SPECIAL: [&[u8]; 7] = [b"ok", b"err", b"double", b"map", b"set", b"big_number", b"verbatim_string"];

/// The items of every table constructor that is part of the script's reply as an array.
pub(super) fn arrays<'a>(context: &Context<'a>) -> Vec<&'a [TableItem]> {
    let returns = context.values().returns.iter();
    let mut open: Vec<ExpressionId> = returns.filter_map(|found| constructor(found.value)).collect();
    let mut seen = HashSet::new();
    let mut arrays = Vec::new();
    while let Some(table) = open.pop() {
        let ExpressionKind::Table(items) = &context.chunk()[table].kind else { continue };
        if !seen.insert(table) || is_special(context, items) {
            continue;
        }
        open.extend(items.iter().filter_map(|item| match item {
            TableItem::Positional(value) => constructor(context.values().of(*value)),
            TableItem::Keyed(..) => None,
        }));
        arrays.push(items.as_slice());
    }
    arrays
}

fn constructor(value: Value) -> Option<ExpressionId> {
    match value.origin {
        Origin::Table(table) => Some(table),
        _ => None,
    }
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
