//! What a header states exactly, in lines of its own:
//!
//! ```lua
//! -- KEYS[1] bucket
//! -- ARGV[1] rate: f64 tokens per second
//! -- returns {allowed, remaining}
//! ```
//!
//! A line in any other style is prose.

use super::head_comments;
use super::reference::{BLANKS, Table};
use super::text::MARKS;
use crate::lexer::{is_name, is_name_part};
use crate::script::Script;
use crate::span::Span;

/// What stands before the first word of a line.
const BEFORE: fn(char) -> bool = |mark| MARKS.contains(&mark) || mark.is_whitespace();

/// What the header states.
#[derive(Default)]
pub(crate) struct Contract {
    pub(crate) keys: Vec<Entry>,
    pub(crate) args: Vec<Entry>,
    /// The names of what is returned, and where they stand.
    pub(crate) returns: Option<(Vec<String>, Span)>,
}

/// One key or argument.
pub(crate) struct Entry {
    /// From 1.
    pub(crate) index: u32,
    pub(crate) name: String,
    /// Its Rust type, if the line says one.
    pub(crate) ty: Option<String>,
    pub(crate) span: Span,
}

/// Reads the lines of the comments at the head of the script.
pub(crate) fn contract(script: &Script) -> Contract {
    let mut contract = Contract::default();
    for comment in &head_comments(script) {
        let mut start = comment.start;
        for line in comment.of(script.text()).split_inclusive(|byte| *byte == b'\n') {
            contract.line(line, start);
            start += u32::try_from(line.len()).unwrap_or(0);
        }
    }
    contract
}

impl Contract {
    fn line(&mut self, line: &[u8], start: u32) {
        let Ok(line) = std::str::from_utf8(line) else { return };
        let text = line.trim_start_matches(BEFORE);
        let before = u32::try_from(line.len() - text.len()).unwrap_or(0);
        let text = text.trim_end();
        let span = |text: &str| Span::new(start + before, start + before + u32::try_from(text.len()).unwrap_or(0));
        if let Some((table, stated)) = stated(text, span(text)) {
            match table {
                Table::Keys => self.keys.push(stated),
                Table::Args => self.args.push(stated),
            }
        } else if let Some(names) = returned(text) {
            self.returns.get_or_insert((names, span(text)));
        }
    }
}

/// `KEYS[1] bucket`, `ARGV[2] rate: f64 tokens per second`.
fn stated(text: &str, span: Span) -> Option<(Table, Entry)> {
    let (table, rest) = match (text.strip_prefix("KEYS["), text.strip_prefix("ARGV[")) {
        (Some(rest), _) => (Table::Keys, rest),
        (_, Some(rest)) => (Table::Args, rest),
        _ => return None,
    };
    let (index, rest) = rest.split_once(']')?;
    let index = index.parse().ok().filter(|index| *index > 0)?;
    let rest = rest.strip_prefix(BLANKS)?.trim_start();
    let (name, ty) = match rest.split_once(':') {
        Some((name, text)) => {
            let ty = text.split_whitespace().next().filter(|ty| class(ty).is_some())?;
            (name.trim_end(), Some(ty.to_owned()))
        }
        None => (rest, None),
    };
    is_identifier(name).then(|| (table, Entry { index, name: name.to_owned(), ty, span }))
}

/// `returns {allowed, remaining}`.
fn returned(text: &str) -> Option<Vec<String>> {
    let list = text.strip_prefix("returns ")?.trim_start().strip_prefix('{')?.strip_suffix('}')?;
    let mut names = Vec::new();
    for name in list.split(',') {
        let name = name.trim();
        if !is_identifier(name) {
            return None;
        }
        names.push(name.to_owned());
    }
    Some(names)
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(is_name_part) && text.bytes().next().is_some_and(is_name)
}

/// What a type is, if it is one that everybody knows: types of the same class are the same on the wire and to read.
pub(crate) fn class(ty: &str) -> Option<String> {
    let mut plain = String::with_capacity(ty.len());
    for part in ty.split_whitespace() {
        plain.push_str(part);
    }
    let plain = plain.trim_start_matches('&');
    let plain = match plain.strip_prefix('\'') {
        // A lifetime: `'astr`, once the blanks are gone, is only known from the original.
        Some(_) => return class(ty.trim_start_matches('&').split_once(' ')?.1),
        None => plain,
    };
    let name = plain.rsplit("::").next().unwrap_or(plain);
    Some(match name {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "f32"
        | "f64" | "bool" => name.to_owned(),
        "str" | "String" => "str".to_owned(),
        "[u8]" | "Vec<u8>" => "[u8]".to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<String> {
        let script = Script::parse(text.as_bytes()).unwrap();
        let contract = contract(&script);
        let show = |table: &str, stated: &Entry| {
            assert!(stated.span.of(text.as_bytes()).starts_with(table.as_bytes()));
            format!("{table}{} {} {}", stated.index, stated.name, stated.ty.as_deref().unwrap_or("-"))
        };
        let keys = contract.keys.iter().map(|stated| show("KEYS", stated));
        let args = contract.args.iter().map(|stated| show("ARGV", stated));
        let returns = contract.returns.iter().map(|(names, _)| names.join(","));
        keys.chain(args).chain(returns).collect()
    }

    #[test]
    fn takes_exact_lines() {
        let text = "#!lua\n-- Takes.\n-- KEYS[1] bucket\n--  ARGV[2] rate: f64 tokens per second\n-- ARGV[3] name: &str\n-- returns {allowed, remaining}\nreturn 1";
        assert_eq!(entries(text), ["KEYS1 bucket -", "ARGV2 rate f64", "ARGV3 name &str", "allowed,remaining"]);
        assert_eq!(
            entries("--[[\n  KEYS[1] bucket\n  ARGV[1] n: u64\n]]\nreturn 1"),
            ["KEYS1 bucket -", "ARGV1 n u64"]
        );
    }

    #[test]
    fn leaves_prose_alone() {
        for line in [
            "KEYS[1] job id key",
            "KEYS[1] - bucket",
            "KEYS[1]: bucket",
            "KEYS[1]",
            "KEYS[n] bucket",
            "ARGV[1] ttl: number of seconds",
            "ARGV[1] the rate: f64",
            "ARGV[0] rate: f64",
            "returns {1, 2}",
            "returns the rest",
            "returns {a, b} or nil",
        ] {
            assert_eq!(entries(&format!("-- {line}\nreturn 1")), [""; 0], "{line}");
        }
        assert_eq!(entries("return 1 -- KEYS[1] bucket"), [""; 0]);
    }

    #[test]
    fn types_have_classes() {
        for (ty, of) in
            [("& 'a str", "str"), ("&str", "str"), ("String", "str"), ("std::vec::Vec<u8>", "[u8]"), ("u64", "u64")]
        {
            assert_eq!(class(ty).as_deref(), Some(of), "{ty}");
        }
        for ty in ["T", "impl AsRef<str>", "UserId", "number", "Option<u64>", "&'a"] {
            assert_eq!(class(ty), None, "{ty}");
        }
    }
}
