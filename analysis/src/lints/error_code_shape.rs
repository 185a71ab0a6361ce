//! `error_code_shape`: an error text whose first word is no code.

use super::{Context, Lint, Needs, Soundness};
use crate::bytes::first_word;
use crate::declaration::Version;
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{MadeError, Maker, Text};

pub(crate) static LINT: Lint = Lint {
    name: "error_code_shape",
    summary: "an error of the script without a code in upper case: clients take its first word for the code",
    level: Level::Info,
    soundness: Soundness::Heuristic,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let old = context.declaration.min_server.redis.is_some_and(|oldest| oldest < Version(7, 0));
    let mut found = Vec::new();
    for error in &context.facts().errors.list {
        found.extend(finding(error, old).map(|finding| finding.at(error.span)));
    }
    found
}

fn finding(error: &MadeError, old: bool) -> Option<Diagnostic> {
    error.texts.iter().find_map(|text| match text {
        Text::Literal { bytes, complete } => shape(error, error.start(bytes), *complete, old),
        Text::Servers | Text::Unknown => None,
    })
}

fn shape(error: &MadeError, text: &[u8], complete: bool, old: bool) -> Option<Diagnostic> {
    let word = first_word(text);
    let ended = word.len() < text.len();
    let is_code = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    // What the text begins with isn't known, or could be the start of a code.
    if !complete && word.iter().all(is_code) && !ended {
        return None;
    }
    if !word.is_empty() && word.iter().all(is_code) {
        return None;
    }
    // Of a single word, servers from 7.0 on make `ERR word`.
    if error.by == Maker::ErrorReply && complete && !ended && !old {
        return None;
    }
    let shown = String::from_utf8_lossy(word).escape_debug().to_string();
    let message = match (shown.is_empty(), ended || complete) {
        (true, _) => "this error has no code: clients take the first word for it".to_owned(),
        (false, true) => format!("the code of this error is `{shown}`: clients take the first word for it"),
        (false, false) => format!("the code of this error begins with `{shown}`: clients take the first word for it"),
    };
    let whole = String::from_utf8_lossy(text);
    let sample = &whole[..whole.char_indices().nth(40).map_or(whole.len(), |(end, _)| end)];
    let more = if complete { "" } else { ".." };
    let help = format!("begin it with `ERR` or a code of your own: `'ERR {}{more}'`", sample.escape_debug());
    Some(LINT.finding(message).with_help(help))
}
