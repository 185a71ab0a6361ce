//! `array_hole`: nil in a returned table: the reply ends before it.

use super::returns::arrays;
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, TableItem};
use crate::diagnostic::{Diagnostic, Level};
use crate::values::Kinds;

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
    arrays(context).into_iter().filter_map(|items| hole(context, items)).collect()
}

/// The first nil that values follow.
fn hole(context: &Context<'_>, items: &[TableItem]) -> Option<Diagnostic> {
    let values: Vec<ExpressionId> = items
        .iter()
        .filter_map(|item| match item {
            TableItem::Positional(value) => Some(*value),
            TableItem::Keyed(..) => None,
        })
        .collect();
    let is_nil = |value: &ExpressionId| context.values().of(*value).kinds.only(Kinds::NIL);
    let at = values.iter().position(is_nil)?;
    let lost = values[at + 1..].iter().filter(|value| !is_nil(value)).count();
    if lost == 0 {
        return None;
    }
    let lost = if lost == 1 { "the value behind it is".to_owned() } else { format!("the {lost} values behind it are") };
    let finding = LINT.finding(format!("nil ends the reply: {lost} not sent"));
    Some(finding.at(context.chunk()[values[at]].span).with_help("write `false`, which is sent as null, or `''`"))
}
