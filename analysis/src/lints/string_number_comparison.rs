//! `string_number_comparison`: an order of a text and a number, which raises, or an equality, which never holds.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, Sort};
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::Edit;
use crate::values::Kinds;

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
    context.chunk().of(Sort::Binary).filter_map(|(_, expression)| compare(context, expression)).collect()
}

fn compare(context: &Context<'_>, expression: &Expression) -> Option<Diagnostic> {
    let ExpressionKind::Binary { operator, left, right } = expression.kind else { return None };
    let kinds = |id| context.values().of(id).kinds;
    let text = Kinds::STRING | Kinds::FALSY;
    let is_text = |kinds: Kinds| kinds.only(text) && kinds.has(Kinds::STRING);
    // In an order, nil raises like a text does.
    let orders = !matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual);
    let is_number = |kinds: Kinds| if orders { kinds.without(Kinds::FALSY) } else { kinds }.only(Kinds::NUMERIC);
    let mixed = |one, other| is_text(kinds(one)) && is_number(kinds(other));
    let string = if mixed(left, right) {
        left
    } else if mixed(right, left) {
        right
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
    Some(finding.with_help(if short { format!("write `tonumber({written})`") } else { "put `tonumber(..)` around the text".to_owned() }))
}

/// `tonumber(..)` around a text that isn't a literal. An order raises as it stands, whatever it is given.
fn tonumber(context: &Context<'_>, text: ExpressionId) -> Vec<Edit> {
    let chunk = context.chunk();
    let span = chunk[text].span;
    let literal = matches!(chunk[text].kind, ExpressionKind::String(_));
    if literal || chunk.locals.iter().any(|local| &*local.name == "tonumber") {
        return Vec::new();
    }
    vec![Edit::insert(span.start, "tonumber("), Edit::insert(span.end, ")")]
}
