//! What each expression means as far as names and constants tell: a sandbox function behind an alias,
//! an element of `KEYS` or `ARGV`, a constant.
//!
//! One pass over the arena. A local that is never assigned again means what it was bound to; any other
//! is unknown. Sandbox globals can't be written (`global_write`), so they mean what the server put there.

use super::bindings::{Binding, Bindings};
use super::fold;
use super::words::{Word, Words};
use crate::ast::{BinaryOperator, Chunk, ExpressionId, ExpressionKind, FunctionId};
use crate::server::sandbox;

/// `KEYS` or `ARGV`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vector {
    /// The keys.
    Keys,
    /// The arguments.
    Argv,
}

impl Vector {
    /// Its name in Lua.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keys => "KEYS",
            Self::Argv => "ARGV",
        }
    }
}

/// What an expression means.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Meaning {
    Unknown,
    Nil,
    False,
    True,
    Number(f64),
    /// The value of this [`ExpressionKind::String`], or of this concatenation of some.
    String(ExpressionId),
    /// A function of the script.
    Function(FunctionId),
    /// A global variable: this expression is its name, or `_G.name`.
    Global(ExpressionId, Word),
    /// A field of a global table: this expression is an index with a constant string as its key.
    Member(ExpressionId, Word),
    /// `KEYS[n]` or `ARGV[n]`.
    Element(Vector, f64),
}

/// The meaning of every expression of a chunk.
#[derive(Default)]
pub(crate) struct Names {
    meanings: Vec<Meaning>,
    words: Words,
    /// Everything that means a global, and everything that means a field of one, in the order of the arena.
    globals: Vec<ExpressionId>,
    members: Vec<ExpressionId>,
    /// What constants amount to that are concatenated, `'user:' .. 'count'`, in the order of the arena.
    joined: Joined,
}

type Joined = Vec<(ExpressionId, Box<[u8]>)>;

/// The longest text that is put together of constants: nobody writes a longer name.
const LONGEST: usize = 256;

impl Names {
    pub(crate) fn new(chunk: &Chunk, bindings: &Bindings) -> Self {
        let mut names = Self { meanings: Vec::with_capacity(chunk.expressions.len()), ..Self::default() };
        for (id, _) in chunk.iter() {
            let meaning = match names.joined(chunk, id) {
                Some(text) => {
                    names.joined.push((id, text));
                    Meaning::String(id)
                }
                None => names.work_out(chunk, bindings, id),
            };
            match meaning {
                Meaning::Global(..) => names.globals.push(id),
                Meaning::Member(..) => names.members.push(id),
                _ => {}
            }
            names.meanings.push(meaning);
        }
        names
    }

    /// How many globals there are by name.
    pub(crate) fn global_count(&self) -> usize {
        self.words.globals.len()
    }

    /// Everything that means a global, operands first.
    pub(crate) fn globals(&self) -> &[ExpressionId] {
        &self.globals
    }

    /// Everything that means a field of a global table, operands first.
    pub(crate) fn members(&self) -> &[ExpressionId] {
        &self.members
    }

    /// The first use of one of these globals.
    pub(crate) fn first_use(&self, wanted: &[&str]) -> Option<ExpressionId> {
        self.words.globals.iter().find(|(name, _)| wanted.contains(&&**name)).map(|(_, first)| *first)
    }

    pub(crate) fn meaning(&self, expression: ExpressionId) -> Meaning {
        // A recursive function's own name comes before the function in the arena.
        match self.meanings.get(expression.0 as usize) {
            Some(meaning) => *meaning,
            None => Meaning::Unknown,
        }
    }

    /// The name of the global that the expression means.
    pub(crate) fn global(&self, expression: ExpressionId) -> Option<&str> {
        match self.meaning(expression) {
            Meaning::Global(_, name) => Some(self.words.global(name)),
            _ => None,
        }
    }

