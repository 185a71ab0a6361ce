//! `lua_syntax`: what no server compiles.

use super::{Lint, Needs, Soundness, found_elsewhere};
use crate::diagnostic::Level;

pub(crate) static LINT: Lint = Lint {
    name: "lua_syntax",
    summary: "text that the server's Lua 5.1 compiler rejects",
    level: Level::Error,
    soundness: Soundness::Unconditional,
    suppressible: false,
    needs: Needs::Nothing,
    check: found_elsewhere,
};
