//! `unknown_escape`: `"\x41"`, `"\u{41}"` and `"\z"` of later Luas, whose backslash vanishes in 5.1.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::Sort;
use crate::bytes::find;
use crate::diagnostic::{Diagnostic, Level};
use crate::span::Span;
use std::fmt::Write as _;

pub(crate) static LINT: Lint = Lint {
    name: "unknown_escape",
    summary: "an escape of a later Lua in a string: the backslash vanishes",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, expression) in context.chunk().of(Sort::String) {
        found.append(&mut escapes(context.script.text(), expression.span));
    }
    found
}

/// The escapes of one literal that 5.1 doesn't know.
fn escapes(text: &[u8], literal: Span) -> Vec<Diagnostic> {
    let source = literal.of(text);
    // Names of fields and long strings have no escapes.
    if !matches!(source.first(), Some(b'"' | b'\'')) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = find(&source[at..], b'\\') {
        let start = at + next;
        if let Some((length, help)) = unknown(&source[start + 1..]) {
            let offset = |at: usize| literal.start + u32::try_from(at).unwrap_or(0);
            let escape = String::from_utf8_lossy(&source[start..=start + length]);
            let plain = String::from_utf8_lossy(&source[start + 1..=start + length]);
            found.push(
                LINT.finding(format!("`{escape}` is no escape in Lua 5.1: the string has `{plain}` there"))
                    .at(Span::new(offset(start), offset(start + length + 1)))
                    .with_help(help),
            );
        }
        at = (start + 2).min(source.len());
    }
    found
}

/// How long the escape is without its backslash, and what to write.
fn unknown(rest: &[u8]) -> Option<(usize, String)> {
    let number = |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    match rest {
        [b'x', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
            Some((3, format!("write `\\{:03}`", number(&rest[1..3])?)))
        }
        [b'u', b'{', ..] => {
            let end = find(rest, b'}')?;
            let char = char::from_u32(number(&rest[2..end])?)?;
            let mut decimal = String::new();
            for byte in char.encode_utf8(&mut [0; 4]).as_bytes() {
                let _ = write!(decimal, "\\{byte:03}");
            }
            Some((end + 1, format!("write `{decimal}`")))
        }
        [b'z', b' ' | b'\t', ..] => Some((1, "join the parts with `..`".to_owned())),
        _ => None,
    }
}
