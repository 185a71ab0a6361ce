//! Tables that are filled after they were made: `local t = {}`, then `t[1] = x`, `t.name = y`,
//! `table.insert(t, z)`.
//!
//! Only those that nothing but the code in sight can change: a table that is handed to anything but a
//! function that only reads it, that is stored elsewhere or seen by a closure, isn't known.

use super::builtins;
use super::kinds::Kinds;
use super::straight::StraightLines;
use crate::ast::{
    BinaryOperator, Block, Chunk, ExpressionId, ExpressionKind, LocalId, LocalKind, Sort, StatementKind, TableItem,
    UnaryOperator,
};
use crate::order::sort_by_span;
use crate::usage::{Binding, Bindings, Meaning, Names, blocks, targets, value_at};

/// Keys that make a table a reply of another kind.
pub(crate) const SPECIAL: [&[u8]; 7] = [b"ok", b"err", b"double", b"map", b"set", b"big_number", b"verbatim_string"];

/// A table of a local, and all that is put into it.
pub(crate) struct Fill {
    /// Its constructor.
    pub(crate) table: ExpressionId,
    /// In the order of the text.
    pub(crate) writes: Vec<Write>,
    /// Whether elements are taken out of it under numbers or computed keys.
    pub(crate) elements_read: bool,
    /// Whether all of its fields are looked at: by `pairs`, `cjson.encode`.
    pub(crate) fields_read: bool,
    /// Whether elements are moved or removed.
    pub(crate) shuffled: bool,
    /// What it certainly holds in the end, where that is written down one after the other.
    pub(crate) items: Option<Vec<ExpressionId>>,
    /// `TABLE`, or all kinds of tables if it may get a special field.
    pub(crate) kinds: Kinds,
}

/// Something that is put into a table.
#[derive(Clone, Copy)]
pub(crate) struct Write {
    pub(crate) key: Key,
    /// `None` for a later result of a call.
    pub(crate) value: Option<ExpressionId>,
    /// The target, or the call of `table.insert`.
    pub(crate) place: ExpressionId,
}

/// Where it is put.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Key {
    /// `t[1]`.
    Number(f64),
    /// `t.name`: the key is a constant text.
    Text(ExpressionId),
    /// `t[#t + 1]`, `table.insert(t, x)`.
    End,
    /// `t[i]`, with a key that is a number.
    Index,
    /// `t[key]`.
    Computed(ExpressionId),
}

/// All such tables of a chunk, by local.
#[derive(Default)]
pub(crate) struct Fills(Vec<Option<Fill>>);

impl Fills {
    pub(super) fn new(chunk: &Chunk, names: &Names, bindings: &Bindings) -> Self {
        let mut candidates: Vec<Option<Fill>> = Vec::with_capacity(chunk.locals.len());
        let mut any = false;
        for (_, at) in chunk.locals.iter().zip(0..) {
            candidates.push(match bindings.lasting(LocalId(at)) {
                Binding::Value(table) if matches!(chunk[table].kind, ExpressionKind::Table(_)) => {
                    any = true;
                    Some(Fill::of(table))
                }
                _ => None,
            });
        }
        if !any {
            return Self::default();
        }
        let mut finder =
            Finder { chunk, names, fills: candidates, seen: vec![false; chunk.expressions.len()], nested: Vec::new() };
        finder.run();
        Self(finder.fills)
    }

    pub(crate) fn of(&self, local: LocalId) -> Option<&Fill> {
        self.0.get(local.0 as usize)?.as_ref()
    }
}

impl Fill {
    fn of(table: ExpressionId) -> Self {
        Self {
            table,
            writes: Vec::new(),
            elements_read: false,
            fields_read: false,
            shuffled: false,
            items: None,
            kinds: Kinds::TABLE,
        }
    }
}

