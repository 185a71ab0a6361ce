//! Hash tables whose hash costs little.
//!
//! The standard one withstands keys that somebody chose to collide. Here the keys are parts of the user's own script,
//! and in an unoptimised build, in which the check runs inside the compiler, it costs more than all else together.

use std::hash::{BuildHasherDefault, Hasher};

pub(crate) type HashMap<Key, Value> = std::collections::HashMap<Key, Value, BuildHasherDefault<Multiplying>>;
pub(crate) type HashSet<Key> = std::collections::HashSet<Key, BuildHasherDefault<Multiplying>>;

/// What rustc hashes with: a rotation, an exclusive or and a multiplication for each word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Multiplying(u64);

impl Multiplying {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Multiplying {
    fn write(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let [a, b, c, d, e, f, g, h, after @ ..] = rest {
            self.add(u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]));
            rest = after;
        }
        let mut word = 0;
        while let [byte, after @ ..] = rest {
            word = word << 8 | u64::from(*byte);
            rest = after;
        }
        self.add(word);
    }

    fn write_u8(&mut self, number: u8) {
        self.add(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.add(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        // The best bits are the highest, and tables take the lowest.
        self.0.rotate_left(26)
    }
}
