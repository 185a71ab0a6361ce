//! `invalid_shebang`: a first line `#!` that a server rejects, or other flags than declared.

use super::{Context, Lint, Needs, Soundness};
use crate::declaration::Version;
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::shebang;

pub(crate) static LINT: Lint = Lint {
    name: "invalid_shebang",
    summary: "a shebang that a server rejects, or whose flags are not the declared ones",
    level: Level::Error,
    soundness: Soundness::Unconditional,
    suppressible: false,
    needs: Needs::Nothing,
    check,
};

/// Shebangs came with Redis 7.0.
const SINCE: Version = Version(7, 0);

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (script, declaration) = (context.script, context.declaration);
    let shebang = script.shebang();
    let mut found = Vec::new();
    if let Some(oddity) = shebang.and_then(|shebang| shebang.oddity.as_ref()) {
        found.push(oddity.clone());
    }
    if let Some(declared) = &declaration.flags {
        found.extend(shebang::mismatch(script.shebang_flags(), shebang, declared));
    }
    if let (Some(shebang), Some(oldest)) = (shebang, declaration.min_server.redis)
        && oldest < SINCE
    {
        let Version(major, minor) = oldest;
        let message = format!("Redis {major}.{minor} doesn't know shebangs: it rejects the script");
        let help = "drop the shebang, or declare `min_server = \"7.0\"`";
        found.push(LINT.finding(message).about(Subject::MinServer).at(shebang.span).with_help(help));
    }
    found
}