struct Finder<'a> {
    chunk: &'a Chunk,
    names: &'a Names,
    fills: Vec<Option<Fill>>,
    /// Names of tables whose use is accounted for.
    seen: Vec<bool>,
    /// Tables that are put into others.
    nested: Vec<(LocalId, LocalId)>,
}

impl Finder<'_> {
    fn run(&mut self) {
        let chunk = self.chunk;
        let targets = targets(chunk);
        for (id, expression) in chunk.of_any(&[Sort::Index, Sort::Unary, Sort::Binary, Sort::Call]) {
            self.expression(id, &expression.kind, targets.contains(id));
        }
        for (_, block) in blocks(chunk) {
            self.block(block);
        }
        for (id, expression) in chunk.of(Sort::Local) {
            if let ExpressionKind::Local(local) = expression.kind
                && !(self.seen[id.0 as usize] && chunk[local].function == expression.function)
            {
                self.fills[local.0 as usize] = None;
            }
        }
        self.forget_nested();
        for fill in self.fills.iter_mut().flatten() {
            sort_by_span(&mut fill.writes, &|write| Some(chunk[write.place].span));
            fill.kinds = kinds(chunk, self.names, fill);
        }
        let mut lines = StraightLines::new(chunk, &self.fills);
        for (_, block) in blocks(chunk) {
            lines.block(block, &mut self.fills);
        }
    }

    /// The table that an expression is the name of; its use there is accounted for.
    fn table(&mut self, expression: ExpressionId) -> Option<&mut Fill> {
        let local = self.chunk.local(expression)?;
        let fill = self.fills[local.0 as usize].as_mut()?;
        self.seen[expression.0 as usize] = true;
        Some(fill)
    }

    fn expression(&mut self, id: ExpressionId, kind: &ExpressionKind, target: bool) {
        match kind {
            ExpressionKind::Index { object, key } => {
                let is_text = self.names.string(self.chunk, *key).is_some();
                if let Some(fill) = self.table(*object) {
                    fill.elements_read |= !target && !is_text;
                }
            }
            ExpressionKind::Unary { operator: UnaryOperator::Length | UnaryOperator::Not, operand } => {
                self.table(*operand);
            }
            ExpressionKind::Binary { operator: BinaryOperator::Equal | BinaryOperator::NotEqual, left, right } => {
                self.table(*left);
                self.table(*right);
            }
            ExpressionKind::Call { callee, arguments } => self.call(id, *callee, arguments),
            _ => {}
        }
    }

    fn call(&mut self, id: ExpressionId, callee: ExpressionId, arguments: &[ExpressionId]) {
        let names = self.names;
        let function = names.member(callee).or_else(|| Some(("", names.global(callee)?)));
        let Some((library, name)) = function else { return };
        match (library, name, arguments) {
            ("table", "insert", [table, value]) => self.write(*table, Key::End, Some(*value), id),
            ("table", "insert", [table, _, value]) => {
                self.write(*table, Key::Index, Some(*value), id);
                if let Some(fill) = self.table(*table) {
                    fill.shuffled = true;
                }
            }
            ("table", "sort" | "remove", [table, ..]) => {
                if let Some(fill) = self.table(*table) {
                    fill.shuffled = true;
                    fill.elements_read = true;
                }
            }
            ("", "error", [table, ..]) | ("", "assert", [_, table, ..]) | ("", "type", [table]) => {
                self.table(*table);
            }
            ("redis", _, _) => {}
            _ if builtins::only_reads((!library.is_empty()).then_some(library), name) => {
                for argument in arguments {
                    let fields = !matches!(name, "ipairs" | "unpack" | "concat" | "getn" | "maxn");
                    if let Some(fill) = self.table(*argument) {
                        fill.elements_read = true;
                        fill.fields_read |= fields;
                    }
                }
            }
            _ => {}
        }
    }

    fn write(&mut self, table: ExpressionId, key: Key, value: Option<ExpressionId>, place: ExpressionId) {
        let Some(fill) = self.table(table) else { return };
        fill.writes.push(Write { key, value, place });
        // A table as an element of another one, which is known as well.
        if let (Some(value), Some(outer)) = (value, self.chunk.local(table))
            && let Some(inner) = self.chunk.local(value)
            && self.table(value).is_some()
        {
            self.nested.push((inner, outer));
        }
    }

    /// What is taken out of a table may be changed, and what is in one that isn't known.
    fn forget_nested(&mut self) {
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for (inner, outer) in &self.nested {
                let keeps = |fill: &Fill| !(fill.elements_read || fill.fields_read);
                if inner == outer || !self.fills[outer.0 as usize].as_ref().is_some_and(keeps) {
                    changed |= self.fills[inner.0 as usize].take().is_some();
                }
            }
        }
    }

    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            match &statement.kind {
                StatementKind::Assignment { targets, values, .. } => {
                    for (at, target) in targets.iter().enumerate() {
                        if let ExpressionKind::Index { object, key } = self.chunk[*target].kind {
                            let value = match value_at(self.chunk, values, at) {
                                Binding::Value(value) => Some(value),
                                _ => None,
                            };
                            self.write(object, self.key(object, key), value, *target);
                        }
                    }
                }
                StatementKind::Return(values) => {
                    for value in values {
                        self.table(*value);
                    }
                }
                StatementKind::While { condition, .. } | StatementKind::Repeat { condition, .. } => {
                    self.table(*condition);
                }
                StatementKind::If { arms, .. } => {
                    for (condition, _) in arms {
                        self.table(*condition);
                    }
                }
                _ => {}
            }
        }
    }

    fn key(&self, object: ExpressionId, key: ExpressionId) -> Key {
        let (chunk, names) = (self.chunk, self.names);
        match names.meaning(key) {
            Meaning::Number(number) => return Key::Number(number),
            Meaning::String(_) => return Key::Text(key),
            _ => {}
        }
        match chunk[key].kind {
            ExpressionKind::Binary { operator: BinaryOperator::Add, left, right }
                if is_length_of(chunk, left, object) && names.meaning(right) == Meaning::Number(1.0) =>
            {
                Key::End
            }
            ExpressionKind::Binary { operator, .. } if is_arithmetic(operator) => Key::Index,
            ExpressionKind::Local(local) if chunk[local].kind == LocalKind::Counter => Key::Index,
            ExpressionKind::Unary { operator: UnaryOperator::Length, .. } => Key::Index,
            _ => Key::Computed(key),
        }
    }
}

