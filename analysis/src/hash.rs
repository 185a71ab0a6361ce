//! Tables of texts and of numbers that come up again.
//!
//! Few types of them: an application compiles this crate unoptimised, before anything of its own, and each type of hash
//! table is 1,300 lines of intermediate code. What is known of a text or a pair lies in a list, under its number.
//!
//! The standard hash withstands keys that somebody chose to collide. Here the keys are parts of the user's own script,
//! and in an unoptimised build, in which the check runs inside the compiler, it costs more than all else together.

use rustc_hash::FxHashMap;

/// Texts by number: the first is 0, and each that is new gets the next one.
#[derive(Default)]
pub(crate) struct Texts(FxHashMap<Box<[u8]>, usize>);

impl Texts {
    /// The number of the text; if it is new, how many there were.
    pub(crate) fn number(&mut self, text: &[u8]) -> usize {
        if let Some(number) = self.get(text) {
            return number;
        }
        let number = self.0.len();
        self.0.insert(text.into(), number);
        number
    }

    pub(crate) fn get(&self, text: &[u8]) -> Option<usize> {
        self.0.get(text).copied()
    }

    /// Adds the text; whether it is new.
    pub(crate) fn insert(&mut self, text: &[u8]) -> bool {
        let count = self.0.len();
        self.number(text) == count
    }

    pub(crate) fn contains(&self, text: &[u8]) -> bool {
        self.get(text).is_some()
    }
}

/// The same of pairs of numbers.
#[derive(Debug, Default)]
pub(crate) struct Pairs(FxHashMap<(u64, u64), usize>);

impl Pairs {
    /// The number of the pair; if it is new, how many there were.
    pub(crate) fn number(&mut self, pair: (u64, u64)) -> usize {
        if let Some(number) = self.get(pair) {
            return number;
        }
        let number = self.0.len();
        self.0.insert(pair, number);
        number
    }

    pub(crate) fn get(&self, pair: (u64, u64)) -> Option<usize> {
        self.0.get(&pair).copied()
    }

    /// Adds the pair; whether it is new.
    pub(crate) fn insert(&mut self, pair: (u64, u64)) -> bool {
        let count = self.0.len();
        self.number(pair) == count
    }

    pub(crate) fn contains(&self, pair: (u64, u64)) -> bool {
        self.get(pair).is_some()
    }
}
