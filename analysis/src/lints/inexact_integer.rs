//! `inexact_integer`: an integer that a double can't hold.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{
    BinaryOperator, Expression, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind, UnaryOperator,
};
use crate::declaration::{Declaration, Parameter};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::header::class;
use crate::usage::{Binding, Marks, Meaning, Vector, statements};

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
    let mut found = context.at_each(Sort::Number, inexact);
    found.append(&mut arguments(context));
    found
}

/// Arguments of a type that a double can't hold, at the first place where each is made a number. Only a guess: they
/// may be small.
fn arguments(context: &Context<'_>) -> Vec<Diagnostic> {
    let Declaration { arg_parameters, arg_rest, .. } = context.declaration;
    let is_wide = |parameter: &Parameter| smaller(parameter).is_some();
    let any = arg_parameters.iter().any(is_wide) || arg_rest.as_ref().is_some_and(is_wide);
    if context.usage().environment.is_some() || !any {
        return Vec::new();
    }
    let mut seen = Seen { listed: listed(context), arguments: vec![false; arg_parameters.len() + 1] };
    let mut found = Vec::new();
    for (_, expression) in context.chunk().of_any(&[Sort::Call, Sort::Binary, Sort::Unary]) {
        for value in made_numbers(context, expression).iter().flatten() {
            found.extend(argument(context, *value, &mut seen));
        }
    }
    found
}

/// What is known on the way.
struct Seen {
    /// The locals that are elements of `ARGV`, one after the other.
    listed: Marks<LocalId>,
    /// Whether there is a finding about each argument; about the last parameter's as one.
    arguments: Vec<bool>,
}

/// The operands of arithmetic, and what `tonumber` takes.
fn made_numbers(context: &Context<'_>, expression: &Expression) -> [Option<ExpressionId>; 2] {
    use BinaryOperator::{Add, Divide, Modulo, Multiply, Power, Subtract};
    match &expression.kind {
        ExpressionKind::Call { callee, arguments } if context.names().global(*callee) == Some("tonumber") => {
            [arguments.first().copied(), None]
        }
        ExpressionKind::Binary { operator: Add | Subtract | Multiply | Divide | Modulo | Power, left, right } => {
            [Some(*left), Some(*right)]
        }
        ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => [Some(*operand), None],
        _ => [None, None],
    }
}

fn argument(context: &Context<'_>, value: ExpressionId, seen: &mut Seen) -> Option<Diagnostic> {
    let declaration = context.declaration;
    let (parameters, fixed) = (&declaration.arg_parameters, u32::try_from(declaration.arg_parameters.len()).ok()?);
    // All that the last parameter takes are one.
    let at = match position(context, value, &seen.listed)? {
        Position::At(at) => at.min(fixed),
        Position::Any => fixed,
    };
    let parameter = parameters.get(at as usize).or(declaration.arg_rest.as_ref())?;
    let small = smaller(parameter)?;
    if std::mem::replace(&mut seen.arguments[at as usize], true) {
        return None;
    }
    let (name, ty, index) = (&parameter.name, &parameter.ty, at + 1);
    let which = if at == fixed {
        format!("the arguments from ARGV[{index}] on, `{name}`, are")
    } else {
        format!("ARGV[{index}], `{name}`, is")
    };
    let message = format!("{which} declared as `{ty}`, but Lua's numbers are exact only up to 2^53");
    let help = format!("take a type that fits, such as `{small}`, or hand it to commands as it is, without arithmetic");
    let finding = LINT.finding(message).at(context.chunk()[value].span).about(Subject::Arg(at));
    Some(finding.with_help(help).at_level(Level::Info))
}

/// The type to propose in the place of one that is wider than a double; `None` for all others.
fn smaller(parameter: &Parameter) -> Option<&'static str> {
    match class(&parameter.ty)?.as_str() {
        "u64" | "u128" | "usize" => Some("u32"),
        "i64" | "i128" | "isize" => Some("i32"),
        _ => None,
    }
}

/// Where in `ARGV` a value stands.
enum Position {
    /// From 0.
    At(u32),
    /// At an index that the script computes: what a list of any length is for.
    Any,
}

/// Which argument a value is: `ARGV[1]`, `ARGV[3] or 0`, `ARGV[i]`, what `ipairs(ARGV)` gives, or a local that is one of
/// them. None that the script writes itself.
fn position(context: &Context<'_>, mut value: ExpressionId, listed: &Marks<LocalId>) -> Option<Position> {
    let (chunk, names) = (context.chunk(), context.names());
    // Each step goes to what stands before, so it ends.
    loop {
        if let Meaning::Element(Vector::Argv, index) = names.meaning(value) {
            let written = context.usage().args.written.contains(&index);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
            let index =
                (index >= 1.0 && index <= f64::from(u16::MAX) && index.fract() == 0.0).then_some(index as u32)?;
            return (!written).then_some(Position::At(index - 1));
        }
        value = match &chunk[value].kind {
            ExpressionKind::Index { object, .. } if names.vector(*object) == Some(Vector::Argv) => {
                return Some(Position::Any);
            }
            ExpressionKind::Local(local) if listed.contains(*local) => return Some(Position::Any),
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

/// The locals that are the elements of `ARGV`, one after the other: `v` of `for _, v in ipairs(ARGV) do`.
fn listed(context: &Context<'_>) -> Marks<LocalId> {
    let (chunk, names) = (context.chunk(), context.names());
    let mut listed = Marks::new(chunk);
    for (_, statement) in statements(chunk) {
        if let StatementKind::GenericFor { names: variables, values, .. } = &statement.kind
            && let ([_, variable, ..], Some(list)) = (variables.as_slice(), values.first())
            && let ExpressionKind::Call { callee, arguments } = &chunk[*list].kind
            && let (Some("ipairs" | "pairs"), Some(list)) = (names.global(*callee), arguments.first())
            && names.vector(*list) == Some(Vector::Argv)
        {
            listed.insert(*variable);
        }
    }
    listed
}

fn inexact(context: &Context<'_>, expression: &Expression) -> Option<Diagnostic> {
    let ExpressionKind::Number(number) = expression.kind else { return None };
    if number < 9_007_199_254_740_992.0 {
        return None;
    }
    let text = std::str::from_utf8(expression.span.of(context.script.text())).ok()?;
    let written = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u128::from_str_radix(digits, 16),
        None => text.parse(),
    };
    // Not only digits: a fraction or an exponent says that it is meant as a double.
    let written = written.ok()?;
    let held = format!("{number:.0}");
    if held == written.to_string() {
        return None;
    }
    let message = format!("Lua can't hold `{text}`: it becomes {held}");
    Some(LINT.finding(message).at(expression.span).with_help(format!("keep it as a string: `'{text}'`")))
}
