//! `loaded_argument`: Lua code that comes from outside: `loadstring(ARGV[1])`.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, Sort};
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{Binding, Meaning};
use crate::values::Origin;

pub(crate) static LINT: Lint = Lint {
    name: "loaded_argument",
    summary: "an argument, a key or stored data run as Lua code: whoever chooses it runs commands of their own",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.at_each(Sort::Call, loads)
}

fn loads(context: &Context<'_>, call: &Expression) -> Option<Diagnostic> {
    let names = context.names();
    let ExpressionKind::Call { callee, arguments } = &call.kind else { return None };
    let (name, code) = match names.global(*callee)? {
        // `pcall(loadstring, ARGV[1])`.
        "pcall" => (names.global(*arguments.first()?)?, *arguments.get(1)?),
        name => (name, *arguments.first()?),
    };
    if !matches!(name, "load" | "loadstring") {
        return None;
    }
    let source = source(context, code, 0)?;
    let message = format!("`{name}` runs {source} as Lua code: whoever chooses it runs any command");
    let help = "write the code into the script, and choose by the argument what to run";
    Some(LINT.finding(message).at(call.span).with_help(help))
}

/// What the code comes from, if it is from outside.
fn source(context: &Context<'_>, code: ExpressionId, steps: u32) -> Option<String> {
    let (chunk, names) = (context.chunk(), context.names());
    if chunk[code].depth > Expression::WALKABLE || steps > 12 {
        return None;
    }
    let inner = |code: ExpressionId| source(context, code, steps + 1);
    if let Meaning::Element(vector, index) = names.meaning(code) {
        return Some(format!("{}[{index}]", vector.name()));
    }
    if let Origin::Reply(_) | Origin::Part(_) = context.values().of(code).origin {
        return Some("what a command replied".to_owned());
    }
    match &chunk[code].kind {
        ExpressionKind::Parenthesised(operand) => inner(*operand),
        ExpressionKind::Binary { operator: BinaryOperator::Concatenate | BinaryOperator::Or, left, right } => {
            inner(*left).or_else(|| inner(*right))
        }
        ExpressionKind::Binary { operator: BinaryOperator::And, right, .. } => inner(*right),
        ExpressionKind::Local(local) => match context.facts().bindings.lasting(*local) {
            Binding::Value(value) => inner(value),
            _ => None,
        },
        ExpressionKind::Index { object, .. } => {
            let vector = names.vector(*object)?;
            Some(format!("an element of {}", vector.name()))
        }
        ExpressionKind::Call { callee, arguments } => match (names.member(*callee), names.global(*callee)) {
            (Some(("string", "format" | "gsub" | "sub" | "rep") | ("table", "concat")), _)
            | (_, Some("tostring" | "assert")) => arguments.iter().find_map(|argument| inner(*argument)),
            _ => None,
        },
        _ => None,
    }
}
