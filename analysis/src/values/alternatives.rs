//! Values that are one of several known ones: a table that another constructor makes in each branch.

use super::kinds::{Kinds, Origin, Value};
use crate::hash::Pairs;

/// How many are told apart.
const MOST: usize = 8;

/// The sets of values that one expression or another can be.
#[derive(Default)]
pub(crate) struct Alternatives {
    sets: Vec<Vec<Value>>,
    values: Pairs,
    /// The numbers of the sets: each by the one without its last value, counted from 1, and that value's number.
    numbers: Pairs,
}

impl Alternatives {
    /// What the value is one of; only itself where that isn't known.
    pub(crate) fn of(&self, value: Value) -> Vec<Value> {
        let Origin::Either(set) = value.origin else { return vec![value] };
        let mut alternatives = Vec::new();
        for one in &self.sets[set as usize] {
            // It may have been told apart from some of them since.
            let one = one.keep(value.kinds);
            if !one.kinds.is_empty() {
                alternatives.push(one);
            }
        }
        alternatives
    }

    /// One or the other, remembered where a table or a literal is among them.
    pub(super) fn join(&mut self, one: Value, other: Value) -> Value {
        let joined = one.join(other);
        let is_one = joined.origin != Origin::Unknown || one.kinds.is_empty() || other.kinds.is_empty();
        if is_one || !(is_known(one) || is_known(other)) || joined.kinds == Kinds::ANY {
            return joined;
        }
        let mut set = self.of(one);
        for value in &self.of(other) {
            if !set.contains(value) {
                set.push(*value);
            }
        }
        if set.is_empty() || set.len() > MOST {
            return joined;
        }
        let number = u32::try_from(self.number(&set)).unwrap_or(u32::MAX);
        Value::from(joined.kinds, Origin::Either(number))
    }

    fn number(&mut self, set: &[Value]) -> usize {
        let mut number = 0;
        let mut before = 0;
        for (at, value) in set.iter().enumerate() {
            number = self.numbers.number((before, self.values.number(value.bits()) as u64));
            if number == self.sets.len() {
                self.sets.push(set[..=at].to_vec());
            }
            before = number as u64 + 1;
        }
        number
    }
}

fn is_known(value: Value) -> bool {
    matches!(value.origin, Origin::Table(_) | Origin::Filled(_) | Origin::Literal(_) | Origin::Either(_))
}
