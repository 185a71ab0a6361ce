//! String literals and long brackets.

use super::{Lexer, offset};
use crate::bytes::find;
use crate::parser::SyntaxError;
use crate::span::Span;

impl Lexer<'_> {
    /// A string between `quote`s; the lexer stands on the first.
    pub(super) fn quoted(&mut self, quote: u8) -> Result<Box<[u8]>, SyntaxError> {
        let start = self.at;
        let mut value = Vec::new();
        self.at += 1;
        loop {
            match self.peek() {
                None | Some(b'\n' | b'\r') => return Err(self.unfinished(start, quote)),
                Some(b'\\') => self.escape(&mut value),
                Some(byte) if byte == quote => {
                    self.at += 1;
                    return Ok(value.into());
                }
                Some(_) => value.extend_from_slice(self.plain(quote)),
            }
        }
    }

    /// Steps over what a string has as it is written.
    fn plain(&mut self, quote: u8) -> &[u8] {
        let (text, start) = (self.text, self.at);
        let mut at = start;
        while at < text.len() && !matches!(text[at], b'\n' | b'\r' | b'\\') && text[at] != quote {
            at += 1;
        }
        self.at = at;
        &text[start..at]
    }

    fn unfinished(&self, start: usize, quote: u8) -> SyntaxError {
        let quote = char::from(quote);
        let help = format!("end it with `{quote}` on this line; for a string of several lines use `[[ .. ]]`");
        self.error(start, "unfinished string", Some(help))
    }

    /// A backslash and what follows it. An unknown escape is the character itself.
    fn escape(&mut self, value: &mut Vec<u8>) {
        let start = self.at;
        self.at += 1;
        let Some(byte) = self.peek() else { return };
        let replaced = match byte {
            b'a' => 0x07,
            b'b' => 0x08,
            b'f' => 0x0c,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 0x0b,
            b'\n' | b'\r' => {
                self.line_end();
                value.push(b'\n');
                return;
            }
            b'0'..=b'9' => {
                value.push(self.decimal_escape(start));
                return;
            }
            other => other,
        };
        self.at += 1;
        value.push(replaced);
    }

    /// One to three digits: the value of a byte.
    fn decimal_escape(&mut self, start: usize) -> u8 {
        let mut code = 0u16;
        let end = self.at + 3;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            if self.at == end {
                break;
            }
            code = code * 10 + u16::from(digit - b'0');
            self.at += 1;
        }
        u8::try_from(code).unwrap_or_else(|_| {
            let help = format!(
                "`\\` with digits is a byte in decimal, 255 at most; if the digits are text, double the backslash: `\\\\{code}`"
            );
            let error = self.error(start, format!("escape sequence `\\{code}` is too large"), Some(help));
            self.minor.push(error);
            u8::MAX
        })
    }

    /// `[[`, `[=[`, `[==[`: its level, and the lexer stands behind it; or a plain `[`.
    pub(super) fn long_bracket(&mut self) -> Result<Option<usize>, SyntaxError> {
        let start = self.at;
        if let Some(level) = self.level() {
            return Ok(Some(level));
        }
        if self.at == start + 1 {
            return Ok(None);
        }
        let help = "a long string begins with `[[` or `[=[`".to_owned();
        Err(self.error(start, "invalid long string delimiter", Some(help)))
    }

    /// Steps over a bracket and the `=` behind it; over a second such bracket too, if there is one:
    /// then it is a long one and has a level.
    pub(super) fn level(&mut self) -> Option<usize> {
        let bracket = self.peek();
        self.at += 1;
        let start = self.at;
        while self.peek() == Some(b'=') {
            self.at += 1;
        }
        let level = self.at - start;
        (self.peek() == bracket).then(|| {
            self.at += 1;
            level
        })
    }

    /// The rest of a long string that began at `start`.
    pub(super) fn long_string(&mut self, start: usize, level: usize) -> Result<Box<[u8]>, SyntaxError> {
        let mut value = Vec::new();
        self.long(start, level, "string", |bytes| value.extend_from_slice(bytes))?;
        Ok(value.into())
    }

    /// The rest of a long comment that began at `start`.
    pub(super) fn long_comment(&mut self, start: usize, level: usize) -> Result<(), SyntaxError> {
        self.long(start, level, "comment", |_| ())
    }

    fn long(&mut self, start: usize, level: usize, what: &str, mut save: impl FnMut(&[u8])) -> Result<(), SyntaxError> {
        if matches!(self.peek(), Some(b'\n' | b'\r')) {
            self.line_end();
        }
        loop {
            let from = self.at;
            match self.peek() {
                None => return Err(self.unfinished_long(start, level, what)),
                Some(b'[') => match self.level_before_last() {
                    Some(0) if level == 0 => return Err(self.nested(from, what)),
                    Some(found) if found == level => self.at += 1,
                    _ => {}
                },
                Some(b']') => {
                    if self.level_before_last() == Some(level) {
                        self.at += 1;
                        return Ok(());
                    }
                }
                Some(b'\n' | b'\r') => {
                    self.line_end();
                    save(b"\n");
                    continue;
                }
                Some(_) => self.at += 1,
            }
            save(&self.text[from..self.at]);
        }
    }

    /// As [`Lexer::level`], but stays before the second bracket, which may begin one itself.
    fn level_before_last(&mut self) -> Option<usize> {
        let level = self.level();
        self.at -= usize::from(level.is_some());
        level
    }

    fn unfinished_long(&self, start: usize, level: usize, what: &str) -> SyntaxError {
        let close = format!("]{}]", "=".repeat(level.min(8)));
        let open = find(&self.text[start..], b'[').unwrap_or(0);
        let mut error = self.error(start, format!("unfinished long {what}: no `{close}` closes it"), None);
        error.span = Span::new(offset(start), offset(start + open + level + 2));
        error
    }

    fn nested(&self, from: usize, what: &str) -> SyntaxError {
        let mut error = self.error(
            from,
            format!("`[[` inside of a `[[ .. ]]` {what} is refused by most servers"),
            Some("give the outer brackets a level: `[=[ .. ]=]`".to_owned()),
        );
        error.span = Span::new(offset(from), offset(from + 2));
        error
    }
}
