//! What the reference compiler would refuse, in words for people.

use super::code::Limit;
use super::{Failed, MAX_LEVELS, Parse, Parser, mistake};
use crate::lexer::{Kind, Token};
use crate::span::Span;

/// Why a text can't be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Whether the text is wrong, or only too much of it.
    pub kind: ErrorKind,
    /// The offending bytes.
    pub span: Span,
    /// The line that the reference compiler would name: where it had read to.
    pub line: u32,
    /// One line, lower case: what was found and what was expected.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// What kind of [`SyntaxError`] it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// It is no Lua 5.1.
    Syntax,
    /// It is, but more of something than the compiler can take.
    Limit,
}

impl SyntaxError {
    pub(crate) fn syntax(span: Span, line: u32, message: String, help: Option<String>) -> Self {
        Self { kind: ErrorKind::Syntax, span, line, message, help }
    }
}

impl Parser<'_> {
    /// Keeps `error`.
    #[cold]
    pub(super) fn record(&mut self, error: SyntaxError) -> Failed {
        self.errors.push(error);
        Failed::Recorded
    }

    /// Fails at `span`.
    #[cold]
    pub(super) fn fail<T>(&mut self, span: Span, message: impl Into<String>, help: Option<String>) -> Parse<T> {
        Err(self.failed(span, message.into(), help))
    }

    fn failed(&mut self, span: Span, message: String, help: Option<String>) -> Failed {
        self.record(SyntaxError::syntax(span, self.lexer.line(), message, help))
    }

    /// Fails at `span` because there is too much of something.
    #[cold]
    pub(super) fn limit<T>(&mut self, span: Span, message: impl Into<String>, help: &str) -> Parse<T> {
        Err(self.too_much(span, message.into(), help))
    }

    fn too_much(&mut self, span: Span, message: String, help: &str) -> Failed {
        if !self.errors.is_empty() {
            // What is too much may not be once the errors are mended.
            return Failed::Recorded;
        }
        let (line, help) = (self.lexer.line(), Some(help.to_owned()));
        self.record(SyntaxError { kind: ErrorKind::Limit, span, line, message, help })
    }

    /// The current token is not what the grammar asks for.
    #[cold]
    pub(super) fn unexpected<T>(&mut self, expected: &str) -> Parse<T> {
        self.unexpected_with(expected, None)
    }

    /// As [`Parser::unexpected`], with what to write where nothing better is known.
    #[cold]
    pub(super) fn unexpected_with<T>(&mut self, expected: &str, help: Option<&str>) -> Parse<T> {
        Err(self.something_else(expected, help))
    }

    fn something_else(&mut self, expected: &str, help: Option<&str>) -> Failed {
        if let Some(found) = mistake::spot(self.text, &self.token, self.previous_kind, self.previous) {
            return self.failed(found.span, found.message, found.help);
        }
        let message = format!("expected {expected}, found {}", self.found());
        self.failed(self.token.span, message, help.map(str::to_owned))
    }

    /// The current token does not close what `opener` opened.
    #[cold]
    pub(super) fn unclosed<T>(&mut self, kind: Kind, opener: Kind, at: Span) -> Parse<T> {
        if let Some(found) = mistake::spot(self.text, &self.token, self.previous_kind, self.previous) {
            return self.fail(found.span, found.message, found.help);
        }
        let line = self.line_of(at);
        let message =
            format!("expected {} to close the {} of line {line}, found {}", quoted(kind), quoted(opener), self.found());
        let help = self.lacking_end(kind).or_else(|| mistake::unclosed(self.text, &self.token, kind, opener));
        self.fail(self.token.span, message, help)
    }

    /// There is something else where a name must be.
    #[cold]
    pub(super) fn no_name<T>(&mut self) -> Parse<T> {
        Err(self.other_than_name())
    }

    fn other_than_name(&mut self) -> Failed {
        let method = self.previous_kind == Kind::Char(b':');
        if method && self.token.kind != Kind::Name {
            let help = "a field of a table is `name = value`; a condition ends with `then`, a loop's head with `do`";
            return self.something_else("the name of a method behind `:`", Some(help));
        }
        if !self.token.kind.is_word() {
            return self.something_else("a name", None);
        }
        let word = self.token.kind.text().unwrap_or_default();
        let help = if self.previous_kind == Kind::Char(b'.') {
            format!("write `[\"{word}\"]` instead of `.{word}`")
        } else {
            format!("choose another name: `{word}_`")
        };
        self.failed(self.token.span, format!("`{word}` is a reserved word and can't be a name"), Some(help))
    }

    /// The code of the current function would be too much, with what ends before the current token.
    #[cold]
    pub(super) fn code_limit<T>(&mut self, limit: Limit) -> Parse<T> {
        let (what, help) = match limit {
            Limit::Registers => (
                "needs more than 250 registers: a list, a call or an expression has too many values",
                "split the list or the expression; keep values in a table instead of in local variables",
            ),
            Limit::Constants => ("has more than 262143 constants", "move parts of it into functions of their own"),
            Limit::Jump => (
                "has a loop, a condition or an expression that is too long to jump over",
                "move its body into a function",
            ),
            Limit::Variables => {
                ("declares more than 32767 local variables", "move parts of it into functions of their own")
            }
        };
        let message = format!("{} {what}", self.scope.owner());
        self.limit(self.previous, message, help)
    }

    /// The block that lacks its `end`, if the indentation tells.
    fn lacking_end(&self, kind: Kind) -> Option<String> {
        let (opener, end) = self.misplaced_end.filter(|_| kind == Kind::End)?;
        let word = String::from_utf8_lossy(opener.of(self.text)).into_owned();
        let (opener, end) = (self.line_of(opener), self.line_of(end));
        Some(format!(
            "the `{word}` of line {opener} seems to lack its `end`: the one of line {end} is indented as for a block around it"
        ))
    }

    #[cold]
    pub(super) fn too_deep<T>(&mut self) -> Parse<T> {
        let help = "move inner parts into local functions or variables";
        self.limit(self.token.span, format!("more than {MAX_LEVELS} levels of nesting"), help)
    }

    /// The current token, for a message.
    pub(super) fn found(&self) -> String {
        described(self.text, &self.token)
    }

    /// The line, as the reference lexer counts it, of the first byte of `span`.
    fn line_of(&self, span: Span) -> u32 {
        crate::span::Lines::new(self.text).line(span.start)
    }
}

/// A token, for a message.
pub(super) fn described(text: &[u8], token: &Token) -> String {
    let shown = || mistake::cut(token.span.of(text));
    match token.kind {
        Kind::Eof => "the end of the script".to_owned(),
        Kind::Name => format!("the name `{}`", shown()),
        Kind::Number(_) => format!("the number `{}`", shown()),
        Kind::String => "a string".to_owned(),
        Kind::Char(_) => mistake::character(text, token.span),
        kind => quoted(kind),
    }
}

/// A kind of token that is always written the same way, in back-quotes.
pub(super) fn quoted(kind: Kind) -> String {
    match kind {
        Kind::Eof => "the end of the script".to_owned(),
        Kind::Char(byte) => format!("`{}`", char::from(byte)),
        kind => format!("`{}`", kind.text().unwrap_or("name")),
    }
}
