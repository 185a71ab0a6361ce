//! `unused_allow`: an `allow` that suppresses nothing. The findings are made where levels are settled.

use super::{Lint, Needs, Soundness, found_elsewhere};
use crate::diagnostic::Level;

pub(crate) static LINT: Lint = Lint {
    name: "unused_allow",
    summary: "an `allow` that suppresses nothing",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check: found_elsewhere,
};
