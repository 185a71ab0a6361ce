//! The globals of a script and the fields of them, by number: a name is compared with others once, not by every rule.

use crate::ast::ExpressionId;
use crate::hash::{Pairs, Texts};

/// The number of a global, or of a field of one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(u32);

impl Word {
    pub(crate) const fn number(self) -> usize {
        self.0 as usize
    }
}

#[derive(Default)]
pub(super) struct Words {
    /// Each global and its first use, in the order of these.
    pub(super) globals: Vec<(Box<str>, ExpressionId)>,
    /// Each field with its table, `redis` for `server`.
    members: Vec<(Box<str>, Box<str>)>,
    by_name: Texts,
    /// The names of fields, whatever their table.
    fields: Texts,
    /// By the table and the name.
    by_field: Pairs,
}

impl Words {
    pub(super) fn of_global(&mut self, name: &str, id: ExpressionId) -> Word {
        let number = self.by_name.number(name.as_bytes());
        if number == self.globals.len() {
            self.globals.push((name.into(), id));
        }
        word(number)
    }

    pub(super) fn of_member(&mut self, table: Word, field: &str) -> Word {
        let number = self.by_field.number((u64::from(table.0), self.fields.number(field.as_bytes()) as u64));
        if number == self.members.len() {
            let name = self.global(table);
            let name = if name == "server" { "redis" } else { name };
            self.members.push((name.into(), field.into()));
        }
        word(number)
    }

    pub(super) fn global(&self, word: Word) -> &str {
        &self.globals[word.number()].0
    }

    pub(super) fn member(&self, word: Word) -> (&str, &str) {
        let (table, field) = &self.members[word.number()];
        (table, field)
    }
}

fn word(number: usize) -> Word {
    Word(u32::try_from(number).unwrap_or(u32::MAX))
}
