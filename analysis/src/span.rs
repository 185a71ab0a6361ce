//! Places in a script, and what people call them: lines and columns.

/// A range of bytes of the script, `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// From the start of `self` to the end of `other`.
    #[must_use]
    pub const fn to(self, other: Self) -> Self {
        Self::new(self.start, other.end)
    }

    /// The bytes of `text` that the span covers, cut to what is there.
    pub fn of(self, text: &[u8]) -> &[u8] {
        let end = (self.end as usize).min(text.len());
        &text[(self.start as usize).min(end)..end]
    }
}

/// A line and a column as editors count them: both start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, as the server's compiler counts it.
    pub line: u32,
    /// The column, in characters (in bytes where the line isn't UTF-8).
    pub column: u32,
}

/// Where each line of a text starts.
///
/// Lines end as in the reference lexer (`inclinenumber` in `llex.c`): at LF, CR, CR LF or LF CR,
/// so that a line number here is the one that a server prints.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<u32>,
    stops: Vec<Stop>,
}

/// How far apart the [`Stop`]s of a line are.
const STRIDE: usize = 4096;

/// A place inside of a long line from which columns are counted: minified scripts are one line, and to count from its
/// start for each of many findings would take long.
#[derive(Clone, Copy, Debug)]
struct Stop {
    at: u32,
    /// The characters before it in its line; `None` where these aren't UTF-8.
    characters: Option<usize>,
}

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &[u8]) -> Self {
        let mut starts = vec![0];
        let mut stops = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let byte = text[at];
            at += 1;
            if byte == b'\n' || byte == b'\r' {
                if matches!(text.get(at), Some(next) if matches!(next, b'\n' | b'\r') && *next != byte) {
                    at += 1;
                }
                add_stops(&mut stops, text, starts[starts.len() - 1], at);
                starts.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        add_stops(&mut stops, text, starts[starts.len() - 1], at);
        Self { starts, stops }
    }

    /// How many lines there are; a text that ends in a line end has an empty last one.
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The line, from 1, that holds the byte at `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// Line and column of the byte at `offset`.
    pub fn position(&self, text: &[u8], offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1];
        let whole = Span::new(start, offset).of(text).len();
        let after = self.stops.partition_point(|stop| stop.at <= offset);
        let stop = after.checked_sub(1).map(|at| self.stops[at]).filter(|stop| stop.at > start);
        let Stop { at, characters } = stop.unwrap_or(Stop { at: start, characters: Some(0) });
        let near = std::str::from_utf8(Span::new(at, offset).of(text));
        let column = match (characters, near) {
            (Some(characters), Ok(near)) => characters + near.chars().count(),
            _ => whole,
        };
        Position { line, column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1) }
    }

    /// The bytes of `line` (from 1), without its line end; empty if there is no such line.
    pub fn span(&self, text: &[u8], line: u32) -> Span {
        let index = line as usize;
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let Some(start) = index.checked_sub(1).and_then(|at| self.starts.get(at)).copied() else {
            return Span::new(length, length);
        };
        let mut end = self.starts.get(index).copied().unwrap_or(length);
        while end > start && matches!(text[end as usize - 1], b'\n' | b'\r') {
            end -= 1;
        }
        Span::new(start, end)
    }
}

/// The stops of the line from `start` to `end`.
fn add_stops(stops: &mut Vec<Stop>, text: &[u8], start: u32, end: usize) {
    let mut from = start as usize;
    let mut characters = Some(0);
    while end - from > STRIDE {
        let mut at = from + STRIDE;
        // Not inside of a character.
        while at < end && text[at] & 0xc0 == 0x80 {
            at += 1;
        }
        let piece = std::str::from_utf8(&text[from..at]);
        characters = characters.and_then(|before| Some(before + piece.ok()?.chars().count()));
        stops.push(Stop { at: u32::try_from(at).unwrap_or(u32::MAX), characters });
        from = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_as_the_reference_lexer_does() {
        let text = b"a\nb\r\nc\rd\n\re\n\nf";
        let lines = Lines::new(text);
        let of = |byte: u8| lines.line(u32::try_from(text.iter().position(|b| *b == byte).unwrap()).unwrap());
        assert_eq!([of(b'a'), of(b'b'), of(b'c'), of(b'd'), of(b'e'), of(b'f')], [1, 2, 3, 4, 5, 7]);
        assert_eq!(lines.span(text, 2).of(text), b"b");
        assert_eq!(lines.span(text, 9).of(text), b"");
    }

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let counted = |before: &[u8]| std::str::from_utf8(before).map_or(before.len(), |before| before.chars().count());
        for (unit, broken) in [("ä", ""), ("abcä中", ""), ("\u{1f600}x", ""), ("x", ""), ("ä", "\n"), ("中", "\r\n")]
        {
            let mut text = format!("{}{broken}{}", unit.repeat(2 * STRIDE), unit.repeat(3 * STRIDE)).into_bytes();
            for _ in 0..2 {
                let lines = Lines::new(&text);
                let ends = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
                for offset in (ends..=text.len()).step_by(509) {
                    let column = lines.position(&text, u32::try_from(offset).unwrap()).column as usize;
                    assert_eq!(column, counted(&text[ends..offset]) + 1, "{unit}{broken} {offset}");
                }
                // The same where it isn't UTF-8 from some byte on.
                text[ends + 2 * STRIDE + 77] = 0xff;
            }
        }
    }

    #[test]
    fn columns_count_characters() {
        let text = "local s = 'ä' x".as_bytes();
        let lines = Lines::new(text);
        let offset = u32::try_from(text.len() - 1).unwrap();
        assert_eq!(lines.position(text, offset), Position { line: 1, column: 15 });
    }
}
