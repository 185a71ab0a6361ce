//! `array_hole`: nil in a returned table: the reply ends before it.

use super::returns::{Array, arrays};
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, TableItem};
use crate::diagnostic::{Diagnostic, Level};
use crate::hash::Pairs;
use crate::span::Span;
use crate::usage::is_open;
use crate::values::{Fill, Key, Kinds, Write};

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
    let mut found = Vec::new();
    for array in &arrays(context) {
        let gap = || array.fill.and_then(|fill| gap(context, array, fill));
        found.extend(hole(context, array.items).or_else(gap));
    }
    found
}

/// Leaves out that a reply is too short for its type where a hole in it is the reason: that is one mistake.
pub(super) fn instead_of_its_consequence(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut holes: Vec<Span> = Vec::new();
    for found in &diagnostics {
        if found.lint == LINT.name {
            holes.extend(found.span);
        }
    }
    let has_hole = |whole: Span| holes.iter().any(|hole| whole.start <= hole.start && hole.end <= whole.end);
    diagnostics.retain(|found| found.lint != "return_type_mismatch" || !found.span.is_some_and(has_hole));
    diagnostics
}

/// The first nil that values follow.
fn hole(context: &Context<'_>, items: &[TableItem]) -> Option<Diagnostic> {
    let mut first = None;
    let mut lost = 0;
    for value in &TableItem::positional(items) {
        match (first, is_nil(context, *value)) {
            (None, true) => first = Some(*value),
            (Some(_), false) => lost += 1,
            _ => {}
        }
    }
    let first = first.filter(|_| lost > 0)?;
    let lost = if lost == 1 { "the value behind it is".to_owned() } else { format!("the {lost} values behind it are") };
    let finding = LINT.finding(format!("nil ends the reply: {lost} not sent"));
    Some(finding.at(context.chunk()[first].span).with_help("write `false`, which is sent as null, or `''`"))
}

/// An element that is never set, although a later one is: `t[1] = x; t[3] = y`.
fn gap(context: &Context<'_>, array: &Array<'_>, fill: &Fill) -> Option<Diagnostic> {
    let is_lost = |write: &Write| write.key == Key::End && write.value.is_some_and(|value| is_nil(context, value));
    if let Some(at) = fill.writes.iter().position(is_lost) {
        return (at + 1 < fill.writes.len()).then(|| nothing_appended(context, &fill.writes[at]));
    }
    let (mut set, mut last) = (Pairs::default(), None);
    for write in &fill.writes {
        let sets = write.value.is_none_or(|value| !is_nil(context, value));
        match write.key {
            Key::Number(number) => {
                if let Some(place) = position(number).filter(|_| sets) {
                    set.insert((place, 0));
                    last = last.max(Some((place, write.place)));
                }
            }
            Key::Text(_) => {}
            Key::End | Key::Index | Key::Computed(_) => return None,
        }
    }
    let (last, place) = last?;
    // `{unpack(ARGV)}` and `{[2] = x}` set others.
    let sets_others = |item: &TableItem| match item {
        TableItem::Keyed(..) => true,
        TableItem::Positional(value) => is_open(context.chunk(), *value),
    };
    if fill.shuffled || array.items.iter().any(sets_others) {
        return None;
    }
    let mut missing = array.items.len() as u64 + 1;
    while set.contains((missing, 0)) {
        missing += 1;
    }
    if missing >= last {
        return None;
    }
    let message = format!("element {missing} is never set, and the reply ends there: element {last} is not sent");
    let help = "number the values without a gap, or put `false` there, which is sent as null";
    Some(LINT.finding(message).at(context.chunk()[place].span).with_help(help))
}

fn nothing_appended(context: &Context<'_>, write: &Write) -> Diagnostic {
    let mut finding = LINT.finding("nil appends nothing: what is appended next takes its place in the reply");
    finding.level = Level::Warn;
    finding.at(context.chunk()[write.place].span).with_help("append `false`, which is sent as null, or `''`")
}

fn is_nil(context: &Context<'_>, value: ExpressionId) -> bool {
    context.values().of(value).kinds.only(Kinds::NIL)
}

/// The element with this index, if there can be one; beyond a few thousand, nobody counts.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
fn position(index: f64) -> Option<u64> {
    ((1.0..=10_000.0).contains(&index) && index.fract() == 0.0).then_some(index as u64)
}
