//! What a Rust type takes from a reply.

/// How a type is read from a reply, the way the `redis` crate and `#[derive(FromReply)]` read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// Nothing is known: no reply is wrong.
    #[default]
    Unknown,
    /// `()`: takes anything.
    Unit,
    /// `bool`: an integer, `"0"`, `"1"`, OK, and null as `false`.
    Bool,
    /// `i64` and wider: an integer, or a text of one.
    Integer,
    /// `u8`, `i32`, `u64`, ..: an integer from `least` to `most`, or a text of one. An integer beyond them arrives as
    /// another one.
    Range {
        /// The smallest.
        least: i64,
        /// The largest.
        most: u64,
    },
    /// One of these integers, or a text of one.
    Integers(&'static [i64]),
    /// `f64`, `f32`: a number, or a text of one.
    Float,
    /// `String`: any text, and numbers.
    String,
    /// One of these texts.
    Texts(&'static [&'static str]),
    /// `Vec<u8>` and its like: any bytes.
    Bytes,
    /// `Option`: null, or what is inside.
    Optional(&'static Shape),
    /// `Vec`, slices, sets: an array; null is an empty one.
    List(&'static Shape),
    /// A tuple: an array of that length.
    Tuple(&'static [Shape]),
    /// A struct that is read by position: an array with an item for each field.
    Fields(&'static [Field]),
    /// A struct that is read by name: an array of names and values in turn, or a map.
    Named(&'static [Field]),
    /// `HashMap` and its like: an array of keys and values, or a map.
    Map,
}

/// A field of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, as it is in the reply where it is read by name.
    pub name: &'static str,
    /// What its type takes.
    pub shape: Shape,
    /// Whether it may be left out; only where it is read by name.
    pub optional: bool,
}

impl Shape {
    /// What is inside of `Option`s.
    #[must_use]
    pub const fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner.required(),
            other => other,
        }
    }

    /// Every integer of so many bits without a sign.
    #[must_use]
    pub const fn unsigned(bits: u32) -> Self {
        Self::Range { least: 0, most: if bits < 64 { (1 << bits) - 1 } else { u64::MAX } }
    }

    /// Every integer of so many bits with a sign.
    #[must_use]
    pub const fn signed(bits: u32) -> Self {
        if bits < 64 { Self::Range { least: -1 << (bits - 1), most: (1 << (bits - 1)) - 1 } } else { Self::Integer }
    }

    /// Whether something in it is [`Shape::Unknown`].
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Optional(inner) | Self::List(inner) => inner.is_open(),
            Self::Tuple(items) => {
                let mut at = 0;
                while at < items.len() {
                    if items[at].is_open() {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            Self::Fields(fields) | Self::Named(fields) => {
                let mut at = 0;
                while at < fields.len() {
                    if fields[at].shape.is_open() {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            _ => false,
        }
    }
}
