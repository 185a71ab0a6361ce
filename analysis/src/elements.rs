//! The names that a script gives to its keys and arguments: `local ttl = tonumber(ARGV[1])`.

use crate::Script;
use crate::ast::{BinaryOperator, Chunk, ExpressionId, ExpressionKind, LocalId, Sort, Statement, StatementKind};
use crate::hash::Pairs;
use crate::order::sort_by;
use crate::span::Span;
use crate::usage::statements;

/// What a script does with the entries of `KEYS` and `ARGV`, by their index.
#[derive(Debug, Default)]
pub struct Elements {
    /// Those of `KEYS`.
    pub keys: ElementList,
    /// Those of `ARGV`.
    pub args: ElementList,
}

/// What a script does with the entries of `KEYS`, or of `ARGV`.
#[derive(Debug, Default)]
pub struct ElementList {
    /// The places in the list, by index.
    places: Pairs,
    list: Vec<Element>,
    highest: u32,
}

/// What a script does with one entry.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The local that it is assigned to.
    pub name: Option<String>,
    /// Where that is declared.
    pub span: Option<Span>,
    /// Whether it is taken for a number.
    pub number: bool,
}

#[derive(Clone, Copy)]
enum Table {
    Keys,
    Args,
}

impl ElementList {
    /// The entry with this index, from 1; `None` where the script neither names it nor takes it for a number.
    pub fn get(&self, index: u32) -> Option<&Element> {
        self.places.get((index.into(), 0)).map(|place| &self.list[place])
    }

    /// The highest index of such an entry; 0 if there is none.
    pub fn highest(&self) -> u32 {
        self.highest
    }

    fn entry(&mut self, index: u32) -> &mut Element {
        self.highest = self.highest.max(index);
        let place = self.places.number((index.into(), 0));
        if place == self.list.len() {
            self.list.push(Element::default());
        }
        &mut self.list[place]
    }
}

/// Collects the names.
pub fn elements(script: &Script) -> Elements {
    let chunk = script.chunk();
    let mut elements = Elements::default();
    for statement in &in_order(chunk) {
        if let StatementKind::Local { names, values } = &statement.kind {
            elements.local(chunk, names, values);
        }
    }
    for (_, expression) in chunk.of(Sort::Call) {
        if let ExpressionKind::Call { callee, arguments } = &expression.kind
            && is_global(chunk, *callee, "tonumber")
            && let Some((table, index)) = arguments.first().and_then(|argument| source(chunk, *argument))
        {
            elements.entry(table, index).number = true;
        }
    }
    elements
}

impl Elements {
    fn entry(&mut self, table: Table, index: u32) -> &mut Element {
        match table {
            Table::Keys => self.keys.entry(index),
            Table::Args => self.args.entry(index),
        }
    }

    fn local(&mut self, chunk: &Chunk, names: &[LocalId], values: &[ExpressionId]) {
        for (at, value) in values.iter().enumerate() {
            if let (Some(name), Some((table, index))) = (names.get(at), source(chunk, *value)) {
                self.name(table, index, chunk, *name);
            }
        }
        // `local a, b = unpack(KEYS)`
        if let Some(table) = values.last().and_then(|last| unpacked(chunk, *last)) {
            for (name, index) in names.iter().skip(values.len() - 1).zip(1..) {
                self.name(table, index, chunk, *name);
            }
        }
    }

    fn name(&mut self, table: Table, index: u32, chunk: &Chunk, local: LocalId) {
        let element = self.entry(table, index);
        let local = &chunk[local];
        if &*local.name != "_" && element.name.is_none() {
            element.name = Some(local.name.to_string());
            element.span = Some(local.span);
        }
    }
}

