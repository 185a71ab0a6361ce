//! Which elements of `KEYS` and `ARGV` the script tests for being there.
//!
//! `if ARGV[3] then`, `tonumber(ARGV[3]) or 5`, `ARGV[3] == nil`; also behind a local, a field or a
//! parameter of a local function: `local ttl = ARGV[3]; if ttl then`. Such an element may be left out.
//! The answer errs towards "tested": a value that may come from an element makes the element optional.

use super::bindings::{Binding, value_at};
use super::marks::Marks;
use super::names::{Meaning, Names, Vector};
use super::statements::statements;
use crate::ast::{
    BinaryOperator, Chunk, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind, TableItem, UnaryOperator,
};
use crate::hash::HashMap;

/// Something that holds a value between two places of the script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Holder<'a> {
    Local(LocalId),
    /// A field of some table, by its name alone.
    Field(&'a [u8]),
    /// `KEYS[n]`, `ARGV[n]`: the bits of n.
    Element(Vector, u64),
}

/// The elements that are tested for: whether for nil or for what is true, or only by `==` and `~=` with any value, of
/// which nil is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tested(HashMap<(Vector, u64), bool>);

impl Tested {
    pub(crate) fn new(chunk: &Chunk, names: &Names) -> Self {
        let mut flow = Flow::of(chunk, names);
        let mut tested = Self::default();
        let presence = tested_expressions(chunk, names);
        let presence = flow.reach(chunk, names, presence.list());
        tested.0.extend(presence.into_iter().map(|element| (element, true)));
        let comparison = flow.reach(chunk, names, &compared_expressions(chunk));
        tested.0.extend(comparison.into_iter().map(|element| (element, false)));
        tested
    }

    /// Whether the element is tested for being there, and whether for that or compared.
    pub(crate) fn tests(&self, vector: Vector, index: f64) -> (bool, bool) {
        match self.0.get(&(vector, index.to_bits())) {
            Some(presence) => (*presence, true),
            None => (false, false),
        }
    }
}

/// Every expression that is only asked whether it is nil or false.
pub(crate) fn tested_expressions(chunk: &Chunk, names: &Names) -> Marks<ExpressionId> {
    let mut tested = conditions(chunk);
    // Operands come first in the arena, so from the back every expression comes before its operands.
    let mut at = u32::try_from(chunk.expressions.len()).unwrap_or(u32::MAX);
    while at > 0 {
        at -= 1;
        let id = ExpressionId(at);
        match &chunk[id].kind {
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => tested.insert(*operand),
            ExpressionKind::Binary { operator: BinaryOperator::And | BinaryOperator::Or, left, right } => {
                tested.insert(*left);
                if tested.contains(id) {
                    tested.insert(*right);
                }
            }
            ExpressionKind::Binary { operator: BinaryOperator::Equal | BinaryOperator::NotEqual, left, right } => {
                if names.meaning(*left) == Meaning::Nil {
                    tested.insert(*right);
                }
                if names.meaning(*right) == Meaning::Nil {
                    tested.insert(*left);
                }
            }
            ExpressionKind::Parenthesised(inner) if tested.contains(id) => tested.insert(*inner),
            ExpressionKind::Call { callee, arguments } => match (names.global(*callee), arguments.as_slice()) {
                (Some("type"), [value]) => tested.insert(*value),
                (Some("tonumber"), [value]) if tested.contains(id) => tested.insert(*value),
                _ => {}
            },
            _ => {}
        }
    }
    tested
}

/// The operands of every `==` and `~=`.
fn compared_expressions(chunk: &Chunk) -> Vec<ExpressionId> {
    let mut operands = Vec::new();
    for (_, expression) in chunk.of(Sort::Binary) {
        if let ExpressionKind::Binary { operator: BinaryOperator::Equal | BinaryOperator::NotEqual, left, right } =
            expression.kind
        {
            operands.extend([left, right]);
        }
    }
    operands
}

