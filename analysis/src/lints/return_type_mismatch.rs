//! `return_type_mismatch`: a return type that no reply of the script can be read as, or that one certainly can't.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Condition, Diagnostic, Level, Subject};
use crate::returned::Returned;
use redis_script_shape::{Kinds, Misfit, Shape, exceeds, mismatch, mismatch_of};

pub(crate) static LINT: Lint = Lint {
    name: "return_type_mismatch",
    summary: "a return type that no reply of the script can be read as",
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
    let mut beyond = Vec::new();
    for at in 0..returns.values.len() {
        if let Some(misfit) = exceeds(&returns, at, shape) {
            beyond.push(finding(&misfit, &returned).with_help(WIDER));
        }
    }
    if !beyond.is_empty() {
        return beyond;
    }
    if let Some(misfit) = mismatch(&returns, shape) {
        return vec![finding(&misfit, &returned)];
    }
    let mut found = some(&returned, shape);
    if context.declaration.open_returns && shape.is_open() {
        found.append(&mut depending(&returned));
    }
    found
}

/// The returns that can't be read, where others can.
fn some(returned: &Returned<'_>, shape: &Shape) -> Vec<Diagnostic> {
    let returns = returned.returns();
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut at = 0;
    while at < returns.values.len() {
        if let Some(misfit) = mismatch_of(&returns, at, shape) {
            let finding = finding(&misfit, returned).at_level(Level::Warn);
            // Both ways of an `or` are one place.
            if found.last() != Some(&finding) {
                found.push(finding);
            }
        }
        at += returns.span(at);
    }
    found
}

/// What is wrong if the type turns out to be one that doesn't take it: all that the first return holds, and the
/// integers that not every type of integers holds.
fn depending(returned: &Returned<'_>) -> Vec<Diagnostic> {
    let returns = returned.returns();
    let first = if returns.values.is_empty() { 0 } else { returns.span(0) };
    let first = if returns.tells() { first } else { 0 };
    let is_small = |literal: &str| literal.parse::<i128>().is_ok_and(|number| number >= 0 && number <= i8::MAX.into());
    let mut found = Vec::new();
    for (at, value) in returns.values.iter().enumerate() {
        let is_large = value.kinds.only(Kinds::INTEGER) && value.literal.is_some_and(|literal| !is_small(literal));
        if at < first || is_large {
            found.push(depends(returned, Some(at)));
        }
    }
    if returns.values.is_empty() && returns.tells() {
        found.push(depends(returned, None));
    }
    found
}

const WIDER: &str = "read a type that has room for it, like `i64`, or return another value";

fn finding(misfit: &Misfit, returned: &Returned<'_>) -> Diagnostic {
    let message = misfit.message(&returned.returns());
    at(LINT.finding(message.as_str()), misfit.at, returned)
}

/// A finding if the type turns out not to take the value at `place`.
fn depends(returned: &Returned<'_>, place: Option<usize>) -> Diagnostic {
    let message = match place {
        Some(0) => "the script returns this, which can't be read as the return type",
        Some(_) => "the script returns this, which can't be read as what the return type has in its place",
        None => "the script returns nothing: the reply is always null",
    };
    at(LINT.finding(message), place, returned).on(Condition::Misfit(place))
}

fn at(finding: Diagnostic, place: Option<usize>, returned: &Returned<'_>) -> Diagnostic {
    let finding = finding.about(Subject::Returns);
    match place {
        Some(at) => finding.at(returned.places[at].span),
        None => finding.with_help("return a value, or read `()`"),
    }
}
