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
    let shebang = context.script.shebang();
    let oddity = shebang.and_then(|shebang| shebang.oddity.clone());
    let declared = context.declaration.flags.as_deref();
    let mismatch = declared.and_then(|declared| shebang::mismatch(context.script.shebang_flags(), shebang, declared));
    let too_old = shebang.zip(context.declaration.min_server.redis).filter(|(_, oldest)| *oldest < SINCE);
    let too_old = too_old.map(|(shebang, Version(major, minor))| {
        LINT.finding(format!("Redis {major}.{minor} doesn't know shebangs: it rejects the script"))
            .about(Subject::MinServer)
            .at(shebang.span)
            .with_help("drop the shebang, or declare `min_server = \"7.0\"`")
    });
    oddity.into_iter().chain(mismatch).chain(too_old).collect()
}
