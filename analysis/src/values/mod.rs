//! What values a script's expressions can have: an abstract interpretation of the main chunk and of
//! each function, statement by statement.
//!
//! Locals are followed through assignments, branches and loops, and told apart by conditions (`if not
//! x then return end`). A function is gone through where it is written, with parameters that may be
//! anything, and its calls return what it may return; then once more, with what its callers give it. Locals that a closure assigns to, and everything
//! else that isn't certain, may be anything: it never makes a finding.

mod alternatives;
mod branches;
mod builtins;
mod evaluate;
mod fields;
mod fills;
mod flow;
mod kinds;
mod loops;
mod narrow;
mod parameters;
mod places;
mod straight;

pub(crate) use fills::{Fill, Fills, Key, SPECIAL, Write};
pub(crate) use kinds::{Kinds, Origin, Value};

use crate::ast::{Chunk, ExpressionId};
use crate::calls::Calls;
use crate::span::Span;
use crate::usage::{Bindings, Names, Usage};
use alternatives::Alternatives;
use flow::{Flow, Found};
use places::Places;

/// What is known about the values of a script.
pub(crate) struct Values {
    seen: Vec<Option<Value>>,
    /// The tables that are filled after they were made.
    pub(crate) fills: Fills,
    /// The returns of the main chunk that can be reached, in the order of the text.
    pub(crate) returns: Vec<Return>,
    /// Whether the main chunk can end without a `return`.
    pub(crate) falls_off: bool,
    alternatives: Alternatives,
    /// Whether tables can have operators of their own.
    pub(crate) metatables: bool,
}

/// A `return` of the main chunk.
pub(crate) struct Return {
    /// The statement.
    pub(crate) span: Span,
    /// What the server gets: the first value, if there is any.
    pub(crate) expression: Option<ExpressionId>,
    pub(crate) value: Value,
}

/// A kind of reply, as RESP2 has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReplyKind {
    /// No value: nil, `false`, a function.
    Null,
    /// A number, or `true`.
    Integer,
    /// A bulk string.
    Text,
    /// A status like OK.
    Status,
    /// An error that the script returns. It can always raise one.
    Error,
    /// An array, or what a table with a field like `map` becomes.
    Array,
}

impl Values {
    pub(crate) fn new(chunk: &Chunk, names: &Names, bindings: &Bindings, calls: &Calls, usage: &Usage) -> Self {
        if usage.environment.is_some() {
            let (fills, alternatives) = (Fills::default(), Alternatives::default());
            return Self {
                seen: Vec::new(),
                fills,
                returns: Vec::new(),
                falls_off: true,
                alternatives,
                metatables: true,
            };
        }
        let (places, fills) = (Places::new(chunk, names), Fills::new(chunk, names, bindings));
        let flow = || Flow::new(chunk, names, calls, usage, &places, &fills);
        let mut found = flow().run();
        // With what their callers give them, the functions of the script say more.
        if let Some(parameters) = parameters::parameters(chunk, names, &found.seen) {
            found = flow().with(parameters).run();
        }
        let Found { seen, returns, falls_off, alternatives, metatables } = found;
        Self { seen, fills, returns, falls_off, alternatives, metatables }
    }

    pub(crate) fn replies(&self) -> Vec<ReplyKind> {
        let mut returned = if self.falls_off { Kinds::NIL } else { Kinds::NONE };
        for found in &self.returns {
            returned = returned | found.value.kinds;
        }
        // Nothing was gone through.
        if self.seen.is_empty() {
            returned = Kinds::ANY;
        }
        let replies = [
            (Kinds::FALSY | Kinds::FUNCTION | Kinds::OTHER, ReplyKind::Null),
            (Kinds::NUMERIC | Kinds::TRUE, ReplyKind::Integer),
            (Kinds::STRING, ReplyKind::Text),
            (Kinds::STATUS, ReplyKind::Status),
            (Kinds::ERROR, ReplyKind::Error),
            (Kinds::TABLE, ReplyKind::Array),
        ];
        let mut found = Vec::new();
        for (kinds, reply) in &replies {
            if returned.has(*kinds) {
                found.push(*reply);
            }
        }
        found
    }

    /// What the value is one of; only itself where that isn't known.
    pub(crate) fn alternatives(&self, value: Value) -> Vec<Value> {
        self.alternatives.of(value)
    }

    /// What the expression can be, whenever it is evaluated; nothing where it never is, as far as that is known.
    pub(crate) fn of(&self, expression: ExpressionId) -> Value {
        match self.seen.get(expression.0 as usize) {
            Some(Some(value)) => *value,
            _ => Value::of(Kinds::NONE),
        }
    }
}
