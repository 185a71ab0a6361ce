//! What is in tables that are made and filled by statements of one block, one after the other.

use super::fills::{Fill, Key, Write};
use crate::ast::{Block, Chunk, ExpressionId, ExpressionKind, LocalId, StatementKind, TableItem};
use crate::usage::is_open;

/// The blocks of a chunk, gone through one by one.
pub(super) struct StraightLines<'a> {
    chunk: &'a Chunk,
    /// By its place, each write and the local that it is to.
    writes: Vec<Option<(LocalId, Write)>>,
    /// By local, what is known at this point of the block.
    inside: Vec<Option<Inside>>,
}

/// What is in a table, statement by statement.
#[derive(Clone)]
struct Inside {
    items: Vec<ExpressionId>,
    /// How many writes that took.
    writes: usize,
}

impl<'a> StraightLines<'a> {
    pub(super) fn new(chunk: &'a Chunk, fills: &[Option<Fill>]) -> Self {
        let mut writes = vec![None; chunk.expressions.len()];
        for (fill, local) in fills.iter().zip(0..) {
            let Some(fill) = fill else { continue };
            for write in &fill.writes {
                writes[write.place.0 as usize] = Some((LocalId(local), *write));
            }
        }
        Self { chunk, writes, inside: vec![None; chunk.locals.len()] }
    }

    /// Notes what those tables hold in the end that the block makes and returns after.
    pub(super) fn block(&mut self, block: &Block, fills: &mut [Option<Fill>]) {
        let mut made = Vec::new();
        let mut returns = false;
        for statement in &block.statements {
            match &statement.kind {
                StatementKind::Local { names, .. } => {
                    for name in names {
                        let fill = fills[name.0 as usize].as_ref().filter(|fill| !fill.shuffled);
                        if let Some(items) = fill.and_then(|fill| positional(self.chunk, fill.table)) {
                            self.inside[name.0 as usize] = Some(Inside { items, writes: 0 });
                            made.push(*name);
                        }
                    }
                }
                StatementKind::Assignment { targets, .. } => {
                    for target in targets {
                        self.put(*target);
                    }
                }
                StatementKind::Call(call) => self.put(*call),
                StatementKind::Return(_) => returns = true,
                _ => {}
            }
        }
        for local in &made {
            let Some(Inside { items, writes }) = self.inside[local.0 as usize].take() else { continue };
            // Others are made elsewhere, perhaps.
            if let Some(fill) = fills[local.0 as usize].as_mut().filter(|fill| returns && fill.writes.len() == writes) {
                fill.items = Some(items);
            }
        }
    }

    fn put(&mut self, place: ExpressionId) {
        let Some((local, write)) = self.writes[place.0 as usize] else { return };
        let Some(table) = &mut self.inside[local.0 as usize] else { return };
        let end = table.items.len();
        let at = match write.key {
            Key::End => Some(end),
            Key::Number(number) => index(number).filter(|at| *at <= end),
            Key::Text(_) | Key::Index | Key::Computed(_) => None,
        };
        match (at, write.value) {
            (Some(at), Some(value)) => {
                table.writes += 1;
                if at == end {
                    table.items.push(value);
                } else {
                    table.items[at] = value;
                }
            }
            _ => self.inside[local.0 as usize] = None,
        }
    }
}

/// The place of an element, counted from 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
fn index(number: f64) -> Option<usize> {
    (number >= 1.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0).then(|| number as usize - 1)
}

/// The items of a constructor that has nothing else.
fn positional(chunk: &Chunk, table: ExpressionId) -> Option<Vec<ExpressionId>> {
    let ExpressionKind::Table(items) = &chunk[table].kind else { return None };
    let values = TableItem::positional(items);
    let is_all = values.len() == items.len() && !values.last().is_some_and(|last| is_open(chunk, *last));
    is_all.then_some(values)
}