/// The conditions of statements.
fn conditions(chunk: &Chunk) -> Marks<ExpressionId> {
    let mut conditions = Marks::new(chunk);
    for (_, statement) in statements(chunk) {
        match &statement.kind {
            StatementKind::If { arms, .. } => {
                for (condition, _) in arms {
                    conditions.insert(*condition);
                }
            }
            StatementKind::While { condition, .. } | StatementKind::Repeat { condition, .. } => {
                conditions.insert(*condition);
            }
            _ => {}
        }
    }
    conditions
}

/// Where the value of each holder may come from. Holders have numbers, those of locals first.
struct Flow<'a> {
    /// The numbers of all other holders.
    others: HashMap<Holder<'a>, usize>,
    /// Of each holder, the first of its sources.
    first: Vec<Option<usize>>,
    /// A source, and the next one of the same holder.
    sources: Vec<(usize, Option<usize>)>,
    /// How many of the holders are locals, and which elements the others are.
    locals: usize,
    elements: Vec<Option<(Vector, u64)>>,
    /// Who was reached so far.
    reached: Vec<bool>,
}

impl<'a> Flow<'a> {
    fn of(chunk: &'a Chunk, names: &Names) -> Self {
        let count = chunk.locals.len();
        let mut flow = Self {
            others: HashMap::default(),
            first: vec![None; count],
            sources: Vec::new(),
            locals: count,
            elements: Vec::new(),
            reached: vec![false; count],
        };
        for (_, statement) in statements(chunk) {
            match &statement.kind {
                StatementKind::Local { names: locals, values } => {
                    for (at, local) in locals.iter().enumerate() {
                        flow.add(Holder::Local(*local), bound(chunk, names, value_at(chunk, values, at)));
                    }
                }
                StatementKind::Assignment { targets, values, .. } => {
                    for (at, target) in targets.iter().enumerate() {
                        if let Some(target) = direct_holder(chunk, names, *target) {
                            flow.add(target, bound(chunk, names, value_at(chunk, values, at)));
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
                            flow.add(Holder::Local(*parameter), bound(chunk, names, value_at(chunk, arguments, at)));
                        }
                    }
                }
                ExpressionKind::Table(items) => {
                    for item in items {
                        if let TableItem::Keyed(key, value) = item
                            && let ExpressionKind::String(name) = &chunk[*key].kind
                        {
                            flow.add(Holder::Field(name), holder(chunk, names, *value));
                        }
                    }
                }
                _ => {}
            }
        }
        flow
    }

    fn number(&mut self, holder: Holder<'a>) -> usize {
        if let Holder::Local(local) = holder {
            return local.0 as usize;
        }
        if let Some(number) = self.others.get(&holder) {
            return *number;
        }
        let number = self.first.len();
        self.others.insert(holder, number);
        self.first.push(None);
        self.reached.push(false);
        self.elements.push(match holder {
            Holder::Element(vector, index) => Some((vector, index)),
            Holder::Local(_) | Holder::Field(_) => None,
        });
        number
    }

    fn add(&mut self, to: Holder<'a>, from: Option<Holder<'a>>) {
        let Some(from) = from else { return };
        let (to, from) = (self.number(to), self.number(from));
        self.sources.push((from, self.first[to]));
        self.first[to] = Some(self.sources.len() - 1);
    }

    /// The elements that may be the values of these expressions, but for those of an earlier call.
    fn reach(&mut self, chunk: &'a Chunk, names: &Names, expressions: &[ExpressionId]) -> Vec<(Vector, u64)> {
        let mut open = Vec::new();
        for expression in expressions {
            if let Some(holder) = holder(chunk, names, *expression) {
                open.push(self.number(holder));
            }
        }
        let mut elements = Vec::new();
        while let Some(holder) = open.pop() {
            if std::mem::replace(&mut self.reached[holder], true) {
                continue;
            }
            if holder >= self.locals {
                elements.extend(self.elements[holder - self.locals]);
            }
            let mut source = self.first[holder];
            while let Some(at) = source {
                open.push(self.sources[at].0);
                source = self.sources[at].1;
            }
        }
        elements
    }
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
            ExpressionKind::Call { callee, arguments } if names.global(*callee) == Some("tonumber") => {
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
