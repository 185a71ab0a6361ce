//! What a field of a table holds that the script made: `limits.free`, `bucket.tokens`.

use super::fills::{Fill, Key};
use super::flow::Flow;
use super::kinds::{Kinds, Origin, Value};
use crate::ast::{ExpressionId, ExpressionKind, TableItem};
use crate::usage::{Meaning, is_open};

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
                if fill.shuffled && self.names.string(self.chunk, key).is_none() {
                    return None;
                }
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
        let text = match self.names.meaning(key) {
            Meaning::Number(index) => return self.listed_item(items, index),
            _ => self.names.string(self.chunk, key)?,
        };
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

    /// The item with this number: `{ARGV[1], 5}`, `{unpack(ARGV)}`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
    fn listed_item(&self, items: &[TableItem], index: f64) -> Option<Value> {
        if !(1.0..=1000.0).contains(&index) || index.fract() != 0.0 {
            return None;
        }
        let values = TableItem::positional(items);
        let last = values.len().checked_sub(1).filter(|_| values.len() == items.len())?;
        let at = index as usize - 1;
        if at >= last && is_open(self.chunk, values[last]) {
            return Some(match u32::try_from(at - last).ok()? {
                0 => self.seen(values[last]).join(Value::NIL),
                nth => self.unpacked(values[last], nth),
            });
        }
        Some(values.get(at).map_or(Value::NIL, |value| self.seen(*value)))
    }

    /// What is put there later, if it is.
    fn filled(&self, fill: &Fill, key: ExpressionId) -> Option<Value> {
        let text = self.names.string(self.chunk, key);
        let wanted = match self.names.meaning(key) {
            Meaning::Number(number) => Some(number),
            _ => None,
        };
        let mut found = Value::NIL;
        for write in &fill.writes {
            let may_be_it = match write.key {
                Key::Text(name) => text.is_some() && self.names.string(self.chunk, name) == text,
                Key::Computed(_) => true,
                Key::Number(_) => wanted.is_some_and(|wanted| write.key == Key::Number(wanted)),
                Key::End | Key::Index => wanted.is_some(),
            };
            if may_be_it {
                found = found.join(self.seen(write.value?));
            }
        }
        Some(found)
    }
}
