//! `unused_key`: a declared key that the script never reads.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Diagnostic, Level};
use crate::lints::unused_arg::unused;
use crate::usage::Vector;

pub(crate) static LINT: Lint = Lint {
    name: "unused_key",
    summary: "a declared key that the script never reads",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Keys,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    unused(&LINT, context, Vector::Keys)
}
