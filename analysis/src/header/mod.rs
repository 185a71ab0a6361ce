//! What a script's own header comment says of its keys and arguments:
//!
//! ```lua
//! -- KEYS[1] the bucket
//! -- ARGV[1] capacity
//! -- ARGV[2..] the members
//! ```
//!
//! A comment is prose, so only lines that start with an entry count. A list with a gap in it says nothing,
//! nor does one that ends before an entry that is mentioned elsewhere: it documents some of the entries,
//! not all of them.

mod contract;
mod reference;
mod text;

pub(crate) use contract::{Contract, Entry, class, contract};
pub(crate) use text::{MARKS, header};

use crate::hash::Pairs;
use crate::row::append;
use crate::{Arity, Script, Span};
use reference::{Reference, Table};

/// What the header says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The entries of `KEYS`.
    pub keys: Entries,
    /// The entries of `ARGV`.
    pub args: Entries,
}

/// What the header says of `KEYS`, or of `ARGV`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Entries {
    listed: Vec<u32>,
    open_from: Option<u32>,
    /// The highest that is mentioned anywhere in the comment.
    mentioned: u32,
    names: Vec<(u32, String)>,
}

impl Header {
    /// Reads all comments in front of the script's first statement; not those of files that it includes.
    pub fn of(script: &Script) -> Self {
        let mut comments = String::new();
        for comment in &head_comments(script) {
            append(&mut comments, "\n", &String::from_utf8_lossy(comment.of(script.text())));
        }
        Self::read(&comments)
    }

    fn read(comment: &str) -> Self {
        let mut header = Self::default();
        for line in comment.lines() {
            for (references, description) in &reference::entries(line) {
                header.add(references, description);
            }
        }
        header.keys.mentioned = reference::highest(comment, Table::Keys);
        header.args.mentioned = reference::highest(comment, Table::Args);
        header
    }

    fn add(&mut self, references: &[Reference], description: &str) {
        for reference in references {
            self.entries(reference.table).add(reference);
        }
        if let [Reference { table, first: Some(index), last: Some(last) }] = references
            && index == last
            && let Some(name) = described_name(description)
        {
            self.entries(*table).names.push((*index, name));
        }
    }

    fn entries(&mut self, table: Table) -> &mut Entries {
        match table {
            Table::Keys => &mut self.keys,
            Table::Args => &mut self.args,
        }
    }
}

/// The comments in front of all code, in the script's own file.
fn head_comments(script: &Script) -> Vec<Span> {
    let code = script.head();
    let mut found = Vec::new();
    for comment in script.comments() {
        if comment.end <= code && !script.is_included(*comment) {
            found.push(*comment);
        }
    }
    found
}

/// More entries than any script has: a header that lists them is no list.
const MOST: u32 = 1000;

impl Entries {
    fn add(&mut self, reference: &Reference) {
        let first = reference.first.unwrap_or_else(|| self.after_listed());
        match reference.last {
            Some(last) => {
                for index in first..=last.min(MOST) {
                    self.listed.push(index);
                }
            }
            None => self.open_from = Some(self.open_from.map_or(first, |from| from.min(first))),
        }
    }

    fn after_listed(&self) -> u32 {
        let mut after = 1;
        for listed in &self.listed {
            after = listed.saturating_add(1).max(after);
        }
        after
    }

    /// How many there are; `None` where the header doesn't list them all.
    pub fn arity(&self) -> Option<Arity> {
        let (mut indices, mut count) = (Pairs::default(), 0);
        for index in &self.listed {
            count += u32::from(indices.insert((u64::from(*index), 0)));
        }
        let mut complete = true;
        for index in 1..=count {
            complete &= indices.contains((u64::from(index), 0));
        }
        match self.open_from {
            Some(from) if complete && from <= count + 1 => Some(Arity::at_least(from.saturating_sub(1))),
            None if complete && count > 0 && self.mentioned <= count => Some(Arity::exactly(count)),
            _ => None,
        }
    }

    /// What the entry with this index, from 1, is called.
    pub fn name(&self, index: u32) -> Option<&str> {
        self.names.iter().find(|(named, _)| *named == index).map(|(_, name)| name.as_str())
    }
}

/// The name at the start of a description: `: capacity of the bucket` is `capacity`, `the job id` is
/// `job_id`, and a long sentence is none.
fn described_name(rest: &str) -> Option<String> {
    const STOP: [&str; 12] = ["in", "of", "for", "to", "that", "which", "with", "is", "as", "from", "where", "if"];
    const BEFORE: fn(char) -> bool = |symbol| !symbol.is_alphanumeric() && symbol != '_';
    const BEHIND: fn(char) -> bool = |symbol| !symbol.is_alphanumeric() && !matches!(symbol, '_' | '-' | ' ');
    let text = rest.trim_start_matches(BEFORE);
    let end = text.find(BEHIND);
    let (mut name, mut words, mut is_first) = (String::new(), 0, true);
    for word in text[..end.unwrap_or(text.len())].split(&[' ', '-'][..]) {
        if word.is_empty() {
            continue;
        }
        match word.to_lowercase().as_str() {
            "the" | "a" | "an" if is_first => {}
            stop if STOP.contains(&stop) => break,
            _ => {
                if words > 0 {
                    name.push('_');
                }
                name.push_str(&snake_case(word));
                words += 1;
            }
        }
        is_first = false;
    }
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (words <= 3 && is_name && name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)).then_some(name)
}

