//! Where each byte of a script is that is written in a string of a Rust file.

use proc_macro2::LineColumn;
use redis_script_analysis::Span;

/// A string literal of a Rust file.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    start: LineColumn,
    /// As it is written.
    written: String,
}

impl Literal {
    pub(crate) fn of(literal: &syn::LitStr) -> Self {
        Self { start: literal.span().start(), written: literal.token().to_string() }
    }

    /// The place in `rust` of a place in the string; of all of it, where there is none.
    pub(crate) fn place(&self, rust: &str, inner: Option<Span>) -> Span {
        let start = self.offset(rust);
        let whole = Span::new(as_u32(start), as_u32((start + self.written.len()).min(rust.len())));
        let is_here = rust.get(start..).is_some_and(|text| text.starts_with(&self.written));
        let (Some(inner), true, Some(offsets)) = (inner, is_here, offsets(&self.written)) else { return whole };
        let outer = |offset: u32| offsets.get(offset as usize).map(|at| as_u32(start) + at);
        match (outer(inner.start), outer(inner.end)) {
            (Some(start), Some(end)) => Span::new(start, end),
            _ => whole,
        }
    }

    fn offset(&self, rust: &str) -> usize {
        let lines = rust.split_inclusive('\n').take(self.start.line.saturating_sub(1));
        let line = lines.map(str::len).sum::<usize>();
        let before = rust[line..].char_indices().nth(self.start.column);
        line + before.map_or(0, |(column, _)| column)
    }
}

fn as_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Where each byte of the string is in the literal, and where it ends; `None` if it isn't understood.
fn offsets(written: &str) -> Option<Vec<u32>> {
    let raw = written.starts_with('r');
    let open = written.find('"')? + 1;
    let hashes = if raw { open - 2 } else { 0 };
    let close = written.len().checked_sub(1 + hashes).filter(|close| *close >= open)?;
    let mut offsets = Vec::with_capacity(close - open + 1);
    let mut at = open;
    while at < close {
        let (length, bytes) = if raw { (1, 1) } else { escape(&written[at..close])? };
        offsets.extend((0..bytes).map(|byte| as_u32(at + byte.min(length - 1))));
        at += length;
    }
    offsets.push(as_u32(close));
    Some(offsets)
}

/// How long what comes next is in the literal, and how many bytes of the string it makes.
fn escape(rest: &str) -> Option<(usize, usize)> {
    let Some(escaped) = rest.strip_prefix('\\') else {
        // A line end of two bytes is one in the string.
        let length = rest.chars().next()?.len_utf8();
        return Some(if rest.starts_with("\r\n") { (2, 1) } else { (length, length) });
    };
    Some(match escaped.chars().next()? {
        'x' => (4, 1),
        'u' => {
            let digits = escaped.get(2..escaped.find('}')?)?.replace('_', "");
            let char = char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?;
            (escaped.find('}')? + 2, char.len_utf8())
        }
        '\n' | '\r' => (rest.len() - escaped.trim_start().len(), 0),
        _ => (2, 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the place of `wanted` in the string is in the file.
    fn placed(rust: &str, wanted: &str) -> String {
        let tokens: proc_macro2::TokenStream = rust.parse().unwrap();
        let literal = tokens.into_iter().find_map(|token| syn::parse2::<syn::LitStr>(token.into()).ok()).unwrap();
        let value = literal.value();
        let start = value.find(wanted).unwrap();
        let inner = Span::new(as_u32(start), as_u32(start + wanted.len()));
        let span = Literal::of(&literal).place(rust, Some(inner));
        String::from_utf8(span.of(rust.as_bytes()).to_vec()).unwrap()
    }

    #[test]
    fn every_way_to_write_a_string_has_its_places() {
        assert_eq!(placed("a b \"return KEYS[1]\" c", "KEYS[1]"), "KEYS[1]");
        assert_eq!(placed("/* \u{e4} */ r##\"a\n  return \"KEYS\"#[1]\"##", "KEYS\"#"), "KEYS\"#");
        assert_eq!(placed(r#" "local s = \"x\"\n\u{e4}\x41\\ return nwo" "#, "nwo"), "nwo");
        assert_eq!(placed(r#" "local s = \"x\"\nreturn 'a'" "#, "\"x\"\nr"), r#"\"x\"\nr"#);
        assert_eq!(placed("\n\n \"return \\\n   nwo\"", "nwo"), "nwo");
        assert_eq!(placed("\"\u{e4} \u{4e2d} return nwo\"", "nwo"), "nwo");
        assert_eq!(placed("\"\"", ""), "");
    }

    #[test]
    fn without_a_place_it_is_all_of_it() {
        let rust = "f(\n  \"return 1\")";
        let literal = Literal { start: LineColumn { line: 2, column: 2 }, written: "\"return 1\"".to_owned() };
        assert_eq!(literal.place(rust, None).of(rust.as_bytes()), b"\"return 1\"");
        assert_eq!(literal.place(rust, Some(Span::new(3, 99))).of(rust.as_bytes()), b"\"return 1\"");
        assert_eq!(literal.place("", None), Span::new(0, 0));
    }
}
