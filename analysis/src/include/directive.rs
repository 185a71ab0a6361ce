//! The lines `-- @include "lib/clock.lua"` of a file.

use crate::bytes::find;
use crate::diagnostic::Diagnostic;
use crate::lints::invalid_include::LINT;
use crate::span::Span;

/// A line that names a file.
pub(super) struct Directive {
    /// The path as it is written.
    pub(super) path: String,
    /// The comment.
    pub(super) span: Span,
    /// The whole line, its line end included.
    pub(super) line: Span,
}

const WORD: &str = "@include";
/// What makes another word of it.
const NAME: fn(char) -> bool = |next| next.is_alphanumeric() || next == '_';

/// What a comment of `text` says: nothing about includes, or a line, or what is wrong with it.
pub(super) fn directive(text: &[u8], comment: Span) -> Option<Result<Directive, Diagnostic>> {
    let words = String::from_utf8_lossy(comment.of(text));
    let body = words.strip_prefix("--").filter(|body| !is_long(body))?;
    let rest = body.trim_start_matches('-').trim_start().strip_prefix(WORD)?;
    if rest.starts_with(NAME) {
        return None;
    }
    let line = line_around(text, comment);
    let wrong = |message: &str, path: &str| {
        let help = format!("write `-- {WORD} \"{path}\"` on a line of its own");
        Some(Err(LINT.finding(message).at(comment).with_help(help)))
    };
    let Some(path) = quoted(body, rest) else {
        return wrong("this `@include` names no file between double quotes", &meant(rest));
    };
    if !Span::new(line.start, comment.start).of(text).trim_ascii().is_empty() {
        return wrong("`@include` stands behind code", path);
    }
    if path.contains('\\') {
        return wrong("the path of this `@include` has a `\\`, which only some systems take for a `/`", &meant(rest));
    }
    if is_absolute(path) {
        let message = "the path of this `@include` is absolute, so other machines don't have it";
        let help = "write the path from the folder of this file";
        return Some(Err(LINT.finding(message).at(comment).with_help(help)));
    }
    Some(Ok(Directive { path: path.to_owned(), span: comment, line }))
}

/// `[[` or `[==[` behind `--`.
fn is_long(body: &str) -> bool {
    body.strip_prefix('[').is_some_and(|rest| rest.trim_start_matches('=').starts_with('['))
}

/// The path of a directive that is written as it must be.
fn quoted<'a>(body: &'a str, rest: &'a str) -> Option<&'a str> {
    let is_plain = !body.starts_with('-') && rest.starts_with(&[' ', '\t'][..]);
    let path = rest.trim().strip_prefix('"')?.strip_suffix('"')?;
    let is_one = !path.trim().is_empty() && path.trim() == path && !path.contains(&['"', '\0'][..]);
    (is_plain && is_one).then_some(path)
}

/// The path that someone who wrote it in another way had in mind.
fn meant(rest: &str) -> String {
    let rest = rest.trim_start_matches(&[' ', '\t', '(', ':', '='][..]);
    let (quote, end): (&[char], &[char]) = match rest.chars().next() {
        Some('"') => (&['"'], &['"']),
        Some('\'') => (&['\''], &['\'']),
        Some('<') => (&['<'], &['>']),
        _ => (&[], &[' ', '\t', ';', ')', '"', '\'']),
    };
    let path = rest.trim_start_matches(quote).split(end).next().unwrap_or_default().trim().replace('\\', "/");
    if path.is_empty() { "lib/clock.lua".to_owned() } else { path }
}

fn is_absolute(path: &str) -> bool {
    match path.as_bytes() {
        [b'/', ..] => true,
        [drive, b':', ..] => drive.is_ascii_alphabetic(),
        _ => false,
    }
}

fn line_around(text: &[u8], comment: Span) -> Span {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let before = text[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let after = find(&text[end..], b'\n').map_or(text.len(), |at| end + at + 1);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(before), offset(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Result<String, String>> {
        let parsed = crate::parser::parse(text.as_bytes(), 0);
        let found = parsed.comments.iter().find_map(|comment| directive(text.as_bytes(), *comment))?;
        Some(match found {
            Ok(directive) => Ok(directive.path),
            Err(finding) => Err(finding.help.unwrap()),
        })
    }

    #[test]
    fn takes_one_form() {
        for text in
            ["-- @include \"lib/a.lua\"", "  --@include\t\"lib/a.lua\" \nreturn 1", "x = 1\n-- @include \"lib/a.lua\""]
        {
            assert_eq!(of(text), Some(Ok("lib/a.lua".to_owned())), "{text}");
        }
    }

    #[test]
    fn shows_the_form_to_those_who_write_another() {
        let help = |path: &str| Some(Err(format!("write `-- @include \"{path}\"` on a line of its own")));
        for text in [
            "-- @include lib/a.lua",
            "-- @include 'lib/a.lua'",
            "--- @include \"lib/a.lua\"",
            "-- @include <lib/a.lua>",
            "-- @include \"lib/a.lua\";",
            "-- @include \"lib/a.lua\" -- the clock",
            "-- @include(\"lib/a.lua\")",
            "-- @include\"lib/a.lua\"",
            "-- @include \"lib/a.lua",
            "-- @include \"lib\\a.lua\"",
            "local x = 1 -- @include \"lib/a.lua\"",
        ] {
            assert_eq!(of(text), help("lib/a.lua"), "{text}");
        }
        assert_eq!(of("-- @include"), help("lib/clock.lua"));
        assert_eq!(of("-- @include \"\""), help("lib/clock.lua"));
        for text in ["-- @include \"/lib/a.lua\"", "-- @include \"C:/a.lua\""] {
            assert_eq!(of(text), Some(Err("write the path from the folder of this file".to_owned())), "{text}");
        }
    }

    #[test]
    fn leaves_everything_else_alone() {
        for text in [
            "--[[\n-- @include \"a.lua\"\n]]",
            "--[==[ @include \"a.lua\" ]==]",
            "local s = [[\n-- @include \"a.lua\"\n]]",
            "local s = '-- @include \"a.lua\"'",
            "-- @includes \"a.lua\"",
            "-- see @include \"a.lua\"",
            "-- @included",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
