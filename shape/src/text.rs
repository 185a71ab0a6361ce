//! Text in a constant.

/// The most bytes of a text. A message with a place in a script is shorter.
const SIZE: usize = 1536;

/// A text that is put together while the program compiles. What doesn't fit is cut off.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    bytes: [u8; SIZE],
    length: usize,
}

impl Text {
    /// No text.
    pub(crate) const EMPTY: Self = Self { bytes: [0; SIZE], length: 0 };

    /// The text.
    pub const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            // Cut off inside of a character.
            Err(error) => match std::str::from_utf8(text.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }

    pub(crate) const fn push(&mut self, text: &str) {
        let (bytes, mut at) = (text.as_bytes(), 0);
        while at < bytes.len() && self.length < SIZE {
            self.bytes[self.length] = bytes[at];
            self.length += 1;
            at += 1;
        }
    }

    pub(crate) const fn push_signed(&mut self, number: i128) {
        self.push(if number < 0 { "-" } else { "" });
        self.push_number(number.unsigned_abs());
    }

    pub(crate) const fn push_number(&mut self, number: u128) {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        if number > 9 {
            self.push_number(number / 10);
        }
        self.push(DIGITS[(number % 10) as usize]);
    }
}

/// The texts, one behind the other.
pub const fn joined(texts: &[&str]) -> Text {
    let (mut text, mut at) = (Text::EMPTY, 0);
    while at < texts.len() {
        text.push(texts[at]);
        at += 1;
    }
    text
}

/// Whether the text is one of `texts`.
pub const fn is_among(texts: &[&str], text: &str) -> bool {
    let mut at = 0;
    while at < texts.len() {
        if equal(texts[at], text) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the names are the same, but for capitals and underscores: `resetAt` and `reset_at`.
pub(crate) const fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (mut left, mut right) = (0, 0);
    loop {
        while left < a.len() && a[left] == b'_' {
            left += 1;
        }
        while right < b.len() && b[right] == b'_' {
            right += 1;
        }
        if left == a.len() || right == b.len() {
            return left == a.len() && right == b.len();
        }
        if !a[left].eq_ignore_ascii_case(&b[right]) {
            return false;
        }
        left += 1;
        right += 1;
    }
}

/// Whether the texts are the same.
pub const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
