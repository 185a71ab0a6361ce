//! Which elements of `KEYS` and `ARGV` the script tests for being there.
//!
//! `if ARGV[3] then`, `tonumber(ARGV[3]) or 5`, `ARGV[3] == nil`; also behind a local, a field or a
//! parameter of a local function: `local ttl = ARGV[3]; if ttl then`. Such an element may be left out.
//! The answer errs towards "tested": a value that may come from an element makes the element optional.

use super::bindings::{Binding, value_at};
use super::names::{Meaning, Names, Vector};
use super::statements::statements;
use crate::ast::{
    BinaryOperator, Chunk, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind, TableItem, UnaryOperator,
};
use std::collections::{HashMap, HashSet};

/// Something that holds a value between two places of the script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Holder<'a> {
    Local(LocalId),
    /// A field of some table, by its name alone.
    Field(&'a [u8]),
    /// `KEYS[n]`, `ARGV[n]`: the bits of n.
    Element(Vector, u64),
}

/// The elements that are tested for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tested(HashSet<(Vector, u64)>);

/// What takes a missing element in its stride.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// Nothing but a test for nil, or for what is true.
    Presence,
    /// Also `==` and `~=` with any value: nil is none of them.
    Comparison,
}

impl Tested {
    pub(crate) fn new(chunk: &Chunk, names: &Names, test: Test) -> Self {
        let flow = flow(chunk, names);
        let mut seen: HashSet<Holder> = HashSet::new();
        let compared = if test == Test::Comparison { compared_expressions(chunk) } else { Vec::new() };
        let mut open: Vec<Holder> = tested_expressions(chunk, names)
            .into_iter()
            .chain(compared)
            .filter_map(|expression| holder(chunk, names, expression))
            .collect();
        while let Some(tested) = open.pop() {
            if seen.insert(tested) {
                open.extend(flow.get(&tested).into_iter().flatten());
            }
        }
        let elements = seen.into_iter().filter_map(|holder| match holder {
            Holder::Element(vector, index) => Some((vector, index)),
            Holder::Local(_) | Holder::Field(_) => None,
        });
        Self(elements.collect())
    }

    pub(crate) fn contains(&self, vector: Vector, index: f64) -> bool {
        self.0.contains(&(vector, index.to_bits()))
    }
}

/// Every expression that is only asked whether it is nil or false.
pub(crate) fn tested_expressions(chunk: &Chunk, names: &Names) -> Vec<ExpressionId> {
    let mut tested = conditions(chunk);
    // Operands come first in the arena, so from the back every expression comes before its operands.
    for at in (0..chunk.expressions.len()).rev() {
        let is_tested = tested[at];
        let mut test = |operand: ExpressionId| tested[operand.0 as usize] = true;
        match &chunk.expressions[at].kind {
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => test(*operand),
            ExpressionKind::Binary { operator: BinaryOperator::And | BinaryOperator::Or, left, right } => {
                test(*left);
                if is_tested {
                    test(*right);
                }
            }
            ExpressionKind::Binary { operator: BinaryOperator::Equal | BinaryOperator::NotEqual, left, right } => {
                if names.meaning(*left) == Meaning::Nil {
                    test(*right);
                }
                if names.meaning(*right) == Meaning::Nil {
                    test(*left);
                }
            }
            ExpressionKind::Parenthesised(inner) if is_tested => test(*inner),
            ExpressionKind::Call { callee, arguments } => match (names.global(chunk, *callee), arguments.as_slice()) {
                (Some("type"), [value]) => test(*value),
                (Some("tonumber"), [value]) if is_tested => test(*value),
                _ => {}
            },
            _ => {}
        }
    }
    (0u32..).map(ExpressionId).zip(tested).filter_map(|(id, tested)| tested.then_some(id)).collect()
}

/// The operands of every `==` and `~=`.
fn compared_expressions(chunk: &Chunk) -> Vec<ExpressionId> {
    let operands = chunk.of(Sort::Binary).filter_map(|(_, expression)| match expression.kind {
        ExpressionKind::Binary { operator: BinaryOperator::Equal | BinaryOperator::NotEqual, left, right } => {
            Some([left, right])
        }
        _ => None,
    });
    operands.flatten().collect()
}

