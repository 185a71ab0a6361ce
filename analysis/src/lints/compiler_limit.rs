//! `compiler_limit`: valid Lua, but more of something than the server's compiler takes.

use super::{Lint, Needs, Soundness, found_elsewhere};
use crate::diagnostic::Level;

pub(crate) static LINT: Lint = Lint {
    name: "compiler_limit",
    summary: "more locals, upvalues, nesting or values than the server's Lua compiler takes",
    level: Level::Error,
    soundness: Soundness::Unconditional,
    suppressible: false,
    needs: Needs::Nothing,
    check: found_elsewhere,
};
