//! Mistakes behind which parsing can go on, because only one text can have been meant: then what is
//! found further on is no consequence of them.
//!
//! Everything else ends the parsing: rather one error too few than one that isn't there.

use super::expression::{Binding, binary, unary};
use super::mistake::{self, Mistake};
use super::{Failed, Operand, Parse, Parser};
use crate::ast::{Block, StatementKind, UnaryOperator};
use crate::bytes::leading;
use crate::lexer::{Kind, is_name_part};
use crate::span::Span;

/// How many errors are enough.
const MOST_ERRORS: usize = 10;

impl Parser<'_> {
    /// Records an error, and goes on as if it weren't there.
    #[cold]
    pub(super) fn mend(&mut self, span: Span, message: impl Into<String>, help: &str) -> Parse<()> {
        let _: Parse<()> = self.fail(span, message, Some(help.to_owned()));
        if self.errors.len() < MOST_ERRORS { Ok(()) } else { Err(Failed::Recorded) }
    }

    fn mend_mistake(&mut self, found: Mistake) -> Parse<()> {
        self.mend(found.span, found.message, found.help.as_deref().unwrap_or_default())
    }

    /// Makes what is behind the byte `offset` of the current line the current token.
    fn skip_to(&mut self, offset: u32) -> Parse<()> {
        if self.ahead.is_none() {
            self.lexer.seek(offset);
        }
        self.advance()
    }

    /// The operator that the current token is, or would be in Lua: `&&`, `||`, `!=`.
    pub(super) fn binary_operator(&self) -> Option<Binding> {
        binary(self.token.kind).or_else(|| match self.token.kind {
            Kind::Char(b'!' | b'&' | b'|') => binary(self.meant_operator()?.0),
            _ => None,
        })
    }

    /// The operator that the current token is, or would be in Lua: `!`.
    pub(super) fn unary_operator(&self) -> Option<UnaryOperator> {
        let meant = self.at_char(b'!') && self.meant_operator().is_none();
        if meant { Some(UnaryOperator::Not) } else { unary(self.token.kind) }
    }

    /// What is meant by an operator of another language, and how long it is.
    fn meant_operator(&self) -> Option<(Kind, u32)> {
        let rest = self.text.get(self.token.span.start as usize..)?;
        let known: [(&[u8], Kind); 4] =
            [(b"!==", Kind::NotEqual), (b"!=", Kind::NotEqual), (b"&&", Kind::And), (b"||", Kind::Or)];
        for (written, kind) in &known {
            if rest.starts_with(written) {
                return Some((*kind, u32::try_from(written.len()).ok()?));
            }
        }
        None
    }

    /// Steps over an operator.
    pub(super) fn step_over_operator(&mut self) -> Parse<()> {
        if matches!(self.token.kind, Kind::Char(b'!' | b'&' | b'|')) { self.mend_operator() } else { self.advance() }
    }

    #[cold]
    fn mend_operator(&mut self) -> Parse<()> {
        let length = self.meant_operator().map_or(1, |(_, length)| length);
        let end = self.token.span.start + length;
        if let Some(found) = mistake::spot(self.text, &self.token, self.previous_kind, self.previous) {
            self.mend_mistake(found)?;
        }
        self.skip_to(end)
    }

    /// `a === b`: the third `=` stands where an operand should.
    pub(super) fn mend_operand(&mut self) -> Parse<()> {
        let third =
            self.at_char(b'=') && self.previous_kind == Kind::Equal && self.previous.end == self.token.span.start;
        if !third {
            return Ok(());
        }
        self.mend(self.previous.to(self.token.span), "`===` is no operator in Lua", "write `==`")?;
        self.advance()
    }

    /// `if a = b then`.
    pub(super) fn mend_condition(&mut self) -> Parse<()> {
        if !self.at_char(b'=') {
            return Ok(());
        }
        self.mend(self.token.span, "`=` assigns, it does not compare", "write `==`")?;
        self.advance()?;
        self.expression().map(drop)
    }

    /// Steps over `then` or `do`. What stands in its place can make clear that it is all that is missing.
    pub(super) fn expect_block(&mut self, word: Kind) -> Parse<()> {
        if self.at(word) {
            return self.advance();
        }
        let written = word.text().unwrap_or_default();
        let other = matches!(self.token.kind, Kind::Then | Kind::Do);
        if other || self.begins_statement() {
            let message = format!("expected `{written}`, found {}", self.found());
            let help = if other { format!("write `{written}`") } else { format!("write `{written}` before it") };
            self.mend(self.token.span, message, &help)?;
            return if other { self.advance() } else { Ok(()) };
        }
        if let Some(found) = mistake::no_block(self.text, &self.token, self.previous_kind, written) {
            return self.fail(found.span, found.message, found.help);
        }
        let help = if word == Kind::Then { "write `then` behind the condition" } else { "write `do` before the body" };
        self.unexpected_with(&format!("`{written}`"), Some(help))
    }

    /// Whether the current token is on a line of its own and can only begin a statement.
    pub(super) fn begins_statement(&self) -> bool {
        use Kind::{Break, For, If, Local, Repeat, Return, While};
        self.last_line < self.lexer.line()
            && matches!(self.token.kind, Break | For | If | Local | Repeat | Return | While)
    }

    /// No statement begins with the current token.
    #[cold]
    pub(super) fn no_statement(&mut self) -> Parse<StatementKind> {
        let Some(found) = mistake::statement(self.text, &self.token, self.previous_kind, self.previous) else {
            return self.unexpected("a statement");
        };
        let start = self.token.span.start as usize;
        let rest = self.text.get(start..).unwrap_or_default();
        let behind = |length: usize| u32::try_from(start + length).unwrap_or(u32::MAX);
        let end = if self.at_char(b';') {
            behind(1)
        } else if self.at_char(b'#') || rest.starts_with(b"//") {
            behind(leading(rest, |byte| !matches!(byte, b'\n' | b'\r')).len())
        } else if let Some(length) = label(rest) {
            behind(length)
        } else {
            return self.fail(found.span, found.message, found.help);
        };
        self.mend_mistake(found)?;
        self.skip_to(end)?;
        Ok(nothing(self.previous))
    }

    /// An expression stands where a statement must be, and no `=` follows: what the statement is, or
    /// nothing if it is an assignment whose values come next.
    #[cold]
    pub(super) fn unassigned(&mut self, targets: &[Operand]) -> Parse<Option<StatementKind>> {
        let written = self.written(targets);
        let Some(found) = mistake::unassigned(self.text, written, &self.token) else {
            return self.not_assignable(targets);
        };
        let end = found.span.end;
        let at_operator = found.span.start == self.token.span.start;
        let word = found.span.of(self.text);
        let one_word = matches!(word, b"continue" | b"goto") && targets.len() == 1;
        let increment = word == b"++";
        if !at_operator && !one_word {
            return self.fail(found.span, found.message, found.help);
        }
        let is_goto = word == b"goto";
        self.mend_mistake(found)?;
        if one_word {
            if is_goto {
                self.advance()?;
            }
            return Ok(Some(nothing(written)));
        }
        self.skip_to(end)?;
        Ok(increment.then(|| nothing(written)))
    }

    /// As [`Parser::unassigned`], where nothing is sure.
    #[cold]
    pub(super) fn not_assignable<T>(&mut self, targets: &[Operand]) -> Parse<T> {
        let found = mistake::unassigned(self.text, self.written(targets), &self.token)
            .or_else(|| mistake::spot(self.text, &self.token, self.previous_kind, self.previous));
        if let Some(found) = found {
            return self.fail(found.span, found.message, found.help);
        }
        let message = format!("expected `=` or a call's arguments, found {}", self.found());
        let help = "an expression alone is no statement: assign it, call it or return it";
        self.fail(self.token.span, message, Some(help.to_owned()))
    }

    /// All that stands before the `=`.
    fn written(&self, targets: &[Operand]) -> Span {
        self.chunk[targets[0].id].span.to(self.chunk[targets[targets.len() - 1].id].span)
    }
}

/// A statement that does nothing, in place of one that isn't Lua.
fn nothing(at: Span) -> StatementKind {
    StatementKind::Do(Block { statements: Vec::new(), span: Span::new(at.end, at.end) })
}

/// The length of `::name::`.
fn label(text: &[u8]) -> Option<usize> {
    let inner = text.strip_prefix(b"::")?;
    let name = leading(inner, is_name_part).len();
    (name > 0 && inner[name..].starts_with(b"::")).then_some(name + 4)
}
