//! `number_return_truncated`: a number with a fraction where the caller reads a float: the server cuts it off.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::ExpressionId;
use crate::diagnostic::{Condition, Diagnostic, Level, Subject};
use crate::values::Origin;
use redis_script_shape::{Kinds, Shape, shape_at, truncates};

pub(crate) static LINT: Lint = Lint {
    name: "number_return_truncated",
    summary: "a Lua number returned where a float is read: the server cuts its fraction off",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Returns,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(shape) = &context.declaration.returns else { return Vec::new() };
    let returned = context.script.returned();
    let returns = returned.returns();
    let depends = |at: usize| {
        context.declaration.open_returns
            && shape.is_open()
            && *shape_at(&returns, at, shape).required() == Shape::Unknown
    };
    let mut found: Vec<Diagnostic> = Vec::new();
    for (at, value) in returns.values.iter().enumerate() {
        let Some(expression) = returned.places[at].expression.filter(|_| value.kinds.may_truncate()) else { continue };
        let mut finding = number(context, expression, value.kinds);
        if !truncates(&returns, at, shape) {
            if !depends(at) {
                continue;
            }
            finding = finding.on(Condition::Truncates(at));
        }
        // Both ways of an `or` are one place.
        if found.last() != Some(&finding) {
            found.push(finding);
        }
    }
    found
}

fn number(context: &Context<'_>, expression: ExpressionId, kinds: Kinds) -> Diagnostic {
    let (level, what) = if kinds.only(Kinds::FRACTION) {
        (Level::Error, "the server cuts its fraction off")
    } else {
        (Level::Warn, "the server cuts off a fraction")
    };
    let text = context.script.text();
    let literal = match context.values().of(expression).origin {
        Origin::Literal(literal) => context.chunk()[literal].span.of(text),
        _ => b"",
    };
    let literal = String::from_utf8_lossy(literal).into_owned();
    let cut = literal.parse::<f64>().ok().map(|number| format!(": {literal} arrives as {:.0}", number.trunc()));
    let place = context.chunk()[expression].span;
    let mut finding = LINT.finding(format!("a number is returned as an integer, {what}{}", cut.unwrap_or_default()));
    finding.level = level;
    let written = String::from_utf8_lossy(place.of(text)).into_owned();
    let help = if written.contains('\n') {
        "put `tostring(..)` around it".to_owned()
    } else {
        format!("write `tostring({written})`, or `string.format('%.17g', {written})` for every digit")
    };
    finding.at(place).about(Subject::Returns).with_help(help)
}
