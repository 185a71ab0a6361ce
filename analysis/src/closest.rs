//! "Did you mean".

/// The candidate that `name` is most probably a misspelling of, if one is close enough: at most a
/// third of its letters are to be changed, added, dropped or swapped with the next one.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut closest = Closest::to(name);
    for candidate in candidates {
        closest.offer(candidate);
    }
    closest.found()
}

/// The same, candidate by candidate; of two that are as close, the first.
pub(crate) struct Closest<'n, 'a> {
    name: &'n str,
    letters: Vec<char>,
    /// Its distance, and the candidate.
    found: Option<(usize, &'a str)>,
}

impl<'n, 'a> Closest<'n, 'a> {
    pub(crate) fn to(name: &'n str) -> Self {
        Self { name, letters: fold(name), found: None }
    }

    pub(crate) fn offer(&mut self, candidate: &'a str) {
        let length = candidate.chars().count();
        // The distance is at least the difference of the lengths, so for most names that is all there is to do.
        let allowed = (self.name.len().max(candidate.len()) / 3).max(1);
        if self.letters.len().abs_diff(length) > allowed || candidate == self.name {
            return;
        }
        let distance = distance(&self.letters, &fold(candidate));
        if distance <= allowed && distance < length && self.found.is_none_or(|(least, _)| distance < least) {
            self.found = Some((distance, candidate));
        }
    }

    pub(crate) fn found(&self) -> Option<&'a str> {
        self.found.map(|(_, candidate)| candidate)
    }
}

/// The letters as they are compared.
fn fold(name: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(name.len());
    for letter in name.chars() {
        letters.push(if letter == '-' { '_' } else { letter.to_ascii_lowercase() });
    }
    letters
}

/// The optimal string alignment distance.
fn distance(left: &[char], right: &[char]) -> usize {
    // Longer names are never misspellings of ours; this keeps hostile input cheap.
    if left.len().abs_diff(right.len()) > 8 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous = Vec::with_capacity(right.len() + 1);
    for column in 0..=right.len() {
        previous.push(column);
    }
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