fn is_length_of(chunk: &Chunk, length: ExpressionId, table: ExpressionId) -> bool {
    match chunk[length].kind {
        ExpressionKind::Unary { operator: UnaryOperator::Length, operand } => {
            chunk.local(operand).is_some() && chunk.local(operand) == chunk.local(table)
        }
        _ => false,
    }
}

fn is_arithmetic(operator: BinaryOperator) -> bool {
    use BinaryOperator::{Add, Divide, Modulo, Multiply, Power, Subtract};
    matches!(operator, Add | Subtract | Multiply | Divide | Modulo | Power)
}

/// Whether a field may make another reply of the table.
fn kinds(chunk: &Chunk, names: &Names, fill: &Fill) -> Kinds {
    let may_be_special = |key: ExpressionId| match names.string(chunk, key) {
        Some(name) => SPECIAL.contains(&name),
        None => !matches!(names.meaning(key), Meaning::Number(_)),
    };
    let written = fill.writes.iter().any(|write| match write.key {
        Key::Text(key) | Key::Computed(key) => may_be_special(key),
        Key::Number(_) | Key::End | Key::Index => false,
    });
    let ExpressionKind::Table(items) = &chunk[fill.table].kind else { return Kinds::TABLES };
    let constructed = items.iter().any(|item| matches!(item, TableItem::Keyed(key, _) if may_be_special(*key)));
    if written || constructed { Kinds::TABLES } else { Kinds::TABLE }
}
