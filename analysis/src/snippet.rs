//! A place in a script, shown as rustc shows places.

use crate::span::{Lines, Span};

/// The most characters of a line that are shown.
const WIDTH: usize = 120;
/// How much of a long line is shown before the marked part.
const BEFORE: usize = 40;
const TAB: &str = "    ";

/// The path, the first line of `span` and carets under it; no line end at the end.
pub(crate) fn render(path: &str, text: &[u8], lines: &Lines, span: Span) -> String {
    let position = lines.position(text, span.start.min(u32::try_from(text.len()).unwrap_or(u32::MAX)));
    let line = lines.span(text, position.line);
    let start = span.start.clamp(line.start, line.end);
    let end = span.end.clamp(start, line.end);
    let before = shown(last(Span::new(line.start, start).of(text)));
    let marked = shown(first(Span::new(start, end).of(text)));
    let after = shown(first(Span::new(end, line.end).of(text)));
    let (code, indent, carets) = cut(&before, &marked, &after);
    let number = position.line.to_string();
    let gutter = " ".repeat(number.len());
    let marks = format!("{}{}", " ".repeat(indent), "^".repeat(carets));
    format!(
        " {gutter}--> {path}:{}:{}\n {gutter} |\n {number} | {}\n {gutter} | {marks}",
        position.line,
        position.column,
        code.trim_end()
    )
}

/// More bytes than the characters have that can be shown: a long line isn't gone through for each place in it.
const ENOUGH: usize = 4 * 3 * WIDTH;

fn first(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(ENOUGH)]
}

fn last(bytes: &[u8]) -> &[u8] {
    let bytes = &bytes[bytes.len().saturating_sub(ENOUGH)..];
    let mut inside = 0;
    // Not inside of a character.
    while bytes.len() == ENOUGH && inside < 3 && bytes[inside] & 0xc0 == 0x80 {
        inside += 1;
    }
    &bytes[inside..]
}

/// Text that takes as many columns as it has characters.
fn shown(bytes: &[u8]) -> Vec<char> {
    let text = String::from_utf8_lossy(bytes).replace('\t', TAB);
    let mut shown = Vec::with_capacity(text.len());
    for char in text.chars() {
        shown.push(if char.is_control() { char::REPLACEMENT_CHARACTER } else { char });
    }
    shown
}

/// The line, or the part of a long one around the mark; how far the mark is indented, and its width.
fn cut(before: &[char], marked: &[char], after: &[char]) -> (String, usize, usize) {
    let carets = marked.len().clamp(1, WIDTH);
    if before.len() + marked.len() + after.len() <= WIDTH {
        let mut line = String::new();
        for part in &[before, marked, after] {
            line.extend(*part);
        }
        return (line, before.len(), carets);
    }
    let kept = if before.len() + carets <= WIDTH { before.len() } else { BEFORE.min(before.len()) };
    let mut line = String::new();
    let mut indent = kept;
    if kept < before.len() {
        line.push_str("...");
        indent += 3;
    }
    let mut room = (kept + carets).max(WIDTH);
    for part in &[&before[before.len() - kept..], marked, after] {
        let fits = part.len().min(room);
        line.extend(&part[..fits]);
        room -= fits;
        if fits < part.len() {
            line.push_str("...");
            break;
        }
    }
    (line, indent, carets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, marked: &str) -> String {
        let start = u32::try_from(text.find(marked).unwrap()).unwrap();
        let lines = Lines::new(text.as_bytes());
        render("lua/x.lua", text.as_bytes(), &lines, Span::new(start, start + u32::try_from(marked.len()).unwrap()))
    }

    #[test]
    fn looks_like_rustc() {
        let text = "local a\n\tlocal used = redis.call('GET', KEYS[3])\n";
        let expected = "  --> lua/x.lua:2:33\n   |\n 2 |     local used = redis.call('GET', KEYS[3])\n   |                                    ^^^^^^^";
        assert_eq!(of(text, "KEYS[3]"), expected);
    }

    #[test]
    fn shows_the_first_of_several_lines() {
        let expected = "  --> lua/x.lua:1:1\n   |\n 1 | return {\n   | ^^^^^^^^";
        assert_eq!(of("return {\r\n  1\r\n}", "return {\r\n  1"), expected);
    }

    #[test]
    fn cuts_long_lines_around_the_mark() {
        let text = format!("{}KEYS[3]{}", "x".repeat(500), "y".repeat(500));
        let rendered = of(&text, "KEYS[3]");
        let lines: Vec<&str> = rendered.lines().collect();
        assert!(lines.iter().all(|line| line.len() < 140), "{rendered}");
        assert_eq!(lines[2].find("KEYS[3]"), lines[3].find("^^^^^^^"));
        assert_eq!(lines[0], "  --> lua/x.lua:1:501");
    }

    #[test]
    fn any_bytes_and_any_span_have_a_picture() {
        for span in [Span::new(0, 0), Span::new(3, 3), Span::new(2, 99), Span::new(99, 100)] {
            let text = b"\xFF\n\x01\r";
            assert!(render("x", text, &Lines::new(text), span).contains('^'));
        }
        assert!(render("x", b"", &Lines::new(b""), Span::new(0, 1)).contains('^'));
    }

    #[test]
    fn gutters_are_as_wide_as_the_number() {
        let text = format!("{}return x", "\n".repeat(99));
        assert_eq!(of(&text, "x"), "    --> lua/x.lua:100:8\n     |\n 100 | return x\n     |        ^");
    }
}
