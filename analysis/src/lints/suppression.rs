//! `-- redis-script: allow(name, ..)` in the script: at the end of a line, or above it.

use crate::ast::StatementKind;
use crate::hash::HashMap;
use crate::script::Script;
use crate::span::Span;
use crate::usage::statements;
use std::cell::Cell;
use std::ops::RangeInclusive;

/// One name of one comment.
pub(super) struct Allow {
    /// Empty where the comment isn't understood.
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) used: Cell<bool>,
}

/// All that the comments of a script allow.
pub(super) struct Allows {
    list: Vec<Allow>,
    /// Which of them cover each line.
    by_line: HashMap<u32, Vec<usize>>,
    /// Which of them stand before all code, so that they cover what has no place in the text.
    heads: Vec<usize>,
}

impl Allows {
    pub(super) fn new(script: &Script) -> Self {
        let mut allows = Self { list: Vec::new(), by_line: HashMap::default(), heads: Vec::new() };
        let mut ends = None;
        let head = script.head();
        for comment in script.comments() {
            let (offset, names) = match directive(comment.of(script.text())) {
                Directive::None => continue,
                Directive::Unclear => {
                    allows.list.push(Allow { name: String::new(), span: *comment, used: Cell::new(false) });
                    continue;
                }
                Directive::Allow(offset, names) => (offset, names),
            };
            let lines = covered(script, *comment, ends.get_or_insert_with(|| statement_ends(script)));
            let heads = comment.start < head && !script.is_included(*comment);
            for (at, name) in items(names) {
                let start = comment.start + u32::try_from(offset + at).unwrap_or(0);
                let span = Span::new(start, start + u32::try_from(name.len()).unwrap_or(0));
                for line in lines.clone() {
                    allows.by_line.entry(line).or_default().push(allows.list.len());
                }
                allows.heads.extend(heads.then_some(allows.list.len()));
                allows.list.push(Allow { name: name.to_owned(), span, used: Cell::new(false) });
            }
        }
        allows
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Allow> {
        self.list.iter()
    }

    /// Those that cover a finding on `line`, or one without a place.
    pub(super) fn covering(&self, line: Option<u32>) -> impl Iterator<Item = &Allow> {
        let indexes = line.map_or(Some(&self.heads), |line| self.by_line.get(&line));
        indexes.into_iter().flatten().map(|index| &self.list[*index])
    }
}

/// What a comment tells us.
enum Directive<'a> {
    /// Nothing: it isn't for us.
    None,
    /// It is for us, but nothing that we know.
    Unclear,
    /// The text between the parentheses of `allow(..)`, and where that starts in the comment.
    Allow(usize, &'a str),
}

fn directive(comment: &[u8]) -> Directive<'_> {
    let Ok(comment) = std::str::from_utf8(comment) else { return Directive::None };
    // `--[[ .. ]]` may hold one as well.
    let text = comment.trim_start_matches(['-', '[', '=']).trim_start();
    let Some(order) = text.strip_prefix("redis-script:") else { return Directive::None };
    let list = order.trim_start().strip_prefix("allow").and_then(|rest| rest.trim_start().strip_prefix('('));
    match (list.and_then(|list| list.split_once(')')), comment.find('(')) {
        (Some((names, _)), Some(at)) => Directive::Allow(at + 1, names),
        _ => Directive::Unclear,
    }
}

/// The items of a list with their offsets.
fn items(list: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    list.split(',').filter_map(move |item| {
        let start = at + (item.len() - item.trim_start().len());
        at += item.len() + 1;
        (!item.trim().is_empty()).then(|| (start, item.trim()))
    })
}

/// A comment behind code covers its line. One that stands alone covers the next line that is no
/// comment, to the end of the simple statement that begins there.
fn covered(script: &Script, comment: Span, ends: &HashMap<u32, u32>) -> RangeInclusive<u32> {
    let (text, lines) = (script.text(), script.lines());
    let line = lines.line(comment.start);
    let before = Span::new(lines.span(text, line).start, comment.start).of(text);
    // From the back: on a long line, the first byte that is no blank is near.
    if !before.iter().rev().all(u8::is_ascii_whitespace) {
        return line..=line;
    }
    let last = lines.line(comment.end.saturating_sub(1).max(comment.start));
    let is_comment = |line: &u32| lines.span(text, *line).of(text).trim_ascii_start().starts_with(b"--");
    // A heap of comments above a statement is short.
    let first = (last + 1..=lines.count()).take(100).find(|line| !is_comment(line)).unwrap_or(last + 1);
    first..=ends.get(&first).copied().unwrap_or(first)
}

/// The last line of the simple statement that begins on each line.
fn statement_ends(script: &Script) -> HashMap<u32, u32> {
    let mut ends = HashMap::default();
    for (_, statement) in statements(script.chunk()) {
        let simple = matches!(
            statement.kind,
            StatementKind::Local { .. }
                | StatementKind::Assignment { function_statement: false, .. }
                | StatementKind::Call(_)
                | StatementKind::Return(_)
        );
        if simple {
            let line = |offset| script.lines().line(offset);
            let last = line(statement.span.end.saturating_sub(1));
            let end = ends.entry(line(statement.span.start)).or_insert(last);
            *end = last.max(*end);
        }
    }
    ends
}
