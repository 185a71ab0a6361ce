//! What each local variable is bound to, and whether it stays so.

use super::statements::statements;
use crate::ast::{Chunk, ExpressionId, ExpressionKind, LocalId, StatementKind};

/// What a local variable starts as.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Binding {
    /// A parameter, a loop variable: not known here.
    Open,
    /// `local x`, or more names than values.
    Nil,
    /// The (first) value of this expression.
    Value(ExpressionId),
    /// A later value of this call or `...`, counted from 0: `b` of `local a, b = f()` is value 1.
    Later(ExpressionId, u32),
}

/// What is known about the locals of a chunk.
pub(crate) struct Bindings {
    first: Vec<Binding>,
    reassigned: Vec<bool>,
}

impl Bindings {
    pub(crate) fn new(chunk: &Chunk) -> Self {
        let count = chunk.locals.len();
        let mut bindings = Self { first: vec![Binding::Open; count], reassigned: vec![false; count] };
        for (_, statement) in statements(chunk) {
            match &statement.kind {
                StatementKind::Local { names, values } => {
                    for (at, name) in names.iter().enumerate() {
                        bindings.first[name.0 as usize] = value_at(chunk, values, at);
                    }
                }
                StatementKind::LocalFunction { name, function } => {
                    bindings.first[name.0 as usize] = Binding::Value(*function);
                }
                StatementKind::Assignment { targets, .. } => {
                    for target in targets {
                        if let ExpressionKind::Local(local) = chunk[*target].kind {
                            bindings.reassigned[local.0 as usize] = true;
                        }
                    }
                }
                _ => {}
            }
        }
        bindings
    }

    /// What the local starts as.
    pub(crate) fn first(&self, local: LocalId) -> Binding {
        self.first[local.0 as usize]
    }

    /// Everything that a local is bound to for all of its life.
    pub(crate) fn lasting_values(&self) -> Vec<ExpressionId> {
        let mut values = Vec::new();
        for (first, reassigned) in self.first.iter().zip(&self.reassigned) {
            if let (Binding::Value(value), false) = (first, reassigned) {
                values.push(*value);
            }
        }
        values
    }

    /// What the local is for all of its life; [`Binding::Open`] if it is assigned to later.
    pub(crate) fn lasting(&self, local: LocalId) -> Binding {
        if self.reassigned[local.0 as usize] { Binding::Open } else { self.first[local.0 as usize] }
    }
}

/// The value that the name at position `at` gets from a list of values.
pub(crate) fn value_at(chunk: &Chunk, values: &[ExpressionId], at: usize) -> Binding {
    if let Some(value) = values.get(at) {
        return Binding::Value(*value);
    }
    match values.last() {
        Some(last) if is_open(chunk, *last) => {
            Binding::Later(*last, u32::try_from(at + 1 - values.len()).unwrap_or(u32::MAX))
        }
        _ => Binding::Nil,
    }
}

/// Whether an expression at the end of a list can stand for several values.
pub(crate) fn is_open(chunk: &Chunk, expression: ExpressionId) -> bool {
    matches!(
        chunk[expression].kind,
        ExpressionKind::Call { .. } | ExpressionKind::Method { .. } | ExpressionKind::Vararg
    )
}
