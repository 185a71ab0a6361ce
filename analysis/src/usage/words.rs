//! The globals of a script and the fields of them, by number: a name is compared with others once, not by every rule.

use crate::ast::ExpressionId;
use crate::hash::HashMap;

/// The number of a global, or of a field of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Word(u32);

#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// Each global and its first use, in the order of these.
    pub(super) globals: Vec<(Box<str>, ExpressionId)>,
    /// Each field with its table, `redis` for `server`.
    members: Vec<(Box<str>, Box<str>)>,
    by_name: HashMap<Box<str>, Word>,
    by_field: HashMap<Box<str>, HashMap<Word, Word>>,
}

impl Words {
    pub(super) fn of_global(&mut self, name: &str, id: ExpressionId) -> Word {
        if let Some(word) = self.by_name.get(name) {
            return *word;
        }
        let word = number(self.globals.len());
        self.globals.push((name.into(), id));
        self.by_name.insert(name.into(), word);
        word
    }

    pub(super) fn of_member(&mut self, table: Word, field: &str) -> Word {
        if let Some(word) = self.by_field.get(field).and_then(|words| words.get(&table)) {
            return *word;
        }
        let word = number(self.members.len());
        let name = self.global(table);
        let name = if name == "server" { "redis" } else { name };
        self.members.push((name.into(), field.into()));
        self.by_field.entry(field.into()).or_default().insert(table, word);
        word
    }

    pub(super) fn global(&self, word: Word) -> &str {
        &self.globals[word.0 as usize].0
    }

    pub(super) fn member(&self, word: Word) -> (&str, &str) {
        let (table, field) = &self.members[word.0 as usize];
        (table, field)
    }
}

fn number(at: usize) -> Word {
    Word(u32::try_from(at).unwrap_or(u32::MAX))
}
