//! `key_out_of_range`: `KEYS[n]` that can't be there.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Diagnostic, Level};
use crate::lints::arg_out_of_range::both;
use crate::usage::Vector;

pub(crate) static LINT: Lint = Lint {
    name: "key_out_of_range",
    summary: "`KEYS[n]` with a constant n for which there is no declared key: it is nil",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Keys,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    both(&LINT, context, Vector::Keys)
}
