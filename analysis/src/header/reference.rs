//! `KEYS[1]`, `ARGV[2..]`, `KEYS[1] - KEYS[4]` at the start of a line of prose.

use crate::bytes;

pub(super) const BLANKS: &[char] = &[' ', '\t'];
/// What words are not made of, and what they have at least one of. Each pattern of a type of its own would be a search
/// of its own.
const NO_WORD: fn(char) -> bool = |symbol| !symbol.is_alphanumeric();
const LETTER: fn(char) -> bool = char::is_alphabetic;
/// What stands between the ends of a range.
const RANGE: &[char] = &[' ', '.', '-', '–', '…', ':', ',', '+', 't', 'o'];

/// Which of the two tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Keys,
    Args,
}

/// One entry of a table, or several.
pub(super) struct Reference {
    pub(super) table: Table,
    /// `None` in `KEYS[n]`: wherever the list has come to.
    pub(super) first: Option<u32>,
    /// `None` where the list goes on.
    pub(super) last: Option<u32>,
}

/// References beside each other, and the text behind them.
pub(super) type Described<'a> = (Vec<Reference>, &'a str);

/// The entries of a line, which starts with one after a bullet or a label: `KEYS[1] wait, KEYS[2] paused`
/// has two. Each comes with the text up to the next one.
pub(super) fn entries(line: &str) -> Vec<Described<'_>> {
    let mut entries = Vec::new();
    let mut text = without_label(line);
    loop {
        let (references, rest) = leading(text);
        if references.is_empty() {
            return entries;
        }
        let separators = rest.match_indices(&[',', ';', '|'][..]);
        let next = separators.map(|(at, _)| at).find(|at| one(&rest[at + 1..]).is_some());
        entries.push((references, &rest[..next.unwrap_or(rest.len())]));
        let Some(next) = next else { return entries };
        text = &rest[next + 1..];
    }
}

/// The highest entry that is mentioned anywhere in a text, 0 without one.
pub(super) fn highest(text: &str, table: Table) -> u32 {
    let name = if table == Table::Keys { "KEYS[" } else { "ARGV[" };
    let mut highest = 0;
    for (at, _) in text.match_indices(name) {
        let (digits, _) = leading_digits(text[at + name.len()..].trim_start());
        highest = digits.parse().unwrap_or(0).max(highest);
    }
    highest
}

/// The references that a text starts with, and the text behind them.
fn leading(text: &str) -> Described<'_> {
    let mut rest = text;
    let mut references: Vec<Reference> = Vec::new();
    let mut ranged = false;
    while let Some((mut reference, after)) = one(rest) {
        if let (true, Some(start)) = (ranged, references.last().filter(|start| start.table == reference.table)) {
            reference.first = start.first;
            references.pop();
        }
        references.push(reference);
        rest = after;
        let Some((join, after)) = join(rest) else { break };
        match join {
            Join::GoesOn => {
                let table = references[references.len() - 1].table;
                references.push(Reference { table, first: None, last: None });
                rest = after;
                break;
            }
            join if one(after).is_some() => {
                ranged = *join == Join::Range;
                rest = after;
            }
            _ => break,
        }
    }
    (references, rest)
}

/// What stands between two references.
#[derive(PartialEq)]
enum Join {
    And,
    Range,
    /// `, ...`: the list goes on.
    GoesOn,
}

const JOINS: &[(&str, Join)] = &[
    ("...", Join::Range),
    ("..", Join::Range),
    ("…", Join::Range),
    ("-", Join::Range),
    ("–", Join::Range),
    ("to ", Join::Range),
    ("through ", Join::Range),
    ("and ", Join::And),
    ("or ", Join::And),
    (",", Join::And),
    ("/", Join::And),
    ("&", Join::And),
    ("+", Join::And),
];

fn join(text: &str) -> Option<(&'static Join, &str)> {
    let text = text.trim_start();
    let (word, join) = JOINS.iter().find(|(word, _)| text.starts_with(word))?;
    let after = text[word.len()..].trim_start();
    if *join == Join::And {
        if let Some(after) = after.strip_prefix("and ").or_else(|| after.strip_prefix("or ")) {
            return Some((join, after.trim_start()));
        }
        if let Some(after) = after.strip_prefix("...").or_else(|| after.strip_prefix("…")) {
            return Some((
                if one(after.trim_start_matches(&[',', ' '][..])).is_some() { &Join::Range } else { &Join::GoesOn },
                after,
            ));
        }
    }
    Some((join, after))
}

/// The line from its first reference on, if only a bullet, a number, `@param {string}` or a label such as
/// `Input:` is in front of it.
fn without_label(line: &str) -> &str {
    let start = line.find("KEYS[").unwrap_or(line.len()).min(line.find("ARGV[").unwrap_or(line.len()));
    let (label, rest) = line.split_at(start);
    let quiet = match (label.find('{'), label.rfind('}')) {
        (Some(open), Some(close)) if open < close => format!("{}{}", &label[..open], &label[close..]),
        _ => label.to_owned(),
    };
    let mut words = Vec::new();
    for word in quiet.split(NO_WORD) {
        if word.contains(LETTER) {
            words.push(word);
        }
    }
    let is_label = match words.as_slice() {
        [] => true,
        ["param" | "arg" | "argument" | "key"] => label.ends_with(NO_WORD),
        [_] | [_, _] | [_, _, _] => label.trim_end().ends_with(':'),
        _ => false,
    };
    if is_label { rest } else { "" }
}

/// One `KEYS[..]` or `ARGV[..]` at the start of `text`, and what follows it.
fn one(text: &str) -> Option<(Reference, &str)> {
    let text = text.trim_start_matches(&[' ', '\t', '`', '\'', '"'][..]);
    let (table, text) = match (text.strip_prefix("KEYS"), text.strip_prefix("ARGV")) {
        (Some(text), _) => (Table::Keys, text),
        (_, Some(text)) => (Table::Args, text),
        _ => return None,
    };
    let (index, rest) = text.strip_prefix('[')?.split_once(']')?;
    let (first, last) = indices(index.trim())?;
    Some((Reference { table, first, last }, rest.trim_start_matches(&['`', '\'', '"'][..])))
}

/// The digits that a text starts with, and the text behind them.
fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(bytes::leading(text.as_bytes(), |byte| byte.is_ascii_digit()).len())
}

/// `1`, `1..3`, `2..`, `2..n`, `n`; `None` if it is none of these.
fn indices(text: &str) -> Option<(Option<u32>, Option<u32>)> {
    let (number, rest) = leading_digits(text);
    if number.is_empty() {
        // `n`, `i + 1`, `#KEYS`, `*`.
        let short = !text.is_empty() && text.len() <= 12;
        return short.then_some((None, None));
    }
    let first = number.parse().ok()?;
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some((Some(first), Some(first)));
    }
    let end = rest.trim_start_matches(RANGE);
    let last =
        if !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()) { Some(end.parse().ok()?) } else { None };
    Some((Some(first), last))
}
