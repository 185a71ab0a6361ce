//! Which elements of `KEYS` and `ARGV` the script tests for being there.
//!
//! `if ARGV[3] then`, `tonumber(ARGV[3]) or 5`, `ARGV[3] == nil`; also behind a local, a field or a
//! parameter of a local function: `local ttl = ARGV[3]; if ttl then`. Such an element may be left out.
//! The answer errs towards "tested": a value that may come from an element makes the element optional.

use super::bindings::{Binding, value_at};
use super::marks::Marks;
use super::names::{Meaning, Names, Vector};
use super::statements::{conditions, statements};
use crate::ast::{
    BinaryOperator, Chunk, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind, TableItem, UnaryOperator,
};
use crate::hash::{Pairs, Texts};

/// Something that holds a value between two places of the script.
#[derive(Clone, Copy)]
enum Holder<'a> {
    Local(LocalId),
    /// A field of some table, by its name alone.
    Field(&'a [u8]),
    /// `KEYS[n]`, `ARGV[n]`: the bits of n.
    Element(Vector, u64),
}

/// The elements that are tested for.
pub(crate) struct Tested {
    elements: Pairs,
    /// By their numbers, whether they are tested for nil or for what is true.
    presence: Vec<bool>,
    /// Whether they are, or are compared by `==` and `~=` with any value, of which nil is none.
    compared: Vec<bool>,
}

impl Tested {
    pub(crate) fn new(chunk: &Chunk, names: &Names) -> Self {
        let mut flow = Flow::of(chunk, names);
        flow.reach(chunk, names, tested_expressions(chunk, names).list());
        let presence = flow.reached_elements();
        flow.reach(chunk, names, &compared_expressions(chunk));
        let compared = flow.reached_elements();
        Self { elements: flow.elements, presence, compared }
    }

    /// Whether the element is tested for being there, and whether for that or compared.
    pub(crate) fn tests(&self, vector: Vector, index: f64) -> (bool, bool) {
        let Some(number) = self.elements.get((vector as u64, index.to_bits())) else { return (false, false) };
        let is_in = |list: &[bool]| list.get(number) == Some(&true);
        (is_in(&self.presence), is_in(&self.compared))
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
            operands.push(left);
            operands.push(right);
        }
    }
    operands
}

/// Where the value of each holder may come from. Holders have numbers, those of locals first.
struct Flow {
    fields: Texts,
    elements: Pairs,
    /// The holders that the fields and the elements are, by their own numbers.
    field_holders: Vec<usize>,
    element_holders: Vec<usize>,
    /// Of each holder, the first of its sources.
    first: Vec<Option<usize>>,
    /// A source, and the next one of the same holder.
    sources: Vec<(usize, Option<usize>)>,
    /// Who was reached so far.
    reached: Vec<bool>,
}

impl Flow {
    fn of(chunk: &Chunk, names: &Names) -> Self {
        let count = chunk.locals.len();
        let mut flow = Self {
            fields: Texts::default(),
            elements: Pairs::default(),
            field_holders: Vec::new(),
            element_holders: Vec::new(),
            first: vec![None; count],
            sources: Vec::new(),
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

    fn number(&mut self, holder: Holder<'_>) -> usize {
        let (at, holders) = match holder {
            Holder::Local(local) => return local.0 as usize,
            Holder::Field(name) => (self.fields.number(name), &mut self.field_holders),
            Holder::Element(vector, index) => (self.elements.number((vector as u64, index)), &mut self.element_holders),
        };
        if at == holders.len() {
            holders.push(self.first.len());
            self.first.push(None);
            self.reached.push(false);
        }
        holders[at]
    }

    fn add(&mut self, to: Holder<'_>, from: Option<Holder<'_>>) {
        let Some(from) = from else { return };
        let (to, from) = (self.number(to), self.number(from));
        self.sources.push((from, self.first[to]));
        self.first[to] = Some(self.sources.len() - 1);
    }

    /// Follows the values of these expressions to where they may come from.
    fn reach(&mut self, chunk: &Chunk, names: &Names, expressions: &[ExpressionId]) {
        let mut open = Vec::new();
        for expression in expressions {
            if let Some(holder) = holder(chunk, names, *expression) {
                open.push(self.number(holder));
            }
        }
        while let Some(holder) = open.pop() {
            if std::mem::replace(&mut self.reached[holder], true) {
                continue;
            }
            let mut source = self.first[holder];
            while let Some(at) = source {
                open.push(self.sources[at].0);
                source = self.sources[at].1;
            }
        }
    }

    /// Which elements were reached so far, by their numbers.
    fn reached_elements(&self) -> Vec<bool> {
        let mut reached = Vec::with_capacity(self.element_holders.len());
        for holder in &self.element_holders {
            reached.push(self.reached[*holder]);
        }
        reached
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
