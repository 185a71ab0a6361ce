//! `invalid_include`: a line `-- @include ".."` that can't be followed, or a file that can't stand inside of another.

use super::{Lint, Needs, Soundness, found_elsewhere};
use crate::diagnostic::Level;

pub(crate) static LINT: Lint = Lint {
    name: "invalid_include",
    summary: "an `@include` line that can't be followed, or a file that can't be included",
    level: Level::Error,
    soundness: Soundness::Unconditional,
    suppressible: false,
    needs: Needs::Nothing,
    check: found_elsewhere,
};
