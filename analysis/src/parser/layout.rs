//! What the indentation tells about blocks.

use crate::bytes::leading;
use crate::span::Span;

/// How much of a line is looked at.
const LONGEST: usize = 1000;

/// Whether `end` is the first word of its line, and that is indented less than the line of `opener`.
pub(super) fn is_outdented(text: &[u8], opener: Span, end: Span) -> bool {
    let Some((inner, _)) = indentation(text, opener) else { return false };
    match indentation(text, end) {
        Some((outer, true)) => inner.len() > outer.len() && inner.starts_with(outer),
        _ => false,
    }
}

/// The blanks that the line of `word` begins with, and whether nothing else is before it.
fn indentation(text: &[u8], word: Span) -> Option<(&[u8], bool)> {
    let before = text.get(..word.start as usize)?;
    let near = &before[before.len().saturating_sub(LONGEST)..];
    let line = match near.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) {
        Some(at) => &near[at + 1..],
        None if near.len() == before.len() => near,
        None => return None,
    };
    let blanks = leading(line, |byte| matches!(byte, b' ' | b'\t'));
    Some((blanks, blanks.len() == line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_the_lines() {
        let text = b"while a do\n  if b then\nend\n";
        let (opener, end) = (Span::new(13, 15), Span::new(23, 26));
        assert!(is_outdented(text, opener, end));
        assert!(!is_outdented(text, Span::new(0, 5), end));
        assert!(!is_outdented(b"  if b then end", Span::new(2, 4), Span::new(12, 15)));
    }
}
