//! What a script returns, as far as that is known: plain data that fits into a constant.

/// What a value can be, once it is a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(pub u16);

impl Kinds {
    /// Nothing is known, or the place is never reached.
    pub const NONE: Self = Self(0);
    /// Null.
    pub const NULL: Self = Self(1);
    /// An integer.
    pub const INTEGER: Self = Self(1 << 1);
    /// A number with a fraction, which arrives without it.
    pub const FRACTION: Self = Self(1 << 2);
    /// A number that may have a fraction.
    pub const NUMBER: Self = Self(1 << 3);
    /// A text.
    pub const TEXT: Self = Self(1 << 4);
    /// A status.
    pub const STATUS: Self = Self(1 << 5);
    /// An error.
    pub const ERROR: Self = Self(1 << 6);
    /// An array.
    pub const ARRAY: Self = Self(1 << 7);
    /// An array that a field such as `double` may make another reply of.
    pub const SPECIAL: Self = Self(1 << 8);
    /// A text that may be one of an integer.
    pub const INTEGER_TEXT: Self = Self(1 << 9);
    /// A text that may be one of a number.
    pub const FLOAT_TEXT: Self = Self(1 << 10);
    /// A text that may be one of a `bool`.
    pub const BOOL_TEXT: Self = Self(1 << 11);
    /// It is certain which items the array has.
    pub const CERTAIN: Self = Self(1 << 12);
    /// The array has no more items than these: one of them may be nil, and end it.
    pub const AT_MOST: Self = Self(1 << 14);
    /// The items of the array may come in any order.
    pub const UNORDERED: Self = Self(1 << 13);

    /// All of both.
    #[must_use]
    pub const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether one of `others` is among them.
    pub const fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether there is one, and every one is among `others`.
    pub const fn only(self, others: Self) -> bool {
        self.0 != 0 && self.0 & !others.0 == 0
    }

    /// Whether it is a number, or null, and may have a fraction.
    pub const fn may_truncate(self) -> bool {
        let fraction = Self::NULL.with(Self::NUMBER).with(Self::FRACTION);
        self.has(Self::NUMBER) && self.only(fraction)
            || self.has(Self::FRACTION) && self.only(fraction.with(Self::INTEGER))
    }
}

/// A returned value. The items of an array stand behind it, each followed by its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returned<'a> {
    /// What it can be.
    pub kinds: Kinds,
    /// The text of a literal string or integer.
    pub literal: Option<&'a str>,
    /// How many items of it follow.
    pub items: usize,
}

/// Every `return` of a script's main chunk.
#[derive(Clone, Copy, Debug)]
pub struct Returns<'a> {
    /// The values, in the order of the text, each with its items behind it.
    pub values: &'a [Returned<'a>],
    /// Whether the script can end without a `return`.
    pub falls_off: bool,
}

impl Returns<'_> {
    /// How many values the one at `at` takes up, its items included.
    pub const fn span(&self, at: usize) -> usize {
        let (mut next, mut left) = (at + 1, self.values[at].items);
        while left > 0 {
            next += self.span(next);
            left -= 1;
        }
        next - at
    }

    /// Whether there is a `return` of more than one place, so that a message has to say which.
    pub const fn is_one(&self) -> bool {
        !self.falls_off && !self.values.is_empty() && self.span(0) == self.values.len()
    }

    /// Whether there are types that no return can be read as.
    pub const fn tells(&self) -> bool {
        let numbers = Kinds::INTEGER.with(Kinds::FRACTION).with(Kinds::NUMBER);
        let mut at = 0;
        while at < self.values.len() {
            let kinds = self.kinds(at);
            if kinds.0 == 0
                || kinds.has(Kinds::ERROR)
                || kinds.has(numbers) && kinds.has(Kinds::TEXT) && kinds.has(Kinds::ARRAY)
            {
                return false;
            }
            at += self.span(at);
        }
        self.falls_off || !self.values.is_empty()
    }

    /// The names of replies that are names and values in turn; `None` if some reply isn't certainly so, or none is.
    pub fn names(&self) -> Option<Vec<&str>> {
        let (mut names, mut at) = (Vec::new(), 0);
        while at < self.values.len() {
            if !self.kinds(at).only(Kinds::NULL.with(Kinds::ERROR)) {
                let length = self.length(at).filter(|length| length % 2 == 0)?;
                for nth in (0..length).step_by(2) {
                    let name = self.values[self.item(at, nth)].literal?;
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
            at += self.span(at);
        }
        if names.is_empty() { None } else { Some(names) }
    }

    /// The index of an item of the value at `at`.
    pub(crate) const fn item(&self, at: usize, nth: usize) -> usize {
        let (mut next, mut left) = (at + 1, nth);
        while left > 0 {
            next += self.span(next);
            left -= 1;
        }
        next
    }

    pub(crate) const fn kinds(&self, at: usize) -> Kinds {
        self.values[at].kinds
    }

    /// How many items the array at `at` has, if that is certain.
    pub(crate) const fn length(&self, at: usize) -> Option<usize> {
        if self.kinds(at).has(Kinds::CERTAIN) { Some(self.values[at].items) } else { None }
    }
}
