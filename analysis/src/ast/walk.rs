//! Ways through the expressions of a chunk. The rules go through a script many times, and most want one kind in ten.
//!
//! Plain code: unoptimised, in a user's debug build, adapters cost several times as much.

use super::{Expression, ExpressionId, ExpressionKind, TableItem};

/// The kinds of expression that rules look for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sort {
    Number,
    String,
    Local,
    Global,
    Index,
    Call,
    Method,
    Unary,
    Binary,
    Table,
    Parenthesised,
}

impl Sort {
    const COUNT: usize = Self::Parenthesised as usize + 1;

    fn of(kind: &ExpressionKind) -> Option<Self> {
        Some(match kind {
            ExpressionKind::Number(_) => Self::Number,
            ExpressionKind::String(_) => Self::String,
            ExpressionKind::Local(_) => Self::Local,
            ExpressionKind::Global(_) => Self::Global,
            ExpressionKind::Index { .. } => Self::Index,
            ExpressionKind::Call { .. } => Self::Call,
            ExpressionKind::Method { .. } => Self::Method,
            ExpressionKind::Unary { .. } => Self::Unary,
            ExpressionKind::Binary { .. } => Self::Binary,
            ExpressionKind::Table(_) => Self::Table,
            ExpressionKind::Parenthesised(_) => Self::Parenthesised,
            ExpressionKind::Nil
            | ExpressionKind::True
            | ExpressionKind::False
            | ExpressionKind::Vararg
            | ExpressionKind::Function(_) => return None,
        })
    }
}

/// The expressions of each [`Sort`], operands first.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorted([Vec<ExpressionId>; Sort::COUNT]);

impl Sorted {
    pub(super) fn push(&mut self, id: ExpressionId, kind: &ExpressionKind) {
        if let Some(sort) = Sort::of(kind) {
            self.0[sort as usize].push(id);
        }
    }

    pub(super) fn ids(&self, sort: Sort) -> &[ExpressionId] {
        &self.0[sort as usize]
    }
}

/// What [`Chunk::iter`](super::Chunk::iter) goes through.
pub(super) struct Expressions<'a> {
    pub(super) next: u32,
    pub(super) rest: std::slice::Iter<'a, Expression>,
}

impl<'a> Iterator for Expressions<'a> {
    type Item = (ExpressionId, &'a Expression);

    fn next(&mut self) -> Option<Self::Item> {
        let expression = self.rest.next()?;
        let id = ExpressionId(self.next);
        self.next += 1;
        Some((id, expression))
    }
}

/// What [`Chunk::of_any`](super::Chunk::of_any) goes through: lists that are merged.
pub(super) struct OfSorts<'a> {
    pub(super) lists: Vec<&'a [ExpressionId]>,
    pub(super) expressions: &'a [Expression],
}

impl<'a> Iterator for OfSorts<'a> {
    type Item = (ExpressionId, &'a Expression);

    fn next(&mut self) -> Option<Self::Item> {
        let (mut least, mut from) = (u32::MAX, usize::MAX);
        let mut at = 0;
        while at < self.lists.len() {
            if let [ExpressionId(first), ..] = self.lists[at]
                && *first < least
            {
                (least, from) = (*first, at);
            }
            at += 1;
        }
        let list = self.lists.get_mut(from)?;
        *list = &list[1..];
        Some((ExpressionId(least), &self.expressions[least as usize]))
    }
}

/// What [`Chunk::of`](super::Chunk::of) goes through.
pub(super) struct OfSort<'a> {
    pub(super) ids: std::slice::Iter<'a, ExpressionId>,
    pub(super) expressions: &'a [Expression],
}

impl<'a> Iterator for OfSort<'a> {
    type Item = (ExpressionId, &'a Expression);

    fn next(&mut self) -> Option<Self::Item> {
        let id = *self.ids.next()?;
        Some((id, &self.expressions[id.0 as usize]))
    }
}

impl TableItem {
    /// The array elements among the items of a constructor.
    pub(crate) fn positional(items: &[Self]) -> Vec<ExpressionId> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            if let Self::Positional(value) = item {
                values.push(*value);
            }
        }
        values
    }
}
