//! The comment at the head of a script, as documentation.

use crate::ast::Chunk;
use crate::bytes::find;
use crate::parser;
use crate::script::Script;
use crate::span::{Lines, Span};

/// What a comment begins with.
pub(crate) const MARKS: &[char] = &['-', '[', '='];

/// The text of the comments before all code, up to the first blank line between them.
pub(crate) fn header(script: &Script) -> String {
    let Some(files) = script.files() else {
        return of(script.text(), script.lines(), script.comments(), script.chunk());
    };
    // What it includes has headers of its own.
    let text = files.text(0);
    let start = if text.starts_with(b"#!") { find(text, b'\n') } else { None };
    let parsed = parser::parse(text, start.and_then(|start| u32::try_from(start).ok()).unwrap_or(0));
    of(text, &Lines::new(text), &parsed.comments, &parsed.chunk)
}

fn of(text: &[u8], lines: &Lines, comments: &[Span], chunk: &Chunk) -> String {
    let main = &chunk[Chunk::MAIN];
    // Without a statement all comments are before the code.
    let code = if main.body.statements.is_empty() { u32::MAX } else { main.body.span.start };
    let mut last_line = None;
    let mut paragraphs: Vec<String> = Vec::new();
    for comment in comments {
        if comment.end > code {
            continue;
        }
        let line = lines.line(comment.start);
        if last_line.is_some_and(|last| line > last + 1) {
            break;
        }
        last_line = Some(lines.line(comment.end.saturating_sub(1)));
        let comment = String::from_utf8_lossy(comment.of(text));
        let words = comment.trim_start_matches(MARKS).trim_start();
        if !words.starts_with("redis-script:") && !words.starts_with("@include ") {
            paragraphs.push(unmarked(&comment));
        }
    }
    // A comment that shares its line with the first statement is about that statement.
    if code != u32::MAX && last_line == Some(lines.line(code)) {
        paragraphs.pop();
    }
    let mut header = String::new();
    for paragraph in &paragraphs {
        header.push_str(paragraph);
        header.push('\n');
    }
    header.trim_matches('\n').trim_end().to_owned()
}

/// A comment without `--`, or without `--[==[` and its end; inner lines keep their indent but for what
/// is common to all.
fn unmarked(comment: &str) -> String {
    let body = comment.trim_start_matches('-');
    let level = body.strip_prefix('[').map(|rest| rest.len() - rest.trim_start_matches('=').len());
    if let Some(level) = level
        && comment.starts_with("--[")
        && let Some(inner) = body[level + 1..].strip_prefix('[')
    {
        let end = format!("]{}]", "=".repeat(level));
        return dedented(inner.strip_suffix(end.as_str()).unwrap_or(inner));
    }
    // `-----` is a line drawn across the page.
    body.strip_prefix(' ').unwrap_or(body).trim_end().to_owned()
}

fn dedented(text: &str) -> String {
    let mut common: Option<usize> = None;
    for line in text.lines().skip(1) {
        let line = line.trim_end();
        if !line.is_empty() {
            let indent = line.len() - line.trim_start().len();
            common = Some(common.map_or(indent, |common| common.min(indent)));
        }
    }
    let mut dedented = String::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if at == 0 {
            dedented.push_str(line.trim_start());
        } else {
            dedented.push('\n');
            dedented.push_str(line.get(common.unwrap_or(0)..).unwrap_or_default());
        }
    }
    dedented.trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use crate::Script;

    fn of(text: &str) -> String {
        Script::parse(text.as_bytes()).unwrap().header()
    }

    #[test]
    fn takes_the_first_block() {
        assert_eq!(
            of("-- Takes tokens.\n--\n--   KEYS[1]  bucket\n\n-- state\nlocal x = 1"),
            "Takes tokens.\n\n  KEYS[1]  bucket"
        );
        assert_eq!(of("#!lua flags=no-writes\n\n--- Reads.\nreturn 1"), "Reads.");
        assert_eq!(of("--[[\n  Takes tokens.\n    KEYS[1]\n]]\nreturn 1"), "Takes tokens.\n  KEYS[1]");
        assert_eq!(of("--[==[ One. ]==] return 1"), "");
        assert_eq!(of("--[==[ One.\n]==]\n-- Two.\nreturn 1"), "One.\nTwo.");
        assert_eq!(of("-- only a comment"), "only a comment");
    }

    #[test]
    fn leaves_out_what_is_not_documentation() {
        assert_eq!(of("return 1 -- one"), "");
        assert_eq!(of("local x = 1\n-- Not a header.\nreturn x"), "");
        assert_eq!(of("-- Doc.\n-- redis-script: allow(unused_key)\nreturn 1"), "Doc.");
        assert_eq!(of(""), "");
    }
}
