//! What a field of a table holds that the script made: `limits.free`, `bucket.tokens`.

use super::fills::{Fill, Key};
use super::flow::Flow;
use super::kinds::{Kinds, Origin, Value};
use crate::ast::{ExpressionId, ExpressionKind, TableItem};
use crate::usage::Meaning;

impl Flow<'_> {
    /// The element under a constant key of a table that nothing else can have changed.
    pub(super) fn field(&self, table: Value, key: ExpressionId) -> Option<Value> {
        if self.metatables() || !table.kinds.only(Kinds::TABLES | Kinds::FALSY) {
            return None;
        }
        let value = match table.origin {
            Origin::Table(table) => self.constructed(table, key)?,
            Origin::Filled(local) => {
                let fill = self.fills.of(local)?;
                self.filled(fill, key)?.join(self.constructed(fill.table, key)?)
            }
            _ => return None,
        };
        // What is in a table that is an element itself, isn't followed.
        Some(match value.origin {
            Origin::Table(_) | Origin::Filled(_) | Origin::Either(_) => Value::of(value.kinds | Kinds::TABLES),
            _ if value.kinds.has(Kinds::TABLES) => Value::of(value.kinds | Kinds::TABLES),
            _ => value,
        })
    }

    /// What the constructor puts there.
    fn constructed(&self, table: ExpressionId, key: ExpressionId) -> Option<Value> {
        let ExpressionKind::Table(items) = &self.chunk[table].kind else { return None };
        let text = self.names.string(self.chunk, key)?;
        let mut found = Value::NIL;
        for item in items {
            let TableItem::Keyed(name, value) = item else { continue };
            match (self.names.string(self.chunk, *name), self.names.meaning(*name)) {
                (Some(name), _) if name == text => found = self.seen(*value),
                (Some(_), _) | (None, Meaning::Number(_)) => {}
                (None, _) => return None,
            }
        }
        Some(found)
    }

    /// What is put there later, if it is.
    fn filled(&self, fill: &Fill, key: ExpressionId) -> Option<Value> {
        let text = self.names.string(self.chunk, key)?;
        let mut found = Value::NIL;
        for write in &fill.writes {
            let may_be_it = match write.key {
                Key::Text(name) => self.names.string(self.chunk, name) == Some(text),
                Key::Computed(_) => true,
                Key::Number(_) | Key::End | Key::Index => false,
            };
            if may_be_it {
                found = found.join(self.seen(write.value?));
            }
        }
        Some(found)
    }
}
