//! "Did you mean".

/// The candidate that `name` is most probably a misspelling of, if one is close enough: at most a
/// third of its letters are to be changed, added, dropped or swapped with the next one.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = name.to_ascii_lowercase().replace('-', "_");
    let rate = |candidate: &'a str| {
        let other = candidate.to_ascii_lowercase().replace('-', "_");
        let allowed = (folded.len().max(other.len()) / 3).max(1);
        let distance = distance(&folded, &other);
        (candidate != name && distance <= allowed && distance < other.chars().count()).then_some((distance, candidate))
    };
    candidates.into_iter().filter_map(rate).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// The optimal string alignment distance.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    // Longer names are never misspellings of ours; this keeps hostile input cheap.
    if left.len().abs_diff(right.len()) > 8 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let replaced = previous[column] + usize::from(a != b);
            let mut least = replaced.min(previous[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[right.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn finds_misspellings_and_nothing_else() {
        let flags = ["no-writes", "allow-oom", "allow-stale", "no-cluster", "allow-cross-slot-keys"];
        let of = |name| closest(name, flags);
        assert_eq!(of("no-write"), Some("no-writes"));
        assert_eq!(of("NO_WRITES"), Some("no-writes"));
        assert_eq!(of("nowrites"), Some("no-writes"));
        assert_eq!(of("on-writes"), Some("no-writes"));
        assert_eq!(of("allow-cross-slot"), Some("allow-cross-slot-keys"));
        assert_eq!(of("readonly"), None);
        assert_eq!(of(""), None);
        assert_eq!(closest("x", ["y"]), None);
    }
}
