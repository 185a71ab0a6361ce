//! `return_type_mismatch`: a return type that no reply of the script can be read as.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Condition, Diagnostic, Level, Subject};
use crate::returned::Returned;
use redis_script_shape::{Misfit, mismatch};

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
    if let Some(misfit) = mismatch(&returns, shape) {
        return vec![finding(&misfit, &returned)];
    }
    if !context.declaration.open_returns || !shape.is_open() || !returns.tells() {
        return Vec::new();
    }
    let first = if returns.values.is_empty() { 0 } else { returns.span(0) };
    let mut depending: Vec<Diagnostic> = (0..first).map(|at| depends(&returned, Some(at))).collect();
    if first == 0 {
        depending.push(depends(&returned, None));
    }
    depending
}

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
