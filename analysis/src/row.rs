//! Texts in a row: `GET, SET`.

/// Adds a part to a row, with `separator` between it and what is there.
pub(crate) fn append(row: &mut String, separator: &str, part: &str) {
    if !row.is_empty() {
        row.push_str(separator);
    }
    row.push_str(part);
}

/// All parts, as the standard library joins them, which is 1,000 lines of intermediate code.
pub(crate) fn joined(parts: &[&str], separator: &str) -> String {
    let mut row = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            row.push_str(separator);
        }
        row.push_str(part);
    }
    row
}