    /// The table and the field that the expression means, `("redis", "call")` for `redis.call`.
    /// `server`, Valkey's name for the same table, is given as `redis`.
    pub(crate) fn member(&self, expression: ExpressionId) -> Option<(&str, &str)> {
        match self.meaning(expression) {
            Meaning::Member(_, name) => Some(self.words.member(name)),
            _ => None,
        }
    }

    /// Whether the expression is the field `name` of the global table `table`.
    pub(crate) fn is_member(&self, expression: ExpressionId, table: &str, name: &str) -> bool {
        self.member(expression) == Some((table, name))
    }

    /// `KEYS` or `ARGV` itself.
    pub(crate) fn vector(&self, expression: ExpressionId) -> Option<Vector> {
        match self.global(expression)? {
            "KEYS" => Some(Vector::Keys),
            "ARGV" => Some(Vector::Argv),
            _ => None,
        }
    }

    /// The bytes of the constant string that the expression means.
    pub(crate) fn string<'a>(&'a self, chunk: &'a Chunk, expression: ExpressionId) -> Option<&'a [u8]> {
        match self.meaning(expression) {
            Meaning::String(id) => Some(text_of(chunk, &self.joined, id)),
            _ => None,
        }
    }

    /// The text of a concatenation of constants.
    fn joined(&self, chunk: &Chunk, expression: ExpressionId) -> Option<Box<[u8]>> {
        let ExpressionKind::Binary { operator: BinaryOperator::Concatenate, left, right } = chunk[expression].kind
        else {
            return None;
        };
        let (left, right) = (self.string(chunk, left)?, self.string(chunk, right)?);
        if left.len() + right.len() > LONGEST {
            return None;
        }
        let mut joined = left.to_vec();
        joined.extend_from_slice(right);
        Some(joined.into())
    }

    /// The constant string that the expression means, if it is UTF-8.
    pub(crate) fn text<'a>(&'a self, chunk: &'a Chunk, expression: ExpressionId) -> Option<&'a str> {
        std::str::from_utf8(self.string(chunk, expression)?).ok()
    }

    fn work_out(&mut self, chunk: &Chunk, bindings: &Bindings, id: ExpressionId) -> Meaning {
        match &chunk[id].kind {
            ExpressionKind::Nil => Meaning::Nil,
            ExpressionKind::True => Meaning::True,
            ExpressionKind::False => Meaning::False,
            ExpressionKind::Number(number) => Meaning::Number(*number),
            ExpressionKind::String(_) => Meaning::String(id),
            ExpressionKind::Function(function) => Meaning::Function(*function),
            ExpressionKind::Global(name) => Meaning::Global(id, self.words.of_global(name, id)),
            ExpressionKind::Local(local) => self.binding(chunk, bindings.lasting(*local)),
            ExpressionKind::Index { object, key } => self.index(chunk, id, *object, *key),
            ExpressionKind::Call { .. } => self.unpacked(chunk, id, 0),
            ExpressionKind::Parenthesised(inner) => self.meaning(*inner),
            ExpressionKind::Unary { operator, operand } => fold::unary(*operator, self.meaning(*operand)),
            ExpressionKind::Binary { operator: BinaryOperator::And, left, right } => match self.truth(*left) {
                Some(true) => self.meaning(*right),
                Some(false) => self.meaning(*left),
                None => Meaning::Unknown,
            },
            ExpressionKind::Binary { operator: BinaryOperator::Or, left, right } => match self.truth(*left) {
                Some(true) => self.meaning(*left),
                Some(false) => self.meaning(*right),
                None => Meaning::Unknown,
            },
            ExpressionKind::Binary { operator, left, right } => {
                fold::binary(*operator, self.meaning(*left), self.meaning(*right))
            }
            ExpressionKind::Vararg | ExpressionKind::Method { .. } | ExpressionKind::Table(_) => Meaning::Unknown,
        }
    }

