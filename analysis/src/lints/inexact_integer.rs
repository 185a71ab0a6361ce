//! `inexact_integer`: an integer that a double can't hold.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{Expression, ExpressionKind};
use crate::diagnostic::{Diagnostic, Level};

pub(crate) static LINT: Lint = Lint {
    name: "inexact_integer",
    summary: "an integer that Lua can not hold: its numbers are doubles, exact up to 2^53",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.chunk().iter().filter_map(|(_, expression)| inexact(context, expression)).collect()
}

fn inexact(context: &Context<'_>, expression: &Expression) -> Option<Diagnostic> {
    let ExpressionKind::Number(number) = expression.kind else { return None };
    let text = std::str::from_utf8(expression.span.of(context.script.text())).ok()?;
    let written = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u128::from_str_radix(digits, 16),
        None => text.parse(),
    };
    // Not only digits: a fraction or an exponent says that it is meant as a double.
    let written = written.ok()?;
    let held = format!("{number:.0}");
    if number < 9_007_199_254_740_992.0 || held == written.to_string() {
        return None;
    }
    let message = format!("Lua can't hold `{text}`: it becomes {held}");
    Some(LINT.finding(message).at(expression.span).with_help(format!("keep it as a string: `'{text}'`")))
}
