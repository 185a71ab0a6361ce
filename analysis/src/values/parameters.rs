//! What the parameters of local functions get, where all calls are in sight.

use super::kinds::{Kinds, Origin, Value};
use crate::ast::{Chunk, ExpressionId, ExpressionKind, FunctionId, Sort};
use crate::usage::{Meaning, Names, is_open};

/// The value of each local that is a parameter, where something is known of it. `seen` is what every expression
/// turned out to be while nothing was.
pub(super) fn parameters(chunk: &Chunk, names: &Names, seen: &[Option<Value>]) -> Option<Vec<Option<Value>>> {
    if chunk.functions.len() == 1 {
        return None;
    }
    let calls = calls(chunk, names);
    let mut values = vec![None; chunk.locals.len()];
    let mut known = false;
    for (function, calls) in chunk.functions.iter().zip(&calls) {
        let Calls::All(calls) = calls else { continue };
        for (at, parameter) in function.parameters.iter().enumerate() {
            let mut value: Option<Value> = None;
            for (callee, arguments) in calls {
                if seen[callee.0 as usize].is_some() {
                    let given = argument(chunk, arguments, at, seen);
                    value = Some(value.map_or(given, |value| value.join(given)));
                }
            }
            let value = value.filter(|value| value.kinds != Kinds::ANY);
            known |= value.is_some();
            values[parameter.0 as usize] = value;
        }
    }
    known.then_some(values)
}

/// The calls of a function.
enum Calls<'a> {
    /// These, with their callees and arguments.
    All(Vec<(ExpressionId, &'a [ExpressionId])>),
    /// It goes somewhere else, so there may be others.
    Unknown,
}

fn calls<'a>(chunk: &'a Chunk, names: &Names) -> Vec<Calls<'a>> {
    let mut calls = Vec::with_capacity(chunk.functions.len());
    for _ in &chunk.functions {
        calls.push(Calls::All(Vec::new()));
    }
    let mut called = vec![false; chunk.expressions.len()];
    let function = |id: ExpressionId| match (&chunk[id].kind, names.meaning(id)) {
        (ExpressionKind::Local(_), Meaning::Function(FunctionId(function))) => Some(function as usize),
        _ => None,
    };
    for (_, expression) in chunk.of(Sort::Call) {
        if let ExpressionKind::Call { callee, arguments } = &expression.kind
            && let Some(function) = function(*callee)
            && let Calls::All(calls) = &mut calls[function]
        {
            called[callee.0 as usize] = true;
            calls.push((*callee, arguments));
        }
    }
    for (id, _) in chunk.of(Sort::Local) {
        if let Some(function) = function(id).filter(|_| !called[id.0 as usize]) {
            calls[function] = Calls::Unknown;
        }
    }
    calls
}

fn argument(chunk: &Chunk, arguments: &[ExpressionId], at: usize, seen: &[Option<Value>]) -> Value {
    let Some(argument) = arguments.get(at) else {
        let open = arguments.last().is_some_and(|last| is_open(chunk, *last));
        return if open { Value::ANY } else { Value::NIL };
    };
    let open = at + 1 == arguments.len() && is_open(chunk, *argument);
    let value = seen[argument.0 as usize].unwrap_or(Value::ANY);
    // A call at the end may give no value at all, which is nil here.
    let value = if open && !matches!(value.origin, Origin::Reply(_)) { value.join(Value::NIL) } else { value };
    match value.origin {
        // The caller may put something into its table later.
        Origin::Table(_) | Origin::Filled(_) | Origin::Either(_) => Value::of(value.kinds | Kinds::TABLES),
        _ => value,
    }
}
