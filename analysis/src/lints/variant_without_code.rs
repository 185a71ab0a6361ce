//! `variant_without_code`: the function's error type tells a code apart that the script never raises.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Condition, Diagnostic, Level, Subject};
use crate::row::append;

pub(crate) static LINT: Lint = Lint {
    name: "variant_without_code",
    summary: "a variant of the function's `ScriptError` for a code that the script never raises",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Errors,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (codes, all) = context.script.raised_codes();
    if !context.declaration.open_errors || !all {
        return Vec::new();
    }
    let mut listed = String::new();
    for (code, _) in &codes {
        append(&mut listed, ", ", &format!("`{code}`"));
    }
    let those = if listed.is_empty() { "no code of its own".to_owned() } else { format!("only {listed}") };
    let message =
        format!("the function's error type has a variant for a code that the script never raises: it raises {those}");
    vec![LINT.finding(message).about(Subject::Returns).with_help(HELP).on(Condition::HasOtherCode)]
}

const HELP: &str =
    "remove the variant, or add `allow(variant_without_code)` to the attribute if other scripts raise it";
