//! Tables of texts and of numbers that come up again.
//!
//! An application compiles this crate unoptimised, and runs it so for each of its scripts. There the standard library's
//! table takes 1,100 instructions to find a name, which was a twelfth of all that the macro does; this one takes a
//! quarter of that. Its keys are parts of the user's own script: nobody chooses them so that they collide.

/// Texts by number: the first is 0, and each that is new gets the next one. What is known of a text lies in a list, under
/// its number.
#[derive(Default)]
pub(crate) struct Texts {
    texts: Vec<Box<[u8]>>,
    slots: Slots,
}

impl Texts {
    /// The number of the text; if it is new, how many there were.
    pub(crate) fn number(&mut self, text: &[u8]) -> usize {
        let hash = hash_of_text(text);
        if let Some(number) = self.find(text, hash) {
            return number;
        }
        self.texts.push(text.into());
        self.slots.add(hash)
    }

    pub(crate) fn get(&self, text: &[u8]) -> Option<usize> {
        self.find(text, hash_of_text(text))
    }

    /// Adds the text; whether it is new.
    pub(crate) fn insert(&mut self, text: &[u8]) -> bool {
        let count = self.texts.len();
        self.number(text) == count
    }

    pub(crate) fn contains(&self, text: &[u8]) -> bool {
        self.get(text).is_some()
    }

    fn find(&self, text: &[u8], hash: u32) -> Option<usize> {
        self.slots.find(hash, |number| *self.texts[number] == *text)
    }
}

/// The same of pairs of numbers.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pairs: Vec<(u64, u64)>,
    slots: Slots,
}

impl Pairs {
    /// The number of the pair; if it is new, how many there were.
    pub(crate) fn number(&mut self, pair: (u64, u64)) -> usize {
        let hash = hash_of_pair(pair);
        if let Some(number) = self.find(pair, hash) {
            return number;
        }
        self.pairs.push(pair);
        self.slots.add(hash)
    }

    pub(crate) fn get(&self, pair: (u64, u64)) -> Option<usize> {
        self.find(pair, hash_of_pair(pair))
    }

    /// Adds the pair; whether it is new.
    pub(crate) fn insert(&mut self, pair: (u64, u64)) -> bool {
        let count = self.pairs.len();
        self.number(pair) == count
    }

    pub(crate) fn contains(&self, pair: (u64, u64)) -> bool {
        self.get(pair).is_some()
    }

    fn find(&self, pair: (u64, u64), hash: u32) -> Option<usize> {
        self.slots.find(hash, |number| self.pairs[number] == pair)
    }
}

/// Where the keys are: open addressing, each key in the first slot that was free from its hash's own on.
#[derive(Debug, Default)]
struct Slots {
    /// A power of two of them, half of them free at least; or none. A key's hash is in the upper half, and its number,
    /// plus one, in the lower one: a slot that is zero is free, and memory comes so.
    slots: Vec<u64>,
    used: u32,
}

impl Slots {
    /// The number of the key that has this hash and `is` the one.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half of a slot is all of the number")]
    fn find(&self, hash: u32, is: impl Fn(usize) -> bool) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & last;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            let number = slot as u32 as usize - 1;
            if slot >> 32 == u64::from(hash) && is(number) {
                return Some(number);
            }
            at = (at + 1) & last;
        }
    }

    /// Gives a key that is in no slot the next number.
    fn add(&mut self, hash: u32) -> usize {
        if 2 * self.used as usize >= self.slots.len() {
            let twice = vec![0; (2 * self.slots.len()).max(16)];
            for slot in std::mem::replace(&mut self.slots, twice) {
                if slot != 0 {
                    self.put(slot);
                }
            }
        }
        let number = self.used;
        self.used += 1;
        self.put(u64::from(hash) << 32 | u64::from(self.used));
        number as usize
    }

    fn put(&mut self, slot: u64) {
        let last = self.slots.len() - 1;
        let mut at = (slot >> 32) as usize & last;
        while self.slots[at] != 0 {
            at = (at + 1) & last;
        }
        self.slots[at] = slot;
    }
}

/// FNV-1a, with its upper half in the lower one, which is what chooses the slot.
fn hash_of_text(text: &[u8]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < text.len() {
        hash = (hash ^ u64::from(text[at])).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    folded(hash)
}

fn hash_of_pair((one, other): (u64, u64)) -> u32 {
    folded((one ^ other.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Both halves in one.
#[expect(clippy::cast_possible_truncation, reason = "the upper half is in the lower one")]
const fn folded(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_a_number_of_its_own() {
        let (mut texts, mut pairs) = (Texts::default(), Pairs::default());
        assert!(!texts.contains(b"") && !pairs.contains((0, 0)));
        for round in 0..2 {
            for number in 0..1_000_u32 {
                assert_eq!(texts.insert(format!("name{number}").as_bytes()), round == 0);
                assert_eq!(texts.number(format!("name{number}").as_bytes()), number as usize);
                assert_eq!(pairs.insert((u64::from(number % 32), f64::from(number).to_bits())), round == 0);
                assert_eq!(pairs.get((u64::from(number % 32), f64::from(number).to_bits())), Some(number as usize));
            }
        }
        assert_eq!((texts.get(b"name1000"), pairs.get((1, 1))), (None, None));
    }

    /// The keys that scripts have: names that differ in a digit, small numbers, floats, which differ in their upper bits.
    #[test]
    fn keys_are_spread() {
        let longest = |hashes: Vec<u32>| {
            let mut slots = Slots::default();
            for hash in hashes {
                slots.add(hash);
            }
            let runs = slots.slots.split(|slot| *slot == 0).map(<[_]>::len);
            runs.max().unwrap_or_default()
        };
        let names = longest((0..4_096).map(|number| hash_of_text(format!("field{number}").as_bytes())).collect());
        let small = longest((0..4_096).map(|number| hash_of_pair((number % 64, number / 64))).collect());
        let floats = longest((0..4_096).map(|number| hash_of_pair((2, f64::from(number).to_bits()))).collect());
        assert!(names < 64 && small < 64 && floats < 64, "{names} {small} {floats}");
    }
}
