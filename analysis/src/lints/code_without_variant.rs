//! `code_without_variant`: the script raises a code that the function's error type doesn't tell apart.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Condition, Diagnostic, Level, Subject};

pub(crate) static LINT: Lint = Lint {
    name: "code_without_variant",
    summary: "the script raises a code for which the function's `ScriptError` has no variant",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Errors,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !context.declaration.open_errors {
        return found;
    }
    let (codes, _) = context.script.raised_codes();
    for (at, (code, span)) in codes.iter().enumerate() {
        if is_chosen(code) {
            let message = format!("the script raises `{code}`, for which the function's error type has no variant");
            let help = format!("add one with `#[code(\"{code}\")]`, or `allow(code_without_variant)` to the attribute");
            let finding = LINT.finding(message).at(*span).about(Subject::Returns).with_help(help);
            found.push(finding.on(Condition::LacksCode(at)));
        }
    }
    found
}

/// Whether it is a code that a script would choose for its own: `ERR` is everybody's, and a word of a sentence none.
fn is_chosen(code: &str) -> bool {
    let mut symbols = code.chars();
    code != "ERR"
        && symbols.next().is_some_and(|first| first.is_ascii_uppercase())
        && symbols.all(|symbol| symbol.is_ascii_uppercase() || symbol.is_ascii_digit() || symbol == '_')
}
