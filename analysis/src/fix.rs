//! Edits of a script that mend what is wrong with it.

use crate::order::{sort_by, sort_by_span};
use crate::span::Span;

/// The bytes at `span` become `replacement`; an empty span is a place to put it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

impl Edit {
    /// Puts `text` in at `offset`.
    pub(crate) fn insert(offset: u32, text: &str) -> Self {
        Self::replace(Span::new(offset, offset), text)
    }

    /// Puts `text` in place of what is at `span`.
    pub(crate) fn replace(span: Span, text: &str) -> Self {
        Self { span, replacement: text.to_owned() }
    }
}

/// A script with fixes applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The script, every byte outside of the fixes as it was.
    pub text: Vec<u8>,
    /// How many fixes are in it.
    pub applied: usize,
}

/// Applies each of `fixes` to `text`: all edits of one, or none of them. One that touches what an earlier
/// one edits is left out; the diagnostics of the text that comes out have it again.
///
/// ```
/// use redis_script_analysis::{Declaration, Script, apply_fixes};
///
/// let text = b"count = redis.call('INCR', KEYS[1])\nreturn count";
/// let found = Script::parse(text).unwrap().check(&Declaration::default());
/// let fixed = apply_fixes(text, found.iter().map(|diagnostic| &*diagnostic.fix));
/// assert_eq!(fixed.text, b"local count = redis.call('INCR', KEYS[1])\nreturn count");
/// ```
pub fn apply_fixes<'a>(text: &[u8], fixes: impl IntoIterator<Item = &'a [Edit]>) -> Fixed {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut applied = 0;
    let mut fixes: Vec<&[Edit]> = fixes.into_iter().filter(|fix| !fix.is_empty()).collect();
    sort_by(&mut fixes, &|fix| (fix.iter().map(|edit| u64::from(edit.span.start)).min().unwrap_or(0), 0));
    let mut end = None;
    for fix in fixes {
        // They come in the order of their starts, so the furthest end so far decides.
        let fits = |edit: &Edit| end.is_none_or(|end| edit.span.start > end) && edit.span.end as usize <= text.len();
        if fix.iter().all(fits) {
            end = end.max(fix.iter().map(|edit| edit.span.end).max());
            edits.extend(fix);
            applied += 1;
        }
    }
    sort_by_span(&mut edits, &|edit| Some(edit.span));
    let mut out = Vec::with_capacity(text.len() + 16 * edits.len());
    let mut at = 0;
    for edit in edits {
        out.extend_from_slice(&text[at..edit.span.start as usize]);
        out.extend_from_slice(edit.replacement.as_bytes());
        at = edit.span.end as usize;
    }
    out.extend_from_slice(&text[at..]);
    Fixed { text: out, applied }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_an_earlier_fix_is_left_out() {
        let around = [Edit::insert(1, "("), Edit::insert(3, ")")];
        let inside = [Edit::replace(Span::new(2, 3), "X")];
        let behind = [Edit::replace(Span::new(4, 5), "")];
        let outside = [Edit::insert(9, "!")];
        let fixed = apply_fixes(b"abcdef", [&behind[..], &inside, &around, &[], &outside]);
        assert_eq!(fixed, Fixed { text: b"a(bc)df".to_vec(), applied: 2 });
    }
}
