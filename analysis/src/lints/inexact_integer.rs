//! `inexact_integer`: an integer that a double can't hold.

use super::{Context, Lint, Needs, Soundness};
use crate::hash::HashSet;
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, Sort, UnaryOperator};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::header::class;
use crate::usage::{Binding, Meaning, Vector};

pub(crate) static LINT: Lint = Lint {
    name: "inexact_integer",
    summary: "an integer that Lua can not hold: its numbers are doubles, exact up to 2^53",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::ArgTypes,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let literals = context.chunk().of(Sort::Number).filter_map(|(_, expression)| inexact(context, expression));
    literals.chain(arguments(context)).collect()
}

/// Arguments of a type that a double can't hold, at the first place where each is made a number. Only a guess: they
/// may be small.
fn arguments(context: &Context<'_>) -> Vec<Diagnostic> {
    if context.declaration.arg_parameters.is_empty() || context.usage().environment.is_some() {
        return Vec::new();
    }
    let mut seen = HashSet::default();
    let expressions = context.chunk().of_any(&[Sort::Call, Sort::Binary, Sort::Unary]).map(|(_, expression)| expression);
    let numbers = expressions.flat_map(|expression| made_numbers(context, expression));
    numbers.filter_map(|value| argument(context, value, &mut seen)).collect()
}

/// The operands of arithmetic, and what `tonumber` takes.
fn made_numbers(context: &Context<'_>, expression: &Expression) -> Vec<ExpressionId> {
    use BinaryOperator::{Add, Divide, Modulo, Multiply, Power, Subtract};
    match &expression.kind {
        ExpressionKind::Call { callee, arguments }
            if context.names().global(context.chunk(), *callee) == Some("tonumber") =>
        {
            arguments.first().copied().into_iter().collect()
        }
        ExpressionKind::Binary { operator: Add | Subtract | Multiply | Divide | Modulo | Power, left, right } => {
            vec![*left, *right]
        }
        ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => vec![*operand],
        _ => Vec::new(),
    }
}

fn argument(context: &Context<'_>, value: ExpressionId, seen: &mut HashSet<u32>) -> Option<Diagnostic> {
    let at = position(context, value)?;
    let parameter = context.declaration.arg_parameters.get(at as usize)?;
    let small = match class(&parameter.ty)?.as_str() {
        "u64" | "u128" | "usize" => "u32",
        "i64" | "i128" | "isize" => "i32",
        _ => return None,
    };
    if !seen.insert(at) {
        return None;
    }
    let (name, ty, index) = (&parameter.name, &parameter.ty, at + 1);
    let message = format!("ARGV[{index}], `{name}`, is declared as `{ty}`, but Lua's numbers are exact only up to 2^53");
    let help = format!("take a type that fits, such as `{small}`, or hand it to commands as it is, without arithmetic");
    let finding = LINT.finding(message).at(context.chunk()[value].span).about(Subject::Arg(at));
    Some(finding.with_help(help).at_level(Level::Info))
}

/// Which argument a value is, from 0: `ARGV[1]`, `ARGV[3] or 0`, or a local that is one of them. None that the script
/// writes itself.
fn position(context: &Context<'_>, mut value: ExpressionId) -> Option<u32> {
    let chunk = context.chunk();
    // Each step goes to what stands before, so it ends.
    loop {
        if let Meaning::Element(Vector::Argv, index) = context.names().meaning(value) {
            let written = context.usage().args.written.contains(&index);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
            let index = (index >= 1.0 && index <= f64::from(u16::MAX) && index.fract() == 0.0).then_some(index as u32)?;
            return (!written).then_some(index - 1);
        }
        value = match &chunk[value].kind {
            ExpressionKind::Parenthesised(inner) => *inner,
            ExpressionKind::Binary { operator: BinaryOperator::Or, left, .. } => *left,
            ExpressionKind::Local(local) => match context.facts().bindings.lasting(*local) {
                Binding::Value(bound) => bound,
                _ => return None,
            },
            _ => return None,
        };
    }
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
