//! `nil_comparison_of_reply`: a reply compared with nil: null is false.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, LocalId, Sort, UnaryOperator};
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{Marks, Meaning, conditions};
use crate::values::{Kinds, Origin};

pub(crate) static LINT: Lint = Lint {
    name: "nil_comparison_of_reply",
    summary: "a reply compared with nil: a missing value is false, so the answer is always the same",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let careful = careful(context);
    let mut found = Vec::new();
    for (_, expression) in context.chunk().of(Sort::Binary) {
        found.extend(compare(context, expression, &careful));
    }
    found
}

fn compare(context: &Context<'_>, expression: &Expression, careful: &Marks<LocalId>) -> Option<Diagnostic> {
    let ExpressionKind::Binary { operator, left, right } = expression.kind else { return None };
    let result = match operator {
        BinaryOperator::Equal => "always false",
        BinaryOperator::NotEqual => "always true",
        _ => return None,
    };
    let is_nil = |id| context.names().meaning(id) == Meaning::Nil;
    let asked = |call, name| asked_for_nil(context, call, name);
    let reply = match (is_nil(left), is_nil(right)) {
        (true, false) => right,
        (false, true) => left,
        _ => asked(left, right).or_else(|| asked(right, left))?,
    };
    let value = context.values().of(reply);
    let is_careful = context.chunk().local(tested_name(context, reply)).is_some_and(|local| careful.contains(local));
    let from_call = (matches!(value.origin, Origin::Reply(_) | Origin::Part(_)) || is_element(context, reply))
        && !context.facts().calls.sets_protocol;
    if !from_call || value.kinds.is_empty() || value.kinds.has(Kinds::NIL) || is_careful {
        return None;
    }
    let written = String::from_utf8_lossy(context.chunk()[reply].span.of(context.script.text())).into_owned();
    let finding = LINT.finding(format!("a reply is never nil, null is `false`: {result}")).at(expression.span);
    let test = if operator == BinaryOperator::Equal { "not " } else { "" };
    Some(if written.contains('\n') {
        finding.with_help("compare with `false`")
    } else {
        finding.with_help(format!("write `{test}{written}`"))
    })
}

/// What `type(reply) == 'nil'` asks for.
fn asked_for_nil(context: &Context<'_>, call: ExpressionId, name: ExpressionId) -> Option<ExpressionId> {
    let (chunk, names) = (context.chunk(), context.names());
    let ExpressionKind::Call { callee, arguments } = &chunk[call].kind else { return None };
    let asks = names.global(*callee) == Some("type") && names.string(chunk, name) == Some(b"nil");
    arguments.first().copied().filter(|_| asks)
}

/// `reply[1]`: whether that can be nil is known for replies like HMGET's.
fn is_element(context: &Context<'_>, expression: ExpressionId) -> bool {
    match context.chunk()[expression].kind {
        ExpressionKind::Index { object, key } => {
            matches!(context.values().of(object).origin, Origin::Reply(_))
                && matches!(context.names().meaning(key), Meaning::Number(_))
        }
        _ => false,
    }
}

/// What is tested: for an element, its table.
fn tested_name(context: &Context<'_>, tested: ExpressionId) -> ExpressionId {
    match context.chunk()[tested].kind {
        ExpressionKind::Index { object, .. } => object,
        _ => tested,
    }
}

/// The locals that are tested in other ways too: `x == nil or x == false`, `x ~= nil and x`. To be careful is no fault.
fn careful(context: &Context<'_>) -> Marks<LocalId> {
    use BinaryOperator::{And, Equal, NotEqual, Or};
    let chunk = context.chunk();
    let is_boolean = |id: ExpressionId| matches!(context.names().meaning(id), Meaning::False | Meaning::True);
    let mut careful = Marks::new(chunk);
    let mut tests = |tested: ExpressionId| {
        if let Some(local) = chunk.local(tested_name(context, tested)) {
            careful.insert(local);
        }
    };
    for (_, expression) in chunk.of_any(&[Sort::Binary, Sort::Unary]) {
        match expression.kind {
            ExpressionKind::Binary { operator: Equal | NotEqual, left, right } => {
                if is_boolean(right) {
                    tests(left);
                }
                if is_boolean(left) {
                    tests(right);
                }
            }
            ExpressionKind::Binary { operator: And | Or, left, right } => {
                tests(left);
                tests(right);
            }
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => tests(operand),
            _ => {}
        }
    }
    for condition in conditions(chunk).list() {
        tests(*condition);
    }
    careful
}