    fn binding(&self, chunk: &Chunk, binding: Binding) -> Meaning {
        match binding {
            Binding::Open => Meaning::Unknown,
            Binding::Nil => Meaning::Nil,
            Binding::Value(value) => match chunk[value].kind {
                ExpressionKind::Function(function) => Meaning::Function(function),
                _ => self.meaning(value),
            },
            Binding::Later(call, nth) => self.unpacked(chunk, call, nth),
        }
    }

    fn index(&mut self, chunk: &Chunk, id: ExpressionId, object: ExpressionId, key: ExpressionId) -> Meaning {
        if let Some(vector) = self.vector(object) {
            return match self.meaning(key) {
                Meaning::Number(index) => Meaning::Element(vector, index),
                _ => Meaning::Unknown,
            };
        }
        let Meaning::Global(_, table) = self.meaning(object) else { return Meaning::Unknown };
        let Meaning::String(text) = self.meaning(key) else { return Meaning::Unknown };
        let Some(field) = std::str::from_utf8(text_of(chunk, &self.joined, text)).ok() else { return Meaning::Unknown };
        if self.words.global(table) == "_G" {
            Meaning::Global(id, self.words.of_global(field, id))
        } else {
            Meaning::Member(id, self.words.of_member(table, field))
        }
    }

    /// The value `nth` (from 0) of `unpack(KEYS)` or `unpack(ARGV, 2, 4)`.
    pub(crate) fn unpacked(&self, chunk: &Chunk, call: ExpressionId, nth: u32) -> Meaning {
        match Unpack::of(chunk, self, call) {
            Some(Unpack { vector, first, last }) if first.is_finite() => {
                let index = first + f64::from(nth);
                if last.is_some_and(|last| index > last) { Meaning::Nil } else { Meaning::Element(vector, index) }
            }
            _ => Meaning::Unknown,
        }
    }

    /// Whether the expression is true as a condition, where that is certain.
    fn truth(&self, expression: ExpressionId) -> Option<bool> {
        match self.meaning(expression) {
            Meaning::Nil | Meaning::False => Some(false),
            // To read a global that doesn't exist raises, so what comes after it has one that does.
            Meaning::True | Meaning::Number(_) | Meaning::String(_) | Meaning::Function(_) | Meaning::Global(..) => {
                Some(true)
            }
            Meaning::Member(_, name) => {
                let (table, field) = self.words.member(name);
                // `table.unpack or unpack`: no server has `table.unpack`.
                (sandbox::global(table).is_some() && sandbox::field(table, field).is_none()).then_some(false)
            }
            Meaning::Unknown | Meaning::Element(..) => None,
        }
    }
}

/// The text behind [`Meaning::String`].
fn text_of<'a>(chunk: &'a Chunk, joined: &'a Joined, id: ExpressionId) -> &'a [u8] {
    match &chunk[id].kind {
        ExpressionKind::String(bytes) => bytes,
        _ => joined.binary_search_by_key(&id, |(joined, _)| *joined).map_or(&[], |at| &joined[at].1),
    }
}

/// A call `unpack(vector, first, last)` whose bounds are constants.
#[derive(Clone, Copy)]
pub(crate) struct Unpack {
    pub(crate) vector: Vector,
    pub(crate) first: f64,
    /// `None`: to the end.
    pub(crate) last: Option<f64>,
}

impl Unpack {
    /// `None` if the expression isn't such a call, or its first index isn't known. An unknown last
    /// index is infinitely far away.
    pub(crate) fn of(chunk: &Chunk, names: &Names, call: ExpressionId) -> Option<Self> {
        let ExpressionKind::Call { callee, arguments } = &chunk[call].kind else { return None };
        if names.global(*callee) != Some("unpack") {
            return None;
        }
        let vector = names.vector(*arguments.first()?)?;
        let number = |id: &ExpressionId| match names.meaning(*id) {
            Meaning::Number(number) => Some(number),
            _ => None,
        };
        let first = arguments.get(1).map_or(Some(1.0), number)?;
        let last = arguments.get(2).map(|last| number(last).unwrap_or(f64::INFINITY));
        Some(Self { vector, first, last })
    }
}
