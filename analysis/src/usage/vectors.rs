//! How the script uses `KEYS` and `ARGV`.

use super::bindings::{Binding, Bindings};
use super::marks::Marks;
use super::names::{Meaning, Names, Unpack, Vector};
use super::optional::Tested;
use super::statements::statements;
use crate::ast::{Chunk, ExpressionId, ExpressionKind, Sort, StatementKind, UnaryOperator};
use crate::order::sort_by_span;
use crate::span::Span;

/// How the script uses `KEYS` or `ARGV`.
#[derive(Clone, Debug, Default)]
pub struct VectorUsage {
    /// The reads of elements whose index is a constant, in the order of the text.
    pub reads: Vec<Read>,
    /// The first use that may read any element: `KEYS[i]`, `unpack(KEYS)`, `ipairs(KEYS)`.
    pub dynamic: Option<Span>,
    /// The first place where the script asks how many there are, other than to loop over them: what
    /// follows may be guarded by it.
    pub measured: Option<Span>,
    /// The first place where the table goes out of sight, or is changed at an unknown index: after it,
    /// nothing is certain.
    pub escapes: Option<Span>,
    /// Constant indexes that the script assigns to.
    pub written: Vec<f64>,
}

/// The read of one element.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// Its index.
    pub index: Index,
    /// Where it is read.
    pub span: Span,
    /// Whether the script tests, here or elsewhere, that the element is there.
    pub optional: bool,
    /// Whether it does so, or compares it by `==` or `~=`, which nil takes part in.
    pub compared: bool,
}

/// A constant index.
#[derive(Clone, Debug, PartialEq)]
pub enum Index {
    /// `KEYS[1]`.
    Number(f64),
    /// `KEYS['1']`, `KEYS.first`: always nil.
    Text(Box<[u8]>),
}

impl VectorUsage {
    /// Whether [`VectorUsage::reads`] is all that the script reads.
    pub fn is_exact(&self) -> bool {
        self.dynamic.is_none() && self.measured.is_none() && self.escapes.is_none()
    }

    /// Whether the script reads element 0: then it takes all of them for one further down than they are.
    pub(crate) fn counts_from_zero(&self) -> bool {
        self.reads.iter().any(|read| read.index == Index::Number(0.0))
    }

    /// The highest element that is read by a constant index, 0 without one.
    pub fn highest(&self) -> u32 {
        let mut highest = 0;
        for read in &self.reads {
            highest = read.position().unwrap_or(0).max(highest);
        }
        highest
    }

    /// The highest element that must be there: that is read and not tested for.
    pub fn highest_required(&self) -> u32 {
        let mut highest = 0;
        for read in &self.reads {
            if !read.optional {
                highest = read.position().unwrap_or(0).max(highest);
            }
        }
        highest
    }
}

impl Read {
    /// The element, from 1; `None` if there can't be one.
    pub fn position(&self) -> Option<u32> {
        match self.index {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
            Index::Number(index) if index >= 1.0 && index <= f64::from(u32::MAX) && index.fract() == 0.0 => {
                Some(index as u32)
            }
            _ => None,
        }
    }
}

/// Collects the uses of both vectors.
pub(crate) struct Collector<'a> {
    chunk: &'a Chunk,
    names: &'a Names,
    tested: Tested,
    /// Expressions that mean a vector and whose use is accounted for.
    seen: Marks<ExpressionId>,
    targets: Marks<ExpressionId>,
    /// `#KEYS` as a bound of a loop.
    bounds: Marks<ExpressionId>,
    /// By call, how many values of it are taken, and by what.
    taken: Vec<Option<Vec<Span>>>,
    keys: VectorUsage,
    argv: VectorUsage,
}