/// Which expressions are the condition of a statement.
fn conditions(chunk: &Chunk) -> Vec<bool> {
    let mut tested = vec![false; chunk.expressions.len()];
    for (_, statement) in statements(chunk) {
        match &statement.kind {
            StatementKind::If { arms, .. } => {
                for (condition, _) in arms {
                    tested[condition.0 as usize] = true;
                }
            }
            StatementKind::While { condition, .. } | StatementKind::Repeat { condition, .. } => {
                tested[condition.0 as usize] = true;
            }
            _ => {}
        }
    }
    tested
}

/// Where the value of each holder may come from.
fn flow<'a>(chunk: &'a Chunk, names: &Names) -> HashMap<Holder<'a>, Vec<Holder<'a>>> {
    let mut flow: HashMap<Holder, Vec<Holder>> = HashMap::new();
    let mut add = |to: Holder<'a>, from: Option<Holder<'a>>| {
        if let Some(from) = from {
            flow.entry(to).or_default().push(from);
        }
    };
    for (_, statement) in statements(chunk) {
        match &statement.kind {
            StatementKind::Local { names: locals, values } => {
                for (at, local) in locals.iter().enumerate() {
                    add(Holder::Local(*local), bound(chunk, names, value_at(chunk, values, at)));
                }
            }
            StatementKind::Assignment { targets, values, .. } => {
                for (at, target) in targets.iter().enumerate() {
                    if let Some(target) = direct_holder(chunk, names, *target) {
                        add(target, bound(chunk, names, value_at(chunk, values, at)));
                    }
                }
            }
            _ => {}
        }
    }
    for (_, expression) in chunk.of_any(&[Sort::Call, Sort::Table]) {
        match &expression.kind {
            ExpressionKind::Call { callee, arguments } => {
                if let Meaning::Function(function) = names.meaning(*callee) {
                    for (at, parameter) in chunk[function].parameters.iter().enumerate() {
                        add(Holder::Local(*parameter), bound(chunk, names, value_at(chunk, arguments, at)));
                    }
                }
            }
            ExpressionKind::Table(items) => {
                for item in items {
                    if let TableItem::Keyed(key, value) = item
                        && let ExpressionKind::String(name) = &chunk[*key].kind
                    {
                        add(Holder::Field(name), holder(chunk, names, *value));
                    }
                }
            }
            _ => {}
        }
    }
    flow
}

fn bound<'a>(chunk: &'a Chunk, names: &Names, binding: Binding) -> Option<Holder<'a>> {
    match binding {
        Binding::Value(value) => holder(chunk, names, value),
        Binding::Later(call, nth) => match names.unpacked(chunk, call, nth) {
            Meaning::Element(vector, index) => Some(Holder::Element(vector, index.to_bits())),
            _ => None,
        },
        Binding::Open | Binding::Nil => None,
    }
}

/// What an expression passes on unchanged where it is nil: also `tonumber(x)` and the last operand of
/// `and` and `or`.
fn holder<'a>(chunk: &'a Chunk, names: &Names, mut expression: ExpressionId) -> Option<Holder<'a>> {
    loop {
        if let Some(holder) = direct_holder(chunk, names, expression) {
            return Some(holder);
        }
        expression = match &chunk[expression].kind {
            ExpressionKind::Parenthesised(inner) => *inner,
            ExpressionKind::Binary { operator: BinaryOperator::And | BinaryOperator::Or, right, .. } => *right,
            ExpressionKind::Call { callee, arguments } if names.global(chunk, *callee) == Some("tonumber") => {
                let [value] = arguments.as_slice() else { return None };
                *value
            }
            _ => return None,
        };
    }
}

fn direct_holder<'a>(chunk: &'a Chunk, names: &Names, expression: ExpressionId) -> Option<Holder<'a>> {
    match (&chunk[expression].kind, names.meaning(expression)) {
        // Its declaration is part of the flow, so a local that is an element needs no short cut.
        (ExpressionKind::Local(local), _) => Some(Holder::Local(*local)),
        (_, Meaning::Element(vector, index)) => Some(Holder::Element(vector, index.to_bits())),
        (ExpressionKind::Index { key, .. }, _) => match &chunk[*key].kind {
            ExpressionKind::String(name) => Some(Holder::Field(name)),
            _ => None,
        },
        _ => None,
    }
}
