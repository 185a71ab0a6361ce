//! Goes through the statements, with what the locals hold at each.

use super::Return;
use super::alternatives::Alternatives;
use super::branches::Branch;
use super::fills::Fills;
use super::kinds::{Kinds, Origin, Value};
use super::places::Places;
use crate::ast::{Block, Chunk, ExpressionId, ExpressionKind, FunctionId, LocalId, Statement, StatementKind};
use crate::calls::Calls;
use crate::order::sort_by_span;
use crate::usage::{Names, Usage, is_open};

pub(super) struct Flow<'a> {
    pub(super) chunk: &'a Chunk,
    pub(super) names: &'a Names,
    pub(super) calls: &'a Calls,
    pub(super) usage: &'a Usage,
    pub(super) places: &'a Places,
    pub(super) fills: &'a Fills,
    /// What parameters get, where that is known.
    parameters: Vec<Option<Value>>,
    pub(super) locals: Vec<Value>,
    /// What locals held before, to go back to: each once since the last mark.
    pub(super) trail: Vec<(LocalId, Value)>,
    /// The places in it to which there is a way back.
    pub(super) marks: Vec<usize>,
    /// Where each local was put on the trail last.
    trailed: Vec<usize>,
    /// The values of lists that are being gone through.
    pub(super) stack: Vec<Value>,
    /// What locals that are assigned once hold, for the functions inside.
    pub(super) declared: Vec<Option<Value>>,
    /// What functions return.
    pub(super) summaries: Vec<Option<Value>>,
    pub(super) function: FunctionId,
    pub(super) live: bool,
    /// Whether this is the last time through a loop.
    pub(super) record: bool,
    recorded: Vec<bool>,
    pub(super) loops: Vec<Loop>,
    returned: Value,
    values: Found,
}

/// What is found out on the way.
pub(super) struct Found {
    pub(super) seen: Vec<Option<Value>>,
    pub(super) returns: Vec<Return>,
    pub(super) falls_off: bool,
    pub(super) alternatives: Alternatives,
    pub(super) metatables: bool,
}

/// A place to go back to, until it is closed; those inside of it are closed before.
#[derive(Clone, Copy, Default)]
pub(super) struct Mark(pub(super) usize);

/// A loop that is being gone through.
#[derive(Default)]
pub(super) struct Loop {
    /// Where the trail was at its start.
    pub(super) mark: Mark,
    pub(super) breaks: Vec<Branch>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(
        chunk: &'a Chunk,
        names: &'a Names,
        calls: &'a Calls,
        usage: &'a Usage,
        places: &'a Places,
        fills: &'a Fills,
    ) -> Self {
        let (locals, functions) = (chunk.locals.len(), chunk.functions.len());
        let metatables = usage.dynamic_code.is_some() || names.first_use(&["setmetatable", "newproxy"]).is_some();
        Self {
            chunk,
            names,
            calls,
            usage,
            places,
            fills,
            parameters: Vec::new(),
            locals: vec![Value::ANY; locals],
            trail: Vec::new(),
            marks: vec![0],
            trailed: vec![usize::MAX; locals],
            stack: Vec::new(),
            declared: vec![None; locals],
            summaries: vec![None; functions],
            function: Chunk::MAIN,
            live: true,
            record: true,
            recorded: vec![false; functions],
            loops: Vec::new(),
            returned: Value::of(Kinds::NONE),
            values: Found {
                seen: vec![None; chunk.expressions.len()],
                returns: Vec::new(),
                falls_off: true,
                alternatives: Alternatives::default(),
                metatables,
            },
        }
    }

    /// The same, with what parameters get.
    pub(super) fn with(mut self, parameters: Vec<Option<Value>>) -> Self {
        self.parameters = parameters;
        self
    }

    pub(super) fn run(mut self) -> Found {
        self.block(&self.chunk[Chunk::MAIN].body);
        self.values.falls_off = self.live;
        sort_by_span(&mut self.values.returns, &|found| Some(found.span));
        self.values
    }

    /// Notes what an expression turned out to be.
    pub(super) fn note(&mut self, expression: ExpressionId, value: Value) -> Value {
        if self.record && self.live {
            let seen = &mut self.values.seen[expression.0 as usize];
            *seen = Some(seen.map_or(value, |seen| seen.join(value)));
        }
        value
    }

