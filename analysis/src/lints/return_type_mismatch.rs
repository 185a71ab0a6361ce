//! `return_type_mismatch`: a return type that no reply of the script can be read as, or that one certainly can't.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Condition, Diagnostic, Level, Subject};
use crate::returned::Returned;
use redis_script_shape::{Kinds, Misfit, Returns, Shape, exceeds, mismatch, mismatch_of};

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
    let beyond = (0..returns.values.len()).filter_map(|at| exceeds(&returns, at, shape));
    let beyond: Vec<Diagnostic> = beyond.map(|misfit| finding(&misfit, &returned).with_help(WIDER)).collect();
    if !beyond.is_empty() {
        return beyond;
    }
    if let Some(misfit) = mismatch(&returns, shape) {
        return vec![finding(&misfit, &returned)];
    }
    let mut found = some(&returned, shape);
    if context.declaration.open_returns && shape.is_open() {
        found.extend(depending(&returned));
    }
    found
}

/// The returns that can't be read, where others can.
fn some(returned: &Returned<'_>, shape: &Shape) -> Vec<Diagnostic> {
    let returns = returned.returns();
    let misfits = roots(&returns).filter_map(|at| mismatch_of(&returns, at, shape));
    let mut found: Vec<Diagnostic> = misfits.map(|misfit| finding(&misfit, returned).at_level(Level::Warn)).collect();
    found.dedup();
    found
}

fn roots(returns: &Returns<'_>) -> impl Iterator<Item = usize> {
    let valid = |at: usize| (at < returns.values.len()).then_some(at);
    std::iter::successors(valid(0), move |at| valid(at + returns.span(*at)))
}

/// What is wrong if the type turns out to be one that doesn't take it: all that the first return holds, and the
/// integers that not every type of integers holds.
fn depending(returned: &Returned<'_>) -> Vec<Diagnostic> {
    let returns = returned.returns();
    let first = if returns.values.is_empty() { 0 } else { returns.span(0) };
    let first = if returns.tells() { first } else { 0 };
    let is_small = |literal: &str| literal.parse::<i8>().is_ok_and(|number| number >= 0);
    let depends_on = |at: &usize| {
        let value = &returns.values[*at];
        *at < first || value.kinds.only(Kinds::INTEGER) && value.literal.is_some_and(|literal| !is_small(literal))
    };
    let places = (0..returns.values.len()).filter(depends_on).map(Some);
    let nothing = returns.values.is_empty() && returns.tells();
    places.chain(nothing.then_some(None)).map(|at| depends(returned, at)).collect()
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
    let mut finding = at(LINT.finding(message), place, returned);
    finding.condition = Some(Condition::Misfit(place));
    finding
}

fn at(finding: Diagnostic, place: Option<usize>, returned: &Returned<'_>) -> Diagnostic {
    let finding = finding.about(Subject::Returns);
    match place {
        Some(at) => finding.at(returned.places[at].span),
        None => finding.with_help("return a value, or read `()`"),
    }
}
