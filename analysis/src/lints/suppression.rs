//! `-- redis-script: allow(name, ..)` in the script: at the end of a line, or above it.

use crate::ast::StatementKind;
use crate::hash::Pairs;
use crate::header::MARKS;
use crate::script::Script;
use crate::span::Span;
use crate::usage::statements;
use std::cell::Cell;

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
    /// The lines that are covered, and by which of them each is.
    lines: Pairs,
    by_line: Vec<Vec<usize>>,
    /// Which of them stand before all code, so that they cover what has no place in the text.
    heads: Vec<usize>,
}

impl Allows {
    pub(super) fn new(script: &Script) -> Self {
        let mut allows = Self { list: Vec::new(), lines: Pairs::default(), by_line: Vec::new(), heads: Vec::new() };
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
            let mut at = comment.start + u32::try_from(offset).unwrap_or(0);
            for item in names.split(',') {
                let name = item.trim();
                if !name.is_empty() {
                    let start = at + u32::try_from(item.len() - item.trim_start().len()).unwrap_or(0);
                    let span = Span::new(start, start + u32::try_from(name.len()).unwrap_or(0));
                    allows.add(Allow { name: name.to_owned(), span, used: Cell::new(false) }, lines, heads);
                }
                at += u32::try_from(item.len() + 1).unwrap_or(0);
            }
        }
        allows
    }

    fn add(&mut self, allow: Allow, (first, last): (u32, u32), is_head: bool) {
        let index = self.list.len();
        for line in first..=last {
            let number = self.lines.number((u64::from(line), 0));
            if number == self.by_line.len() {
                self.by_line.push(Vec::new());
            }
            self.by_line[number].push(index);
        }
        if is_head {
            self.heads.push(index);
        }
        self.list.push(allow);
    }

    pub(super) fn all(&self) -> &[Allow] {
        &self.list
    }

    /// Whether some of them allow what the lint `name` finds on `line`, or what has no place; they have a use then.
    pub(super) fn allow(&self, line: Option<u32>, name: &str) -> bool {
        let covering = match line {
            Some(line) => self.lines.get((u64::from(line), 0)).map(|number| &self.by_line[number]),
            None => Some(&self.heads),
        };
        let mut allowed = false;
        for index in covering.into_iter().flatten() {
            let allow = &self.list[*index];
            if allow.name == name {
                allow.used.set(true);
                allowed = true;
            }
        }
        allowed
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
    let text = comment.trim_start_matches(MARKS).trim_start();
    let Some(order) = text.strip_prefix("redis-script:") else { return Directive::None };
    let list = order.trim_start().strip_prefix("allow").and_then(|rest| rest.trim_start().strip_prefix('('));
    match (list.and_then(|list| list.split_once(')')), comment.find('(')) {
        (Some((names, _)), Some(at)) => Directive::Allow(at + 1, names),
        _ => Directive::Unclear,
    }
}

/// A comment behind code covers its line. One that stands alone covers the next line that is no
/// comment, to the end of the simple statement that begins there.
fn covered(script: &Script, comment: Span, ends: &[u32]) -> (u32, u32) {
    let (text, lines) = (script.text(), script.lines());
    let line = lines.line(comment.start);
    let before = Span::new(lines.span(text, line).start, comment.start).of(text);
    // From the back: on a long line, the first byte that is no blank is near.
    if !before.iter().rev().all(u8::is_ascii_whitespace) {
        return (line, line);
    }
    let last = lines.line(comment.end.saturating_sub(1).max(comment.start));
    let mut first = last + 1;
    // A heap of comments above a statement is short.
    while first <= lines.count().min(last + 100)
        && lines.span(text, first).of(text).trim_ascii_start().starts_with(b"--")
    {
        first += 1;
    }
    if first > lines.count().min(last + 100) {
        first = last + 1;
    }
    (first, ends.get(first as usize).copied().unwrap_or(0).max(first))
}

/// By line, the last line of the simple statement that begins there; 0 where none does.
fn statement_ends(script: &Script) -> Vec<u32> {
    let lines = script.lines();
    let mut ends = vec![0; lines.count() as usize + 1];
    for (_, statement) in statements(script.chunk()) {
        let simple = matches!(
            statement.kind,
            StatementKind::Local { .. }
                | StatementKind::Assignment { function_statement: false, .. }
                | StatementKind::Call(_)
                | StatementKind::Return(_)
        );
        if simple {
            let end = &mut ends[lines.line(statement.span.start) as usize];
            *end = lines.line(statement.span.end.saturating_sub(1)).max(*end);
        }
    }
    ends
}