impl<'a> Collector<'a> {
    /// The usage of `KEYS` and of `ARGV`.
    pub(crate) fn collect(chunk: &'a Chunk, names: &'a Names, bindings: &Bindings) -> (VectorUsage, VectorUsage) {
        let mut collector = Self {
            chunk,
            names,
            tested: Tested::new(chunk, names),
            seen: Marks::new(chunk),
            targets: Marks::new(chunk),
            bounds: Marks::new(chunk),
            taken: vec![None; chunk.expressions.len()],
            keys: VectorUsage::default(),
            argv: VectorUsage::default(),
        };
        collector.statements(bindings);
        for (id, _) in chunk.of_any(&[Sort::Index, Sort::Unary, Sort::Call, Sort::Parenthesised, Sort::Binary]) {
            collector.expression(id);
        }
        collector.escapes();
        for usage in [&mut collector.keys, &mut collector.argv] {
            sort_by_span(&mut usage.reads, &|read| Some(read.span));
        }
        (collector.keys, collector.argv)
    }

    fn usage(&mut self, vector: Vector) -> &mut VectorUsage {
        match vector {
            Vector::Keys => &mut self.keys,
            Vector::Argv => &mut self.argv,
        }
    }

    fn statements(&mut self, bindings: &Bindings) {
        for (_, statement) in statements(self.chunk) {
            match &statement.kind {
                StatementKind::Local { names, values } => {
                    let mut spans = Vec::with_capacity(names.len());
                    for (at, name) in names.iter().enumerate() {
                        spans.push(self.chunk[*name].span);
                        if let Some(value) = values.get(at)
                            && self.names.vector(*value).is_some()
                            && bindings.lasting(*name) != Binding::Open
                        {
                            self.seen.insert(*value);
                        }
                    }
                    self.take(&spans, values);
                }
                StatementKind::Assignment { targets, values, .. } => {
                    let mut spans = Vec::with_capacity(targets.len());
                    for target in targets {
                        self.targets.insert(*target);
                        spans.push(self.chunk[*target].span);
                    }
                    self.take(&spans, values);
                }
                StatementKind::NumericFor { start, limit, .. } => {
                    self.bounds.insert(*start);
                    self.bounds.insert(*limit);
                }
                _ => {}
            }
        }
        // `(unpack(KEYS))` is one value.
        for (_, expression) in self.chunk.of(Sort::Parenthesised) {
            if let ExpressionKind::Parenthesised(inner) = expression.kind
                && matches!(self.chunk[inner].kind, ExpressionKind::Call { .. })
            {
                self.taken[inner.0 as usize] = Some(vec![expression.span]);
            }
        }
    }

    /// Notes what takes the results of the calls in a list of values: the last one gives as many as
    /// there are names left.
    fn take(&mut self, names: &[Span], values: &[ExpressionId]) {
        for (at, value) in values.iter().enumerate() {
            if matches!(self.chunk[*value].kind, ExpressionKind::Call { .. }) {
                let until = if at + 1 == values.len() { names.len() } else { at + 1 };
                self.taken[value.0 as usize] = Some(names.get(at..until).unwrap_or_default().to_vec());
            }
        }
    }

    fn expression(&mut self, id: ExpressionId) {
        let chunk = self.chunk;
        match &chunk[id].kind {
            ExpressionKind::Index { object, key } => {
                if let Some(vector) = self.names.vector(*object) {
                    self.seen.insert(*object);
                    self.index(vector, id, *key);
                }
            }
            ExpressionKind::Unary { operator: UnaryOperator::Length, operand } => {
                if let Some(vector) = self.names.vector(*operand) {
                    self.seen.insert(*operand);
                    let (bound, span) = (self.bounds.contains(id), chunk[id].span);
                    let usage = self.usage(vector);
                    let place = if bound { &mut usage.dynamic } else { &mut usage.measured };
                    place.get_or_insert(span);
                }
            }
            ExpressionKind::Call { callee, arguments } => self.call(id, *callee, arguments),
            ExpressionKind::Parenthesised(inner) => self.stands_for(id, &[*inner]),
            ExpressionKind::Binary { left, right, .. } => self.stands_for(id, &[*left, *right]),
            _ => {}
        }
    }

    /// Where `(KEYS)` or `KEYS or {}` is the vector itself, its own use counts, not the operand's.
    fn stands_for(&mut self, id: ExpressionId, operands: &[ExpressionId]) {
        if self.names.vector(id).is_some() {
            for operand in operands {
                self.seen.insert(*operand);
            }
        }
    }