/// `windowSize` and `window-size` as Rust writes them; an all-capital word stays one word.
pub fn snake_case(word: &str) -> String {
    let mut snake = String::with_capacity(word.len() + 4);
    let mut before_lower = false;
    for symbol in word.chars() {
        if symbol.is_ascii_uppercase() && before_lower {
            snake.push('_');
        }
        before_lower = symbol.is_ascii_lowercase() || symbol.is_ascii_digit();
        snake.push(if symbol.is_alphanumeric() { symbol.to_ascii_lowercase() } else { '_' });
    }
    snake.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arities(comment: &str) -> (Option<Arity>, Option<Arity>) {
        let header = Header::read(comment);
        (header.keys.arity(), header.args.arity())
    }

    #[test]
    fn counts_what_is_listed() {
        let comment = "Takes tokens.\nKEYS[1] the bucket\n  - ARGV[1]: capacity\n  * `ARGV[2]` = refill (per second)";
        assert_eq!(arities(comment), (Some(Arity::exactly(1)), Some(Arity::exactly(2))));
        assert_eq!(arities("KEYS[1], KEYS[2] and KEYS[3]: the locks"), (Some(Arity::exactly(3)), None));
        assert_eq!(arities("KEYS[1] ...\nARGV[1] ..."), (Some(Arity::exactly(1)), Some(Arity::exactly(1))));
        assert_eq!(arities("KEYS[1]-KEYS[3] queues\nARGV[1-2]"), (Some(Arity::exactly(3)), Some(Arity::exactly(2))));
        assert_eq!(
            arities("KEYS[1] -> id, KEYS[2] -> task; ARGV[1] now"),
            (Some(Arity::exactly(2)), Some(Arity::exactly(1)))
        );
        assert_eq!(arities("1) KEYS[1]: x\n2. `KEYS[2]` y\n * @param {string} ARGV[1] z").0, Some(Arity::exactly(2)));
        assert_eq!(arities("@param {string} ARGV[1] - x\n@param {number} ARGV[2] - y").1, Some(Arity::exactly(2)));
        assert_eq!(arities("@param KEYS[1] x\nInput: KEYS[2] y"), (Some(Arity::exactly(2)), None));
    }

    #[test]
    fn sees_lists_that_go_on() {
        for open in [
            "ARGV[2..]",
            "ARGV[2...n]",
            "ARGV[2+]",
            "ARGV[2..N]",
            "ARGV[2], ARGV[3], ...",
            "ARGV[2] .. ARGV[n]",
            "ARGV[i]",
        ] {
            let comment = format!("ARGV[1] ttl\n{open} the members");
            let Some(Arity { fixed, variadic: true, .. }) = arities(&comment).1 else { panic!("{open}") };
            assert!((1..=3).contains(&fixed), "{open}: {fixed}");
        }
        assert_eq!(arities("KEYS[n] the queues").0, Some(Arity::at_least(0)));
    }

    #[test]
    fn a_list_with_a_gap_and_prose_say_nothing() {
        assert_eq!(arities("KEYS[2] the queue"), (None, None));
        assert_eq!(arities("KEYS[1] x\nKEYS[3] y"), (None, None));
        assert_eq!(arities("moves KEYS[1] to KEYS[2] if ARGV[1] is set\nreturns KEYS[3]"), (None, None));
        assert_eq!(arities("KEYS[1] the queue, moved to KEYS[2]"), (None, None));
        assert_eq!(arities("KEYS[1] x KEYS[2] y"), (None, None));
        assert_eq!(arities("Sends ARGV[3].\nARGV[1] x\nARGV[2] y"), (None, None));
        assert_eq!(arities("MYKEYS[1] x\nKEYS [x"), (None, None));
    }

    #[test]
    fn takes_names() {
        let header = Header::read(
            "KEYS[1] bucket\nKEYS[2] - `windowSize` (ms)\nKEYS[3]: the job id\nKEYS[4] -> a number of tokens to take, or more\nKEYS[5] one two three four five",
        );
        let several = Header::read("KEYS[1] wait, KEYS[2] -> paused jobs");
        assert_eq!([1, 2].map(|index| several.keys.name(index)), [Some("wait"), Some("paused_jobs")]);
        let names = [Some("bucket"), Some("window_size"), Some("job_id"), Some("number"), None];
        assert_eq!([1, 2, 3, 4, 5].map(|index| header.keys.name(index)), names);
    }
}
