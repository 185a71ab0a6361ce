//! Errors that a script may make without being seen to: by a function that it hands on, or as a table
//! whose fields came from outside.

use super::bindings::Binding;
use super::errors::Finder;
use super::marks::Marks;
use super::names::Meaning;
use super::statements::statements;
use crate::ast::{Expression, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind};

impl Finder<'_> {
    /// Whether the script may make an error that isn't among those found in its text.
    pub(super) fn may_make_others(&self) -> bool {
        self.hands_on_error_reply() || self.returns_foreign_table()
    }

    /// Whether `redis.error_reply` is used in another way than by calling it, or may be: `redis[name]`.
    fn hands_on_error_reply(&self) -> bool {
        let mut harmless = Marks::new(self.chunk);
        for (_, expression) in self.chunk.of_any(&[Sort::Call, Sort::Parenthesised]) {
            match &expression.kind {
                ExpressionKind::Call { callee, .. } if self.names.is_member(*callee, "redis", "error_reply") => {
                    harmless.insert(*callee);
                }
                ExpressionKind::Parenthesised(inner) => {
                    harmless.insert(*inner);
                }
                _ => {}
            }
        }
        for (_, statement) in statements(self.chunk) {
            if let StatementKind::Local { names, values } = &statement.kind {
                for (name, value) in names.iter().zip(values) {
                    if self.bindings.lasting(*name) != Binding::Open {
                        harmless.insert(*value);
                    }
                }
            }
        }
        let computed = self.chunk.of(Sort::Index).any(|(id, expression)| match expression.kind {
            ExpressionKind::Index { object, key } => {
                matches!(self.names.global(object), Some("redis" | "server"))
                    && self.names.text(self.chunk, key).is_none()
                    && !harmless.contains(id)
            }
            _ => false,
        });
        let is_function = |id: ExpressionId| self.names.is_member(id, "redis", "error_reply");
        computed || self.names.members().iter().any(|id| is_function(*id) && !harmless.contains(*id))
    }

    /// Whether it returns a table whose fields came from outside: a decoded one, or one with keys that
    /// the caller chose. One of them may be `err`.
    fn returns_foreign_table(&self) -> bool {
        let mut returned = Marks::new(self.chunk);
        for (_, statement) in statements(self.chunk) {
            let StatementKind::Return(values) = &statement.kind else { continue };
            for value in values {
                if self.is_decoded(*value) {
                    return true;
                }
                if let Some(local) = self.chunk.local(*value) {
                    returned.insert(local);
                }
            }
        }
        self.is_keyed_by_data(&returned)
    }

    /// `cjson.decode(..)`, or a part of what it gave.
    fn is_decoded(&self, mut value: ExpressionId) -> bool {
        // Aliases go backwards in the arena, so this ends; a longer chain is nobody's.
        for _ in 0..64 {
            value = match &self.chunk[value].kind {
                ExpressionKind::Parenthesised(inner) => *inner,
                ExpressionKind::Index { object, .. } => *object,
                ExpressionKind::Local(local) => match self.bindings.first(*local) {
                    Binding::Value(value) | Binding::Later(value, _) => value,
                    _ => return false,
                },
                ExpressionKind::Call { callee, arguments } => {
                    let function = match self.names.global(*callee) {
                        Some("pcall") => arguments.first().copied().unwrap_or(*callee),
                        _ => *callee,
                    };
                    let decoder = self.names.member(function);
                    return matches!(
                        decoder,
                        Some(("cjson", "decode") | ("cmsgpack", "unpack" | "unpack_one" | "unpack_limit"))
                    );
                }
                _ => return false,
            };
        }
        true
    }

    /// Whether one of these tables has keys that came from outside: `t[ARGV[1]] = x`.
    fn is_keyed_by_data(&self, tables: &Marks<LocalId>) -> bool {
        for (_, statement) in statements(self.chunk) {
            let StatementKind::Assignment { targets, .. } = &statement.kind else { continue };
            for target in targets {
                if let ExpressionKind::Index { object, key } = self.chunk[*target].kind
                    && self.chunk.local(object).is_some_and(|object| tables.contains(object))
                    && self.is_data(key)
                {
                    return true;
                }
            }
        }
        false
    }

    /// Whether a key is a text that came from outside: an element of some table.
    fn is_data(&self, key: ExpressionId) -> bool {
        if matches!(self.names.meaning(key), Meaning::Element(..)) {
            return true;
        }
        let data = |value: ExpressionId| {
            let Expression { kind, .. } = &self.chunk[value];
            matches!(kind, ExpressionKind::Index { .. }) && matches!(self.names.meaning(value), Meaning::Unknown)
        };
        self.value(key).is_some_and(data)
    }
}
