//! What a condition says about the locals that it tests.

use super::flow::Flow;
use super::kinds::{Kinds, Value};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, LocalId, UnaryOperator};
use crate::usage::Meaning;

impl Flow<'_> {
    /// Goes on where the condition turned out to be `truth`.
    pub(super) fn narrow(&mut self, condition: ExpressionId, truth: bool) {
        let chunk = self.chunk;
        if chunk[condition].depth > Expression::WALKABLE {
            return;
        }
        match &chunk[condition].kind {
            ExpressionKind::Parenthesised(inner) => self.narrow(*inner, truth),
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => self.narrow(*operand, !truth),
            ExpressionKind::Binary { operator: BinaryOperator::And, left, right } if truth => {
                self.narrow(*left, true);
                self.narrow(*right, true);
            }
            ExpressionKind::Binary { operator: BinaryOperator::Or, left, right } if !truth => {
                self.narrow(*left, false);
                self.narrow(*right, false);
            }
            ExpressionKind::Binary { operator: BinaryOperator::Equal, left, right } => self.equal(*left, *right, truth),
            ExpressionKind::Binary { operator: BinaryOperator::NotEqual, left, right } => {
                self.equal(*left, *right, !truth);
            }
            // To take a field of it, it must be a table, or a text.
            ExpressionKind::Index { object, .. } if truth => {
                self.keep(*object, Kinds::TABLES | Kinds::STRING | Kinds::OTHER);
            }
            _ => self.keep(condition, if truth { Kinds::ANY.without(Kinds::FALSY) } else { Kinds::FALSY }),
        }
    }

    fn equal(&mut self, left: ExpressionId, right: ExpressionId, equal: bool) {
        for &(tested, other) in &[(left, right), (right, left)] {
            let kinds = match self.names.meaning(other) {
                Meaning::Nil => Kinds::NIL,
                Meaning::False => Kinds::FALSE,
                Meaning::True => Kinds::TRUE,
                Meaning::Number(_) if equal => Kinds::NUMERIC,
                Meaning::String(_) if equal => Kinds::STRING,
                Meaning::String(_) => Kinds::NONE,
                _ => continue,
            };
            if let Some((value, name)) = self.asked_type(tested, other) {
                let named = Kinds::named(name);
                self.keep(value, if equal { named } else { Kinds::ANY.without(named) });
            }
            self.keep(tested, if equal { kinds } else { Kinds::ANY.without(kinds) });
        }
    }

    /// `type(x) == 'table'`.
    fn asked_type(&self, call: ExpressionId, name: ExpressionId) -> Option<(ExpressionId, &[u8])> {
        let ExpressionKind::Call { callee, arguments } = &self.chunk[call].kind else { return None };
        if self.names.global(*callee) != Some("type") {
            return None;
        }
        Some((*arguments.first()?, self.names.string(self.chunk, name)?))
    }

    /// The value of this expression is one of these, if it is a local's.
    fn keep(&mut self, expression: ExpressionId, kinds: Kinds) {
        let Some(local) = self.own_local(expression) else { return };
        let old = self.locals[local.0 as usize];
        let new = old.keep(kinds);
        if new.kinds.is_empty() {
            self.live = false;
        } else if new != old {
            self.set(local, new);
        }
    }

    /// The local that the expression is, if nothing but this function's own code can change it.
    fn own_local(&self, expression: ExpressionId) -> Option<LocalId> {
        match self.chunk[expression].kind {
            ExpressionKind::Local(local)
                if self.chunk[local].function == self.function && !self.places.shared(local) =>
            {
                Some(local)
            }
            _ => None,
        }
    }

    /// What a local, or an upvalue, holds.
    pub(super) fn local(&self, local: LocalId) -> Value {
        if self.places.shared(local) {
            Value::ANY
        } else if self.chunk[local].function == self.function {
            self.locals[local.0 as usize]
        } else {
            self.declared[local.0 as usize].unwrap_or(Value::ANY)
        }
    }
}
