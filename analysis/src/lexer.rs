//! Bytes to tokens, exactly as `llex.c` of Lua 5.1.5 does it in the C locale.
//!
//! Tokens are made one at a time, because a parse error must win over a lexical error further on. What is done for each
//! byte is plain code: unoptimised, in a user's debug build, adapters cost several times as much.

mod number;
mod string;

use crate::bytes::find;
use crate::parser::SyntaxError;
use crate::span::Span;

/// What a token is. Everything that is no word, name, literal or longer operator is a [`Kind::Char`],
/// bytes that Lua has no use for included.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the reserved words and operators of the reference manual, section 2.1")]
pub enum Kind {
    Eof,
    Name,
    String,
    Number(f64),
    Char(u8),
    Concat,
    Dots,
    Equal,
    GreaterEqual,
    LessEqual,
    NotEqual,
    And,
    Break,
    Do,
    Else,
    ElseIf,
    End,
    False,
    For,
    Function,
    If,
    In,
    Local,
    Nil,
    Not,
    Or,
    Repeat,
    Return,
    Then,
    True,
    Until,
    While,
}

/// The reserved words.
const WORDS: &[&str] = &[
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or",
    "repeat", "return", "then", "true", "until", "while",
];

impl Kind {
    /// How a reserved word or an operator of more than one byte is written.
    pub(crate) fn text(self) -> Option<&'static str> {
        match self {
            Self::Concat => Some(".."),
            Self::Dots => Some("..."),
            Self::Equal => Some("=="),
            Self::GreaterEqual => Some(">="),
            Self::LessEqual => Some("<="),
            Self::NotEqual => Some("~="),
            _ => self.word(),
        }
    }

    fn word(self) -> Option<&'static str> {
        for word in WORDS {
            if reserved(word.as_bytes()) == self {
                return Some(*word);
            }
        }
        None
    }

    /// Whether it is a reserved word.
    pub(crate) fn is_word(self) -> bool {
        self.word().is_some()
    }

    /// Whether a block ends before it.
    pub(crate) fn ends_block(self) -> bool {
        matches!(self, Self::Eof | Self::Else | Self::ElseIf | Self::End | Self::Until)
    }
}

/// A token and its place.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub span: Span,
    /// The value of a [`Kind::String`], escapes replaced.
    pub string: Box<[u8]>,
}

/// Reads tokens off a text.
#[derive(Debug)]
pub struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
    comments: Vec<Span>,
    /// Errors inside of tokens that are whole otherwise.
    minor: Vec<SyntaxError>,
}

impl<'a> Lexer<'a> {
    /// Reads `text` from the byte `start` on, which is part of the first line.
    pub fn new(text: &'a [u8], start: u32) -> Self {
        Self { text, at: start as usize, line: 1, comments: Vec::new(), minor: Vec::new() }
    }

