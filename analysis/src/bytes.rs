//! Where things are in texts that may be no UTF-8. Unoptimised, a plain loop costs less than an iterator.

/// The first place of `byte`.
pub(crate) fn find(text: &[u8], byte: u8) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        if text[at] == byte {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The bytes at the start of a text that are all of one sort.
pub(crate) fn leading(text: &[u8], sort: fn(u8) -> bool) -> &[u8] {
    let mut at = 0;
    while at < text.len() && sort(text[at]) {
        at += 1;
    }
    &text[..at]
}

/// Up to the first blank or line end.
pub(crate) fn first_word(text: &[u8]) -> &[u8] {
    leading(text, |byte| !matches!(byte, b' ' | b'\r' | b'\n'))
}