/// The entry that a value is made of: `ARGV[1]`, `tonumber(ARGV[1]) or 0`, `math.floor(ARGV[1])`.
fn source(chunk: &Chunk, mut value: ExpressionId) -> Option<(Table, u32)> {
    // Each step goes down one level, so it ends, and needs no stack.
    loop {
        value = match &chunk[value].kind {
            ExpressionKind::Parenthesised(inner) => *inner,
            ExpressionKind::Binary { operator: BinaryOperator::Or, left, .. } => *left,
            ExpressionKind::Call { callee, arguments } if keeps_its_meaning(chunk, *callee) => *arguments.first()?,
            ExpressionKind::Index { object, key } => {
                let table = vector(chunk, *object)?;
                let ExpressionKind::Number(index) = chunk[*key].kind else { return None };
                let near = (1..=u32::from(u16::MAX)).contains(&to_index(index)?);
                return near.then_some((table, to_index(index)?));
            }
            _ => return None,
        };
    }
}

fn to_index(index: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
    (index >= 0.0 && index <= f64::from(u16::MAX) && index.fract() == 0.0).then_some(index as u32)
}

/// `tonumber`, `tostring`, and the functions of `math` that take one number.
fn keeps_its_meaning(chunk: &Chunk, callee: ExpressionId) -> bool {
    match &chunk[callee].kind {
        ExpressionKind::Global(name) => matches!(&**name, "tonumber" | "tostring"),
        ExpressionKind::Index { object, .. } => is_global(chunk, *object, "math"),
        _ => false,
    }
}

/// `unpack(KEYS)`.
fn unpacked(chunk: &Chunk, value: ExpressionId) -> Option<Table> {
    let ExpressionKind::Call { callee, arguments } = &chunk[value].kind else { return None };
    let [table] = arguments.as_slice() else { return None };
    if is_global(chunk, *callee, "unpack") { vector(chunk, *table) } else { None }
}

fn vector(chunk: &Chunk, expression: ExpressionId) -> Option<Table> {
    match &chunk[expression].kind {
        ExpressionKind::Global(name) if &**name == "KEYS" => Some(Table::Keys),
        ExpressionKind::Global(name) if &**name == "ARGV" => Some(Table::Args),
        _ => None,
    }
}

fn is_global(chunk: &Chunk, expression: ExpressionId, name: &str) -> bool {
    matches!(&chunk[expression].kind, ExpressionKind::Global(global) if &**global == name)
}

/// Every statement, those of functions and blocks too; the first in the text first.
fn in_order(chunk: &Chunk) -> Vec<&Statement> {
    let mut all = Vec::new();
    for (_, statement) in statements(chunk) {
        all.push(statement);
    }
    sort_by(&mut all, &|statement| (u64::from(statement.span.start), 0));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn named(name: &str, number: bool) -> (Option<&str>, bool) {
        (Some(name), number)
    }

    fn seen(elements: &ElementList) -> BTreeMap<u32, (Option<&str>, bool)> {
        let mut seen = BTreeMap::new();
        for index in 1..=elements.highest() {
            if let Some(element) = elements.get(index) {
                seen.insert(index, (element.name.as_deref(), element.number));
            }
        }
        seen
    }

    #[test]
    fn takes_names_from_locals() {
        let text = "local bucket, ttl = KEYS[1], (tonumber(ARGV[1]) or 60)
            if bucket then local rate = math.max(0, 1); local now = tonumber(ARGV[2] or 0) end
            local other = ARGV[3] .. 'x'; local again = KEYS[1]; return tonumber(ARGV[4])";
        let elements = elements(&Script::parse(text.as_bytes()).unwrap());
        assert_eq!(seen(&elements.keys), BTreeMap::from([(1, named("bucket", false))]));
        let unnamed = (None, true);
        assert_eq!(
            seen(&elements.args),
            BTreeMap::from([(1, named("ttl", true)), (2, named("now", true)), (4, unnamed)])
        );
    }

    #[test]
    fn takes_names_from_unpack() {
        let text = "local first, a, _, b = 1, unpack(ARGV) return first, a, b";
        let elements = elements(&Script::parse(text.as_bytes()).unwrap());
        assert_eq!(seen(&elements.args)[&1], named("a", false));
        assert_eq!(elements.args.get(2), Some(&Element::default()));
        assert_eq!(seen(&elements.args)[&3], named("b", false));
    }
}
