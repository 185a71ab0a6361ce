//! Replies of a server, RESP2.

use std::io::BufRead;

pub(crate) enum Reply {
    /// Null, or an error: a server that doesn't know the question.
    Nothing,
    Integer(i64),
    Text(String),
    Array(Vec<Reply>),
}

impl Reply {
    pub(crate) fn items(&self) -> &[Reply] {
        if let Self::Array(items) = self { items } else { &[] }
    }

    pub(crate) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    pub(crate) fn integer(&self) -> i64 {
        if let Self::Integer(value) = self { *value } else { 0 }
    }

    /// The value behind `key` in a flat list of keys and values.
    pub(crate) fn get(&self, key: &str) -> Option<&Reply> {
        self.pairs().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &Reply)> {
        self.items().chunks_exact(2).map(|pair| (pair[0].text(), &pair[1]))
    }
}

/// Reads one reply; `None` at the end, or if it is none.
pub(crate) fn read(from: &mut impl BufRead) -> Option<Reply> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line).ok()?;
    let line = String::from_utf8(line).ok()?;
    let rest = line.get(1..)?.trim_end();
    match line.as_bytes()[0] {
        b'+' => Some(Reply::Text(rest.to_owned())),
        b'-' => Some(Reply::Nothing),
        b':' => rest.parse().ok().map(Reply::Integer),
        b'$' | b'*' if rest == "-1" => Some(Reply::Nothing),
        b'$' => {
            let mut bytes = vec![0; rest.parse::<usize>().ok()? + 2];
            from.read_exact(&mut bytes).ok()?;
            bytes.truncate(bytes.len() - 2);
            Some(Reply::Text(String::from_utf8_lossy(&bytes).into_owned()))
        }
        b'*' => (0..rest.parse::<usize>().ok()?).map(|_| read(from)).collect::<Option<_>>().map(Reply::Array),
        _ => None,
    }
}
