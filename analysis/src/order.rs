//! Lists in the order of the text: for all types of items by one sort.
//!
//! An application compiles this crate unoptimised, before anything of its own, and there the sort of the standard
//! library is 3,400 lines of intermediate code for each type of items.

use crate::Span;
use crate::usage::Numbered;

/// Sorts by `key`; what has the same stays in its order.
pub(crate) fn sort_by<T>(items: &mut [T], key: &dyn Fn(&T) -> (u64, u64)) {
    let mut keys: Vec<(u64, u64, usize)> = Vec::with_capacity(items.len());
    let mut is_sorted = true;
    for item in &*items {
        let (first, second) = key(item);
        if let Some((before, and, _)) = keys.last() {
            is_sorted &= *before < first || *before == first && *and <= second;
        }
        keys.push((first, second, keys.len()));
    }
    // Most lists are, since they were made in the order of the text.
    if is_sorted {
        return;
    }
    for (at, from) in sources(keys).iter().enumerate() {
        items.swap(at, *from);
    }
}

/// Of keys with their places: for each place in turn, where what belongs there is by then.
fn sources(mut keys: Vec<(u64, u64, usize)>) -> Vec<usize> {
    keys.sort_unstable();
    let mut sources = Vec::with_capacity(keys.len());
    for (at, (_, _, from)) in keys.iter().enumerate() {
        // What stood at an earlier place has been swapped to where the item came from that is there now.
        let mut from = *from;
        while from < at {
            from = sources[from];
        }
        sources.push(from);
    }
    sources
}

/// Sorts by places in the text: no place first, then what starts first, then what ends first.
pub(crate) fn sort_by_span<T>(items: &mut [T], span: &dyn Fn(&T) -> Option<Span>) {
    sort_by(items, &|item| (place(span(item)), 0));
}

/// Expressions, locals or functions in the order of the chunk, each once.
pub(crate) fn in_order<Id: Numbered>(mut ids: Vec<Id>) -> Vec<Id> {
    sort_by(&mut ids, &|id| (id.number() as u64, 0));
    let mut once: Vec<Id> = Vec::with_capacity(ids.len());
    for id in &ids {
        if !matches!(once.last(), Some(last) if last.number() == id.number()) {
            once.push(*id);
        }
    }
    once
}

/// A number that is as great as a place is late.
pub(crate) fn place(span: Option<Span>) -> u64 {
    span.map_or(0, |span| (u64::from(span.start) << 32 | u64::from(span.end)).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut random = fastrand::Rng::with_seed(1);
        for length in 0..200 {
            let mut items: Vec<(u64, u64, usize)> =
                (0..length).map(|at| (random.u64(..9), random.u64(..3), at)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(first, second, _)| (*first, *second));
            sort_by(&mut items, &|(first, second, _)| (*first, *second));
            assert_eq!(items, expected);
        }
    }

    #[test]
    fn no_place_is_before_all_places() {
        let span = |start, end| Some(Span::new(start, end));
        let mut spans = [span(u32::MAX, u32::MAX), span(3, 4), span(3, 3), None, span(0, 0), span(0, u32::MAX)];
        sort_by_span(&mut spans, &|span| *span);
        assert_eq!(spans, [None, span(0, 0), span(0, u32::MAX), span(3, 3), span(3, 4), span(u32::MAX, u32::MAX)]);
    }
}