    /// The line of the byte behind the last token: what the reference compiler puts into its errors.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// All comments read so far: each from its `--` to before the line end, or to after its `]]`.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    pub(crate) fn into_comments(self) -> Vec<Span> {
        self.comments
    }

    /// The errors since the last call behind which reading went on: as certain as the others.
    pub(crate) fn minor_errors(&mut self) -> &mut Vec<SyntaxError> {
        &mut self.minor
    }

    /// Goes on reading at the byte `offset`, with no line end on the way.
    pub(crate) fn seek(&mut self, offset: u32) {
        self.at = offset as usize;
    }

    /// The next token; at the end of the text an empty [`Kind::Eof`], again and again.
    ///
    /// # Errors
    ///
    /// Whatever `llex` raises an error for, but for an escape that is too large: that is for the parser
    /// to tell. The lexer then stands behind the mistake.
    #[expect(clippy::should_implement_trait, reason = "an iterator would end; this has an end token")]
    pub fn next(&mut self) -> Result<Token, SyntaxError> {
        self.skip_blank()?;
        let start = self.at;
        let mut string = Box::default();
        let kind = match self.peek() {
            None => Kind::Eof,
            Some(quote @ (b'"' | b'\'')) => {
                string = self.quoted(quote)?;
                Kind::String
            }
            Some(b'[') => match self.long_bracket()? {
                Some(level) => {
                    string = self.long_string(start, level)?;
                    Kind::String
                }
                None => Kind::Char(b'['),
            },
            Some(b'.') => self.dots(start)?,
            Some(b'0'..=b'9') => self.numeral(start)?,
            Some(byte) if is_name(byte) => self.name(start),
            Some(byte) => self.operator(byte),
        };
        Ok(Token { kind, span: self.since(start), string })
    }

    /// White space, line ends and comments.
    fn skip_blank(&mut self) -> Result<(), SyntaxError> {
        loop {
            match self.peek() {
                Some(b'\n' | b'\r') => self.line_end(),
                Some(b' ' | b'\t' | 0x0b | 0x0c) => self.at += 1,
                Some(b'-') if self.text.get(self.at + 1) == Some(&b'-') => self.comment()?,
                _ => return Ok(()),
            }
        }
    }

    fn comment(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.at += 2;
        let level = if self.peek() == Some(b'[') { self.level() } else { None };
        if let Some(level) = level {
            self.long_comment(start, level)?;
        } else {
            let text = self.text;
            let mut at = self.at;
            while at < text.len() && !matches!(text[at], b'\n' | b'\r') {
                at += 1;
            }
            self.at = at;
        }
        self.comments.push(self.since(start));
        Ok(())
    }

    /// LF, CR, CR LF or LF CR: one line.
    fn line_end(&mut self) {
        let first = self.peek();
        self.at += 1;
        if matches!(self.peek(), Some(b'\n' | b'\r')) && self.peek() != first {
            self.at += 1;
        }
        self.line += 1;
    }

    fn name(&mut self, start: usize) -> Kind {
        let text = self.text;
        let mut at = start;
        while at < text.len() && is_name_part(text[at]) {
            at += 1;
        }
        self.at = at;
        reserved(&text[start..at])
    }

    fn dots(&mut self, start: usize) -> Result<Kind, SyntaxError> {
        self.at += 1;
        Ok(if self.accept(b".") {
            if self.accept(b".") { Kind::Dots } else { Kind::Concat }
        } else if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.numeral(start)?
        } else {
            Kind::Char(b'.')
        })
    }

    fn numeral(&mut self, start: usize) -> Result<Kind, SyntaxError> {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit() || byte == b'.') {
            self.at += 1;
        }
        if self.accept(b"Ee") {
            self.accept(b"+-");
        }
        while self.peek().is_some_and(is_name_part) {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        // The reference hands the text to `strtod`, for which it ends at a NUL.
        let text = &text[..find(text, 0).unwrap_or(text.len())];
        number::value(text).map(Kind::Number).ok_or_else(|| {
            let (message, help) = number::mistake(text);
            self.error(start, message, help)
        })
    }

    fn operator(&mut self, byte: u8) -> Kind {
        self.at += 1;
        let kind = match byte {
            b'=' => Kind::Equal,
            b'<' => Kind::LessEqual,
            b'>' => Kind::GreaterEqual,
            b'~' => Kind::NotEqual,
            _ => return Kind::Char(byte),
        };
        if self.peek() != Some(b'=') {
            return Kind::Char(byte);
        }
        self.at += 1;
        kind
    }

    /// Steps over the next byte if it is in `set`, or NUL: `check_next` of the reference asks
    /// `strchr`, which finds the end of the set for a NUL.
    fn accept(&mut self, set: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| byte == 0 || set.contains(&byte));
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        if self.at < self.text.len() { Some(self.text[self.at]) } else { None }
    }

    fn since(&self, start: usize) -> Span {
        Span::new(offset(start), offset(self.at))
    }

    fn error(&self, start: usize, message: impl Into<String>, help: Option<String>) -> SyntaxError {
        SyntaxError::syntax(self.since(start), self.line, message.into(), help)
    }
}

/// The reserved word that a name is, or [`Kind::Name`].
fn reserved(name: &[u8]) -> Kind {
    match name {
        b"and" => Kind::And,
        b"break" => Kind::Break,
        b"do" => Kind::Do,
        b"else" => Kind::Else,
        b"elseif" => Kind::ElseIf,
        b"end" => Kind::End,
        b"false" => Kind::False,
        b"for" => Kind::For,
        b"function" => Kind::Function,
        b"if" => Kind::If,
        b"in" => Kind::In,
        b"local" => Kind::Local,
        b"nil" => Kind::Nil,
        b"not" => Kind::Not,
        b"or" => Kind::Or,
        b"repeat" => Kind::Repeat,
        b"return" => Kind::Return,
        b"then" => Kind::Then,
        b"true" => Kind::True,
        b"until" => Kind::Until,
        b"while" => Kind::While,
        _ => Kind::Name,
    }
}

/// Whether a name can begin with `byte`.
pub(crate) fn is_name(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_')
}

/// Whether a name can go on with `byte`.
pub(crate) fn is_name_part(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_')
}

/// An index as a [`Span`] counts. The parser refuses texts that are too long for it.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