    /// What an expression has turned out to be so far, in all turns of a loop.
    pub(super) fn seen(&self, expression: ExpressionId) -> Value {
        self.values.seen[expression.0 as usize].unwrap_or(Value::ANY)
    }

    /// Whether tables can have operators of their own.
    pub(super) fn metatables(&self) -> bool {
        self.values.metatables
    }

    /// One value or the other.
    pub(super) fn join(&mut self, one: Value, other: Value) -> Value {
        self.values.alternatives.join(one, other)
    }

    pub(super) fn mark(&mut self) -> Mark {
        self.marks.push(self.trail.len());
        Mark(self.marks.len() - 1)
    }

    /// Puts the locals back to what they were.
    pub(super) fn undo(&mut self, mark: Mark) {
        self.marks.truncate(mark.0 + 1);
        while self.trail.len() > self.marks[mark.0] {
            let Some((local, value)) = self.trail.pop() else { return };
            self.locals[local.0 as usize] = value;
        }
    }

    /// The same, for the last time.
    pub(super) fn close(&mut self, mark: Mark) {
        self.undo(mark);
        self.marks.truncate(mark.0);
    }

    pub(super) fn set(&mut self, local: LocalId, value: Value) {
        let value = if self.places.shared(local) { Value::ANY } else { value };
        let old = std::mem::replace(&mut self.locals[local.0 as usize], value);
        let since = self.marks[self.marks.len() - 1];
        let trailed = &mut self.trailed[local.0 as usize];
        let is_there = *trailed >= since && *trailed < self.trail.len() && self.trail[*trailed].0 == local;
        if !is_there {
            *trailed = self.trail.len();
            self.trail.push((local, old));
        }
    }

    /// Assigns: a table that may be changed under this name isn't known any more.
    fn assign(&mut self, local: LocalId, mut value: Value) {
        if self.places.exposed(local) && value.kinds.has(Kinds::TABLES) {
            match (value.origin, self.fills.of(local)) {
                (Origin::Table(table), Some(fill)) if fill.table == table => {
                    value = Value::from(fill.kinds, Origin::Filled(local));
                }
                (Origin::Table(_) | Origin::Filled(_) | Origin::Either(_), _) => {
                    value = Value::of(value.kinds | Kinds::TABLES);
                }
                _ => value.kinds = value.kinds | Kinds::TABLES,
            }
        }
        self.set(local, value);
    }

    pub(super) fn declare(&mut self, local: LocalId, value: Value) {
        self.assign(local, value);
        let lasting = !self.places.reassigned(local) && self.loops.is_empty();
        self.declared[local.0 as usize] = lasting.then(|| self.locals[local.0 as usize]);
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        for statement in &block.statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'a Statement) {
        match &statement.kind {
            StatementKind::Local { names, values } => {
                let base = self.list(values, names.len());
                for (at, name) in names.iter().enumerate() {
                    self.declare(*name, self.stack[base + at]);
                }
                self.stack.truncate(base);
            }
            StatementKind::LocalFunction { name, function } => {
                if let ExpressionKind::Function(id) = self.chunk[*function].kind {
                    self.declare(*name, Value::from(Kinds::FUNCTION, Origin::Function(id)));
                }
                self.evaluate(*function);
            }
            StatementKind::Assignment { targets, values, .. } => self.assignment(targets, values),
            StatementKind::Call(call) => drop(self.evaluate(*call)),
            StatementKind::Do(body) => self.block(body),
            StatementKind::While { condition, body } => self.repeated(Some(*condition), body, None, &[]),
            StatementKind::Repeat { body, condition } => self.repeated(None, body, Some(*condition), &[]),
            StatementKind::If { arms, otherwise } => self.branches(arms, otherwise.as_ref()),
            StatementKind::NumericFor { counter, start, limit, step, body } => {
                let start = self.evaluate(*start);
                self.evaluate(*limit);
                let step = step.map_or(Value::of(Kinds::INTEGER), |step| self.evaluate(step));
                let whole = start.kinds.only(Kinds::INTEGER) && step.kinds.only(Kinds::INTEGER);
                let counted = Value::of(if whole { Kinds::INTEGER } else { Kinds::NUMBER });
                self.repeated(None, body, None, &[(*counter, counted)]);
            }
            StatementKind::GenericFor { names, values, body } => {
                let counts = values.first().is_some_and(|values| self.is_call_of(*values, "ipairs"));
                let base = self.list(values, 0);
                self.stack.truncate(base);
                let listed = match values.first().map(|call| &self.chunk[*call].kind) {
                    Some(ExpressionKind::Call { arguments, .. }) if counts && arguments.len() == 1 => {
                        self.listed(arguments[0])
                    }
                    _ => Value::ANY,
                };
                let mut variables = Vec::with_capacity(names.len());
                for name in names {
                    let value = match variables.len() {
                        0 if counts => Value::of(Kinds::INTEGER),
                        1 if counts => listed,
                        _ => Value::ANY,
                    };
                    variables.push((*name, value));
                }
                self.repeated(None, body, None, &variables);
            }
            StatementKind::Return(values) => self.returned(statement, values),
            StatementKind::Break => {
                if let Some(inner) = self.loops.last() {
                    let branch = self.branch(inner.mark);
                    if let Some(inner) = self.loops.last_mut() {
                        inner.breaks.push(branch);
                    }
                }
                self.live = false;
            }
        }
    }

