//! What an expression can be, from what its operands can be.

use super::builtins;
use super::flow::Flow;
use super::kinds::{Kinds, Origin, Value};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, TableItem, UnaryOperator};
use crate::calls::{Caught, Site};
use crate::server::reply::{Reply, holds_texts};
use crate::usage::{Meaning, Vector};

impl Flow<'_> {
    /// Evaluates, and notes the value of the expression and of all its operands.
    pub(super) fn evaluate(&mut self, id: ExpressionId) -> Value {
        if self.chunk[id].depth > Expression::WALKABLE {
            return self.note(id, Value::ANY);
        }
        let value = self.value(id);
        self.note(id, value)
    }

    fn value(&mut self, id: ExpressionId) -> Value {
        let chunk = self.chunk;
        match &chunk[id].kind {
            ExpressionKind::Nil => Value::NIL,
            ExpressionKind::True => Value::of(Kinds::TRUE),
            ExpressionKind::False => Value::of(Kinds::FALSE),
            ExpressionKind::Number(number) => Value::from(number_kind(*number), Origin::Literal(id)),
            ExpressionKind::String(_) => Value::from(Kinds::STRING, Origin::Literal(id)),
            ExpressionKind::Function(function) => {
                self.define(*function);
                Value::from(Kinds::FUNCTION, Origin::Function(*function))
            }
            ExpressionKind::Vararg => Value::ANY,
            ExpressionKind::Local(local) => self.local(*local),
            ExpressionKind::Global(_) => self.named(id),
            ExpressionKind::Index { object, key } => self.index(id, *object, *key),
            ExpressionKind::Call { callee, arguments } => self.call(id, *callee, arguments),
            ExpressionKind::Method { object, arguments, .. } => {
                self.evaluate(*object);
                for argument in arguments {
                    self.evaluate(*argument);
                }
                Value::ANY
            }
            ExpressionKind::Unary { operator, operand } => self.unary(id, *operator, *operand),
            ExpressionKind::Binary { operator: BinaryOperator::And, left, right } => self.either(*left, *right, true),
            ExpressionKind::Binary { operator: BinaryOperator::Or, left, right } => self.either(*left, *right, false),
            ExpressionKind::Binary { operator, left, right } => {
                let (left, right) = (self.evaluate(*left), self.evaluate(*right));
                match self.names.meaning(id) {
                    Meaning::Number(number) => Value::of(number_kind(number)),
                    _ => self.binary(*operator, left.kinds, right.kinds),
                }
            }
            ExpressionKind::Table(items) => self.table(id, items),
            ExpressionKind::Parenthesised(inner) => self.evaluate(*inner),
        }
    }

    fn table(&mut self, id: ExpressionId, items: &[TableItem]) -> Value {
        let mut kinds = Kinds::TABLE;
        for item in items {
            match *item {
                TableItem::Positional(value) => drop(self.evaluate(value)),
                TableItem::Keyed(key, value) => {
                    self.evaluate(key);
                    let value = self.evaluate(value);
                    kinds = match self.names.string(self.chunk, key) {
                        Some(b"err") if value.kinds.has(Kinds::STRING) => kinds | Kinds::ERROR,
                        Some(b"ok") if value.kinds.has(Kinds::STRING) => kinds | Kinds::STATUS,
                        None if !matches!(self.names.meaning(key), Meaning::Number(_)) => kinds | Kinds::TABLES,
                        _ => kinds,
                    };
                }
            }
        }
        Value::from(kinds, Origin::Table(id))
    }

    /// A global, or a field of one.
    fn named(&self, id: ExpressionId) -> Value {
        match (self.names.member(id), self.names.global(id)) {
            (Some(("math", "huge" | "pi")), _) => Value::of(Kinds::NUMBER),
            (Some(("cjson", "null")), _) => Value::of(Kinds::OTHER),
            (_, Some("KEYS" | "ARGV")) => Value::of(Kinds::TABLE),
            _ => Value::ANY,
        }
    }

    pub(super) fn element(&self, vector: Vector) -> Value {
        let usage = self.usage.of(vector);
        if usage.escapes.is_some() || !usage.written.is_empty() || self.usage.dynamic_code.is_some() {
            return Value::ANY;
        }
        Value::from(Kinds::STRING | Kinds::NIL, Origin::Element)
    }

    fn index(&mut self, id: ExpressionId, object: ExpressionId, key: ExpressionId) -> Value {
        let (table, index) = (self.evaluate(object), self.evaluate(key));
        if let Some(vector) = self.names.vector(object) {
            return self.element(vector);
        }
        let text = self.names.string(self.chunk, key);
        if table.kinds.only(Kinds::STATUS) && text == Some(b"ok")
            || table.kinds.only(Kinds::ERROR) && text == Some(b"err")
        {
            return Value::of(Kinds::STRING);
        }
        if let Some(value) = self.field(table, key) {
            return value;
        }
        match (table.origin, self.names.meaning(key)) {
            // A table that the script may have changed counts as any table.
            (Origin::Reply(call), Meaning::Number(index)) if table.kinds.only(Kinds::TABLE | Kinds::FALSY) => {
                self.reply_element(call, Some(index))
            }
            (Origin::Reply(call), _)
                if table.kinds.only(Kinds::TABLE | Kinds::FALSY) && index.kinds.only(Kinds::NUMERIC) =>
            {
                self.reply_element(call, None)
            }
            _ => self.named(id),
        }
    }

    /// `redis.call('HMGET', ..)[1]`, or `[i]`.
    fn reply_element(&self, call: ExpressionId, index: Option<f64>) -> Value {
        let site = self.calls.at(call);
        let texts = site.and_then(Site::command).is_some_and(holds_texts) && !self.calls.sets_protocol;
        match site.map(|site| site.reply) {
            Some(Reply::Values(count)) if !self.calls.sets_protocol => {
                let is_inside = |index: f64| index >= 1.0 && index <= f64::from(count) && index.fract() == 0.0;
                let nil = if index.is_some_and(is_inside) { Kinds::NONE } else { Kinds::NIL };
                Value::from(Kinds::STRING | Kinds::FALSE | nil, Origin::Part(call))
            }
            Some(Reply::Array) if texts => Value::from(Kinds::STRING | Kinds::NIL, Origin::Part(call)),
            _ => Value::ANY,
        }
    }

    /// The value `nth` (from 0) of `unpack(KEYS)`, `unpack(redis.call('HMGET', ..))`.
    pub(super) fn unpacked(&self, call: ExpressionId, nth: u32) -> Value {
        if let Meaning::Element(vector, _) = self.names.unpacked(self.chunk, call, nth) {
            return self.element(vector);
        }
        let ExpressionKind::Call { callee, arguments } = &self.chunk[call].kind else { return Value::ANY };
        match (self.names.global(*callee), &arguments[..]) {
            (Some("unpack"), [list]) => match self.seen(*list) {
                Value { kinds, origin: Origin::Reply(reply) } if kinds.only(Kinds::TABLE) => {
                    self.reply_element(reply, Some(f64::from(nth) + 1.0))
                }
                _ => Value::ANY,
            },
            _ => Value::ANY,
        }
    }

    /// What `ipairs` of the list gives, one after the other.
    pub(super) fn listed(&mut self, list: ExpressionId) -> Value {
        let elements = match (self.names.vector(list), self.evaluate(list)) {
            (Some(vector), _) => self.element(vector),
            (None, Value { kinds, origin: Origin::Reply(call) }) if kinds.only(Kinds::TABLE | Kinds::FALSY) => {
                self.reply_element(call, None)
            }
            _ => Value::ANY,
        };
        elements.keep(Kinds::ANY.without(Kinds::NIL))
    }

    fn call(&mut self, id: ExpressionId, callee: ExpressionId, arguments: &[ExpressionId]) -> Value {
        let function = self.evaluate(callee);
        let mut first = None;
        for argument in arguments {
            let value = self.evaluate(*argument);
            first.get_or_insert(value);
        }
        if let Some(site) = self.calls.at(id) {
            return self.reply(site);
        }
        let names = self.names;
        if let Some((table, name)) = names.member(callee) {
            return library(table, name, first);
        }
        match names.global(callee) {
            Some("error") => {
                self.live = false;
                Value::of(Kinds::NONE)
            }
            Some("assert") => {
                let (Some(asserted), Some(value)) = (arguments.first(), first) else { return Value::ANY };
                self.narrow(*asserted, true);
                value.keep(Kinds::ANY.without(Kinds::FALSY))
            }
            Some("unpack") => self.unpacked(id, 0),
            Some(name) => match first {
                Some(value) if name == "tonumber" && arguments.len() == 1 => number_of(value),
                _ => Value::of(builtins::global(name)),
            },
            None => match function.origin {
                Origin::Function(id) => self.summaries[id.0 as usize].unwrap_or(Value::ANY),
                _ => Value::ANY,
            },
        }
    }

    fn reply(&self, site: &Site) -> Value {
        if site.caught == Caught::Pcall && self.is_pcall(site.expression) {
            return Value::of(Kinds::BOOLEAN);
        }
        let reply = site.reply;
        let mut kinds = Kinds::of(reply);
        if self.calls.sets_protocol && !matches!(reply, Reply::Integer | Reply::Status) {
            return Value::ANY;
        }
        if site.caught == Caught::Returned {
            kinds = kinds | Kinds::ERROR;
        }
        Value::from(kinds, Origin::Reply(site.expression))
    }

    /// Whether the call is one of `pcall` itself, which returns first whether it worked.
    fn is_pcall(&self, call: ExpressionId) -> bool {
        matches!(&self.chunk[call].kind, ExpressionKind::Call { callee, .. } if self.names.global(*callee) == Some("pcall"))
    }

    fn unary(&mut self, id: ExpressionId, operator: UnaryOperator, operand: ExpressionId) -> Value {
        let kinds = self.evaluate(operand).kinds;
        Value::of(match operator {
            UnaryOperator::Not if kinds.only(Kinds::FALSY) => Kinds::TRUE,
            UnaryOperator::Not if !kinds.has(Kinds::FALSY) => Kinds::FALSE,
            UnaryOperator::Not => Kinds::BOOLEAN,
            UnaryOperator::Length => Kinds::INTEGER,
            UnaryOperator::Minus if kinds.only(Kinds::NUMERIC) => {
                return match self.names.meaning(id) {
                    Meaning::Number(_) => Value::from(kinds, Origin::Literal(id)),
                    _ => Value::of(kinds),
                };
            }
            UnaryOperator::Minus if self.metatables() && kinds.has(Kinds::TABLES | Kinds::OTHER) => Kinds::ANY,
            UnaryOperator::Minus => Kinds::NUMBER,
        })
    }

    fn binary(&self, operator: BinaryOperator, left: Kinds, right: Kinds) -> Value {
        use BinaryOperator::{Add, Concatenate, Modulo, Multiply, Subtract};
        use BinaryOperator::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
        let plain = !self.metatables() || !(left | right).has(Kinds::TABLES | Kinds::OTHER);
        Value::of(match operator {
            Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual => Kinds::BOOLEAN,
            _ if !plain => Kinds::ANY,
            Concatenate => Kinds::STRING,
            Add | Subtract | Multiply | Modulo if left.only(Kinds::INTEGER) && right.only(Kinds::INTEGER) => {
                Kinds::INTEGER | Kinds::NUMBER
            }
            _ => Kinds::NUMBER,
        })
    }

    /// `left and right`, `left or right`: the right one is evaluated where the left one is as `truth` says.
    fn either(&mut self, left: ExpressionId, right: ExpressionId, truth: bool) -> Value {
        let first = self.evaluate(left);
        let (mark, live) = (self.mark(), self.live);
        self.narrow(left, truth);
        let evaluated = self.live;
        let second = self.evaluate(right);
        let returns = self.live;
        self.close(mark);
        self.live = live;
        let stays = first.keep(if truth { Kinds::FALSY } else { Kinds::ANY.without(Kinds::FALSY) });
        let goes = first.kinds.has(if truth { Kinds::ANY.without(Kinds::FALSY) } else { Kinds::FALSY });
        if !(evaluated && returns && goes) {
            // `x or error('..')` comes back only with x.
            if evaluated && goes && live {
                self.narrow(left, !truth);
            }
            self.live = live && !stays.kinds.is_empty();
            return stays;
        }
        self.join(stays, second)
    }
}

fn number_kind(number: f64) -> Kinds {
    if !number.is_finite() {
        Kinds::NUMBER
    } else if number.fract() == 0.0 {
        Kinds::INTEGER
    } else {
        Kinds::FRACTION
    }
}

/// What `tonumber` makes of a value.
fn number_of(value: Value) -> Value {
    if value.kinds.only(Kinds::NUMERIC) {
        return value;
    }
    let origin = match value.origin {
        // Of what is there, it isn't nil because nothing is stored.
        Origin::Reply(call) | Origin::Part(call) if value.kinds.has(Kinds::FALSY) => Origin::Part(call),
        _ => Origin::Unknown,
    };
    Value::from(builtins::global("tonumber"), origin)
}

/// The result of a library function.
fn library(table: &str, name: &str, first: Option<Value>) -> Value {
    let mut kinds = builtins::member(table, name);
    let text = first.is_some_and(|first| first.kinds.only(Kinds::STRING));
    if (table, name) == ("redis", "status_reply") && text {
        kinds = Kinds::STATUS;
    }
    Value::of(kinds)
}
