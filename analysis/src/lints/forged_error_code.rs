//! `forged_error_code`: an error of the script's own that clients take for one of the server's.

use super::{Context, Lint, Needs, Soundness};
use crate::bytes::first_word;
use crate::declaration::Version;
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{MadeError, Maker, Text};

pub(crate) static LINT: Lint = Lint {
    name: "forged_error_code",
    summary: "an error made by the script whose code clients act on, such as NOSCRIPT or MOVED",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

/// The codes that clients act on, and how.
const CODES: &[(&str, &str)] = &[
    ("NOSCRIPT", "clients load the script and run it a second time"),
    ("MOVED", "clients send the call to another node"),
    ("ASK", "clients send the call to another node"),
    ("TRYAGAIN", "clients run the script again"),
    ("CLUSTERDOWN", "clients run the script again"),
    ("LOADING", "clients run the script again"),
    ("BUSY", "clients take the server to be blocked by a script"),
    ("MASTERDOWN", "clients run the script again"),
    ("READONLY", "clients drop the connection and look for the primary"),
    ("NOAUTH", "clients take the connection to be logged out"),
    ("EXECABORT", "clients take a transaction to have failed"),
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let old = context.declaration.min_server.redis.is_some_and(|oldest| oldest < Version(7, 0));
    let mut found = Vec::new();
    for error in &context.facts().errors.list {
        let mut findings = error.texts.iter().filter_map(|text| finding(error, text, old));
        found.extend(findings.next().map(|finding| finding.at(error.span)));
    }
    found
}

fn finding(error: &MadeError, text: &Text, old: bool) -> Option<Diagnostic> {
    let (bytes, complete) = match text {
        Text::Literal { bytes, complete } => (error.start(bytes), *complete),
        Text::Servers => return None,
        Text::Unknown => return Some(unknown()),
    };
    let word = first_word(bytes);
    let ended = word.len() < bytes.len();
    // Redis 7.0 and later make `ERR MOVED` of `redis.error_reply('MOVED')`.
    let alone = complete && (error.by == Maker::Field || old);
    let (code, reaction) = CODES.iter().find(|(code, _)| code.as_bytes() == word)?;
    (ended || alone).then(|| {
        LINT.finding(format!("an error made by the script begins with `{code}`: {reaction}"))
            .with_help("begin it with `ERR` or a code of your own")
    })
}

fn unknown() -> Diagnostic {
    let mut finding =
        LINT.finding("the code of this error is only known at run time: clients act on codes such as `MOVED`");
    finding.level = Level::Info;
    finding.with_help("put `ERR ` or a code of your own before the text")
}
