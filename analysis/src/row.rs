//! Texts in a row: `GET, SET`.

/// Adds a part to a row, with `separator` between it and what is there.
pub(crate) fn append(row: &mut String, separator: &str, part: &str) {
    if !row.is_empty() {
        row.push_str(separator);
    }
    row.push_str(part);
}