    fn index(&mut self, vector: Vector, id: ExpressionId, key: ExpressionId) {
        let span = self.chunk[id].span;
        let target = self.targets.contains(id);
        match self.names.meaning(key) {
            Meaning::Number(index) if target => self.usage(vector).written.push(index),
            Meaning::Number(index) => self.read(vector, index, span),
            Meaning::String(_) if !target => {
                let text = self.names.string(self.chunk, key).unwrap_or_default().into();
                self.usage(vector).reads.push(Read {
                    index: Index::Text(text),
                    span,
                    optional: false,
                    compared: false,
                });
            }
            _ if target => _ = self.usage(vector).escapes.get_or_insert(span),
            _ => _ = self.usage(vector).dynamic.get_or_insert(span),
        }
    }

    fn read(&mut self, vector: Vector, index: f64, span: Span) {
        let (optional, compared) = self.tested.tests(vector, index);
        self.usage(vector).reads.push(Read { index: Index::Number(index), span, optional, compared });
    }

    fn call(&mut self, id: ExpressionId, callee: ExpressionId, arguments: &[ExpressionId]) {
        if let Some(Unpack { vector, first, last }) = Unpack::of(self.chunk, self.names, id) {
            self.seen.insert(arguments[0]);
            self.unpack(vector, id, first, last);
            return;
        }
        let counts = self.counts(callee);
        if !counts && !self.only_reads(callee) {
            return;
        }
        for argument in arguments {
            // `select('#', unpack(ARGV))` counts as well.
            let unpacked =
                || Unpack::of(self.chunk, self.names, *argument).filter(|_| counts).map(|found| found.vector);
            let Some(vector) = self.names.vector(*argument).or_else(unpacked) else { continue };
            self.seen.insert(*argument);
            let span = self.chunk[id].span;
            let usage = self.usage(vector);
            let place = if counts { &mut usage.measured } else { &mut usage.dynamic };
            place.get_or_insert(span);
        }
    }

    /// `local a, b = unpack(KEYS)` reads two, `f(unpack(KEYS, 1, 2))` as well; `f(unpack(KEYS))` all.
    fn unpack(&mut self, vector: Vector, id: ExpressionId, first: f64, last: Option<f64>) {
        let span = self.chunk[id].span;
        // Longer ranges are no lists that somebody counted.
        let bounded = last.filter(|last| last - first < 64.0);
        let taken = self.taken[id.0 as usize].take();
        if taken.is_none() && bounded.is_none() {
            self.usage(vector).dynamic.get_or_insert(span);
            return;
        }
        let (mut index, mut at) = (first, 0);
        while last.is_none_or(|last| index <= last) {
            let place = match &taken {
                Some(names) => names.get(at).copied(),
                None => Some(span),
            };
            let Some(place) = place else { break };
            self.read(vector, index, place);
            index += 1.0;
            at += 1;
        }
    }

    /// Whether a sandbox function tells how many elements there are.
    fn counts(&self, callee: ExpressionId) -> bool {
        self.names.global(callee) == Some("select")
            || matches!(self.names.member(callee), Some(("table", "getn" | "maxn")))
    }

    /// Whether a sandbox function leaves a table that it gets as it was, and doesn't keep it.
    fn only_reads(&self, callee: ExpressionId) -> bool {
        if let Some(name) = self.names.global(callee) {
            return matches!(name, "unpack" | "ipairs" | "pairs" | "next" | "type" | "tostring");
        }
        matches!(
            self.names.member(callee),
            Some(("table", "concat" | "foreach" | "foreachi") | ("cjson", "encode") | ("cmsgpack", "pack"))
        )
    }

    /// Whatever else is done with a vector takes it out of sight.
    fn escapes(&mut self) {
        for id in self.names.globals() {
            if let Some(vector) = self.names.vector(*id)
                && !self.seen.contains(*id)
            {
                let span = self.chunk[*id].span;
                self.usage(vector).escapes.get_or_insert(span);
            }
        }
    }
}
