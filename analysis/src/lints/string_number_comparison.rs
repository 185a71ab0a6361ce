//! `string_number_comparison`: an order of a text and a number, which raises, or an equality, which never holds.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, Sort};
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::Edit;
use crate::usage::{Binding, Meaning, Vector};
use crate::values::{Kinds, Origin};

pub(crate) static LINT: Lint = Lint {
    name: "string_number_comparison",
    summary: "a text compared with a number: `<` raises, `==` is always false",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.at_each(Sort::Binary, compare)
}

fn compare(context: &Context<'_>, expression: &Expression) -> Option<Diagnostic> {
    let ExpressionKind::Binary { operator, left, right } = expression.kind else { return None };
    let kinds = |id| context.values().of(id).kinds;
    let text = Kinds::STRING | Kinds::FALSY;
    let is_text = |kinds: Kinds| kinds.only(text) && kinds.has(Kinds::STRING);
    // In an order, nil raises like a text does.
    let orders = !matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual);
    let is_number = |kinds: Kinds| if orders { kinds.without(Kinds::FALSY) } else { kinds }.only(Kinds::NUMERIC);
    // Neither is nil equal to false.
    let is_other = |text: Kinds, number: Kinds| {
        number.has(Kinds::NUMERIC) && number.only(Kinds::NUMERIC | Kinds::FALSY) && !text.and(number).has(Kinds::FALSY)
    };
    let mixed = |one, other| {
        let (text, number) = (kinds(one), kinds(other));
        is_text(text) && (is_number(number) || !orders && is_other(text, number))
    };
    let string = if mixed(left, right) {
        left
    } else if mixed(right, left) {
        right
    } else if orders && is_number(kinds(right)) {
        return given(context, expression, left);
    } else if orders && is_number(kinds(left)) {
        return given(context, expression, right);
    } else {
        return None;
    };
    let written = String::from_utf8_lossy(context.chunk()[string].span.of(context.script.text())).into_owned();
    let (level, what) = match operator {
        BinaryOperator::Less | BinaryOperator::LessEqual | BinaryOperator::Greater | BinaryOperator::GreaterEqual => {
            (context.level_in(expression.function), "an order of a text and a number: it raises")
        }
        BinaryOperator::Equal => (Level::Warn, "a text is never equal to a number: always false"),
        BinaryOperator::NotEqual => (Level::Warn, "a text is never equal to a number: always true"),
        _ => return None,
    };
    let mut finding = LINT.finding(what).at(expression.span);
    finding.level = level;
    let short = written.len() <= 60 && !written.contains('\n');
    let finding = finding.with_fix(if orders { tonumber(context, string) } else { Vec::new() });
    Some(finding.with_help(if short {
        format!("write `tonumber({written})`")
    } else {
        "put `tonumber(..)` around the text".to_owned()
    }))
}

/// The finding about a text that has a number in its place only where it is missing: `ARGV[1] or 10`.
fn given(context: &Context<'_>, expression: &Expression, operand: ExpressionId) -> Option<Diagnostic> {
    if !is_order(expression) {
        return None;
    }
    let is_text = |kinds: Kinds| kinds.has(Kinds::STRING) && kinds.only(Kinds::STRING | Kinds::FALSY);
    let (mut texts, mut defaults) = (0, 0);
    for value in &context.values().alternatives(context.values().of(operand)) {
        match value.origin {
            Origin::Element | Origin::Reply(_) | Origin::Part(_) if is_text(value.kinds) => texts += 1,
            Origin::Literal(_) if value.kinds.only(Kinds::NUMERIC) => defaults += 1,
            _ => return None,
        }
    }
    if texts == 0 || defaults == 0 {
        return None;
    }
    let always = element(context, operand).is_some_and(|(vector, index)| is_declared(context, vector, index));
    let (level, what) = if always {
        (
            context.level_in(expression.function),
            "this is always given, and a text: an order of a text and a number raises",
        )
    } else {
        (
            Level::Warn,
            "this is a number only where it is missing: given, it is a text, whose order with a number raises",
        )
    };
    let mut finding = LINT.finding(what).at(expression.span).with_fix(tonumber(context, operand));
    finding.level = level;
    let written = context.written(operand);
    Some(finding.with_help(written.map_or_else(
        || "put `tonumber(..)` around the text".to_owned(),
        |written| format!("write `tonumber({written})`"),
    )))
}

fn is_order(expression: &Expression) -> bool {
    use BinaryOperator::{Greater, GreaterEqual, Less, LessEqual};
    matches!(expression.kind, ExpressionKind::Binary { operator: Less | LessEqual | Greater | GreaterEqual, .. })
}

/// The element of `ARGV[1] or 10`, under a name or not.
fn element(context: &Context<'_>, operand: ExpressionId) -> Option<(Vector, f64)> {
    match context.chunk()[operand].kind {
        ExpressionKind::Parenthesised(inner) => element(context, inner),
        ExpressionKind::Binary { operator: BinaryOperator::Or, left, .. } => match context.names().meaning(left) {
            Meaning::Element(vector, index) => Some((vector, index)),
            _ => None,
        },
        ExpressionKind::Local(local) => match context.facts().bindings.lasting(local) {
            Binding::Value(value) if context.chunk().local(value).is_none() => element(context, value),
            _ => None,
        },
        _ => None,
    }
}

fn is_declared(context: &Context<'_>, vector: Vector, index: f64) -> bool {
    let declared = match vector {
        Vector::Keys => context.declaration.keys,
        Vector::Argv => context.declaration.args,
    };
    declared.is_some_and(|arity| index >= 1.0 && index <= f64::from(arity.fixed))
}

/// `tonumber(..)` around a text that isn't a literal. An order raises as it stands, whatever it is given.
fn tonumber(context: &Context<'_>, text: ExpressionId) -> Vec<Edit> {
    let chunk = context.chunk();
    let span = chunk[text].span;
    let literal = matches!(chunk[text].kind, ExpressionKind::String(_));
    if literal || context.hides_tonumber() {
        return Vec::new();
    }
    vec![Edit::insert(span.start, "tonumber("), Edit::insert(span.end, ")")]
}
