//! `array_hole`: nil in a returned table: the reply ends before it.

use super::returns::{Array, arrays};
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, TableItem};
use crate::diagnostic::{Diagnostic, Level};
use crate::span::Span;
use crate::usage::is_open;
use crate::values::{Fill, Key, Kinds, Write};
use std::collections::BTreeSet;

pub(crate) static LINT: Lint = Lint {
    name: "array_hole",
    summary: "nil inside of a returned table: the reply ends before it",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = arrays(context).into_iter().filter_map(|array| match array.fill {
        None => hole(context, array.items),
        Some(fill) => hole(context, array.items).or_else(|| gap(context, &array, fill)),
    });
    found.collect()
}

/// Leaves out that a reply is too short for its type where a hole in it is the reason: that is one mistake.
pub(super) fn instead_of_its_consequence(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let holes: Vec<Span> =
        diagnostics.iter().filter(|found| found.lint == LINT.name).filter_map(|found| found.span).collect();
    let has_hole = |whole: Span| holes.iter().any(|hole| whole.start <= hole.start && hole.end <= whole.end);
    diagnostics.retain(|found| found.lint != "return_type_mismatch" || !found.span.is_some_and(has_hole));
    diagnostics
}

/// The first nil that values follow.
fn hole(context: &Context<'_>, items: &[TableItem]) -> Option<Diagnostic> {
    let values = positional(items);
    let at = values.iter().position(|value| is_nil(context, *value))?;
    let lost = values[at + 1..].iter().filter(|value| !is_nil(context, **value)).count();
    if lost == 0 {
        return None;
    }
    let lost = if lost == 1 { "the value behind it is".to_owned() } else { format!("the {lost} values behind it are") };
    let finding = LINT.finding(format!("nil ends the reply: {lost} not sent"));
    Some(finding.at(context.chunk()[values[at]].span).with_help("write `false`, which is sent as null, or `''`"))
}

/// An element that is never set, although a later one is: `t[1] = x; t[3] = y`.
fn gap(context: &Context<'_>, array: &Array<'_>, fill: &Fill) -> Option<Diagnostic> {
    let is_lost = |write: &&Write| write.key == Key::End && write.value.is_some_and(|value| is_nil(context, value));
    if let Some(write) = fill.writes.iter().find(is_lost) {
        let later = fill.writes.iter().skip_while(|other| other.place != write.place).nth(1);
        return later.map(|_| nothing_appended(context, write));
    }
    let (mut set, mut last) = (BTreeSet::new(), None);
    for write in &fill.writes {
        let sets = write.value.is_none_or(|value| !is_nil(context, value));
        match write.key {
            Key::Number(number) => {
                let place = position(number).filter(|_| sets);
                set.extend(place);
                last = last.max(place.map(|place| (place, write.place)));
            }
            Key::Text(_) => {}
            Key::End | Key::Index | Key::Computed(_) => return None,
        }
    }
    let (last, place) = last?;
    let first = array.items.len() + 1;
    // `{unpack(ARGV)}` and `{[2] = x}` set others.
    let keyed = array.items.iter().any(|item| match item {
        TableItem::Keyed(..) => true,
        TableItem::Positional(value) => is_open(context.chunk(), *value),
    });
    let missing = (first..last).find(|at| !set.contains(at)).filter(|_| !keyed && !fill.shuffled)?;
    let finding =
        LINT.finding(format!("element {missing} is never set, and the reply ends there: element {last} is not sent"));
    Some(
        finding
            .at(context.chunk()[place].span)
            .with_help("number the values without a gap, or put `false` there, which is sent as null"),
    )
}

fn nothing_appended(context: &Context<'_>, write: &Write) -> Diagnostic {
    let mut finding = LINT.finding("nil appends nothing: what is appended next takes its place in the reply");
    finding.level = Level::Warn;
    finding.at(context.chunk()[write.place].span).with_help("append `false`, which is sent as null, or `''`")
}

fn is_nil(context: &Context<'_>, value: ExpressionId) -> bool {
    context.values().of(value).kinds.only(Kinds::NIL)
}

fn positional(items: &[TableItem]) -> Vec<ExpressionId> {
    let values = items.iter().filter_map(|item| match item {
        TableItem::Positional(value) => Some(*value),
        TableItem::Keyed(..) => None,
    });
    values.collect()
}

/// The element with this index, if there can be one; beyond a few thousand, nobody counts.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
fn position(index: f64) -> Option<usize> {
    ((1.0..=10_000.0).contains(&index) && index.fract() == 0.0).then_some(index as usize)
}