    fn is_call_of(&self, expression: ExpressionId, name: &str) -> bool {
        matches!(&self.chunk[expression].kind, ExpressionKind::Call { callee, .. } if self.names.global(*callee) == Some(name))
    }

    fn assignment(&mut self, targets: &[ExpressionId], values: &[ExpressionId]) {
        for target in targets {
            if let ExpressionKind::Index { object, key } = self.chunk[*target].kind {
                self.evaluate(object);
                self.evaluate(key);
            }
        }
        let base = self.list(values, targets.len());
        for (at, target) in targets.iter().enumerate() {
            if let ExpressionKind::Local(local) = self.chunk[*target].kind {
                self.assign(local, self.stack[base + at]);
            }
        }
        self.stack.truncate(base);
    }

    /// Puts the values that at least `wanted` names get from a list on the stack; gives the place of the first.
    fn list(&mut self, list: &[ExpressionId], wanted: usize) -> usize {
        let base = self.stack.len();
        for value in list {
            let value = self.evaluate(*value);
            self.stack.push(value);
        }
        let end = list.last().copied().filter(|end| is_open(self.chunk, *end));
        for at in list.len()..wanted {
            let nth = u32::try_from(at + 1 - list.len().max(1)).unwrap_or(u32::MAX);
            let value = end.map_or(Value::NIL, |call| self.unpacked(call, nth));
            self.stack.push(value);
        }
        base
    }

    fn returned(&mut self, statement: &Statement, values: &[ExpressionId]) {
        let base = self.list(values, 1);
        let value = self.stack[base];
        self.stack.truncate(base);
        if self.live {
            self.returned = self.join(self.returned, value);
            if self.function == Chunk::MAIN && self.record {
                let expression = values.first().copied();
                self.values.returns.push(Return { span: statement.span, expression, value });
            }
        }
        self.live = false;
    }

    /// Goes through a function's body, where it is written.
    pub(super) fn define(&mut self, id: FunctionId) {
        if self.summaries[id.0 as usize].is_some() && (!self.record || self.recorded[id.0 as usize]) {
            return;
        }
        self.recorded[id.0 as usize] |= self.record;
        let outer = (self.function, self.live, std::mem::take(&mut self.loops), self.returned);
        self.summaries[id.0 as usize] = None;
        (self.function, self.live, self.returned) = (id, true, Value::of(Kinds::NONE));
        let mark = self.mark();
        let function = &self.chunk[id];
        for parameter in &function.parameters {
            let given = self.parameters.get(parameter.0 as usize).copied().flatten();
            self.assign(*parameter, given.unwrap_or(Value::ANY));
        }
        self.block(&function.body);
        let end = if self.live { self.join(self.returned, Value::NIL) } else { self.returned };
        self.summaries[id.0 as usize] = Some(end);
        self.close(mark);
        (self.function, self.live, self.loops, self.returned) = outer;
    }
}
