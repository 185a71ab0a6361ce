//! Tokens to a [`Chunk`]: `lparser.c` of Lua 5.1.5, rule by rule, so that what is accepted, what is
//! refused and the line that is named for it are the reference compiler's.
//!
//! A function here has the name and the order of steps of its counterpart there; what differs is
//! that it builds a tree, and that loops stand for recursions that only a line's end would stop.

mod code;
mod error;
mod expression;
mod function;
mod layout;
mod loops;
mod mistake;
mod repair;
mod scope;
mod statement;
mod symbols;
mod table;

pub use error::{ErrorKind, SyntaxError};
pub(crate) use scope::LOCALS_IN_SCOPE;

use crate::ast::{Chunk, Expression, ExpressionId, ExpressionKind, TableItem};
use crate::lexer::{Kind, Lexer, Token};
use crate::span::Span;
use code::{Code, Limit, Value};
use scope::Scope;
use symbols::Symbols;

/// What [`parse`] finds.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree; where there are errors, what was read before the first of them, without a body.
    pub chunk: Chunk,
    /// All comments in order: each from its `--` to before the line end, or to after its `]]`.
    pub comments: Vec<Span>,
    /// Why the reference compiler would refuse the text; the first in the text first.
    pub errors: Vec<SyntaxError>,
}

/// Parses `text` from the byte `start` on (behind a shebang, whose line end stays: the text before
/// `start` is part of the first line).
pub fn parse(text: &[u8], start: u32) -> Parsed {
    let mut parser = Parser::new(text, start);
    match parser.main() {
        Ok(()) => {}
        Err(Failed::Recorded) => debug_assert!(!parser.errors.is_empty(), "a failure without an error"),
        Err(Failed::Limit(limit)) => drop(parser.code_limit::<()>(limit)),
    }
    Parsed { chunk: parser.chunk, comments: parser.lexer.into_comments(), errors: parser.errors }
}

/// Why a rule gives up.
#[derive(Clone, Copy)]
enum Failed {
    /// An error has been recorded.
    Recorded,
    /// The code would be too much, which has not been recorded.
    Limit(Limit),
}

impl From<Limit> for Failed {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}

type Parse<T> = Result<T, Failed>;

/// An expression, and where the reference compiler would have its value.
#[derive(Clone, Copy)]
struct Operand {
    id: ExpressionId,
    value: Value,
}

/// How deep statements and expressions may nest: `LUAI_MAXCCALLS`.
const MAX_LEVELS: u32 = 200;

struct Parser<'a> {
    text: &'a [u8],
    lexer: Lexer<'a>,
    token: Token,
    ahead: Option<Token>,
    /// Where the last consumed token is, and what it was.
    previous: Span,
    previous_kind: Kind,
    /// The line that the lexer had reached when `token` became the current one (`lastline`).
    last_line: u32,
    levels: u32,
    symbols: Symbols,
    scope: Scope,
    /// The code of the current function, and of those around it.
    code: Code,
    outer: Vec<Code>,
    chunk: Chunk,
    errors: Vec<SyntaxError>,
    /// The first `end` that is indented less than what it closes, behind that.
    misplaced_end: Option<(Span, Span)>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a [u8], start: u32) -> Self {
        let start = start.min(u32::try_from(text.len()).unwrap_or(u32::MAX));
        let origin = Span::new(start, start);
        Self {
            text,
            lexer: Lexer::new(text, start),
            token: Token { kind: Kind::Eof, span: origin, string: Box::default() },
            ahead: None,
            previous: origin,
            previous_kind: Kind::Eof,
            last_line: 1,
            levels: 0,
            symbols: Symbols::default(),
            scope: Scope::default(),
            code: Code::default(),
            outer: Vec::new(),
            chunk: Chunk::default(),
            errors: Vec::new(),
            misplaced_end: None,
        }
    }

    /// Goes to the next token.
    fn advance(&mut self) -> Parse<()> {
        self.last_line = self.lexer.line();
        self.previous = self.token.span;
        self.previous_kind = self.token.kind;
        self.token = match self.ahead.take() {
            Some(token) => token,
            None => self.read()?,
        };
        Ok(())
    }

    /// Whether the token after the current one is `kind`; reads it, which can fail.
    fn ahead_is(&mut self, kind: Kind) -> Parse<bool> {
        let token = match self.ahead.take() {
            Some(token) => token,
            None => self.read()?,
        };
        let same = token.kind == kind;
        self.ahead = Some(token);
        Ok(same)
    }

    fn read(&mut self) -> Parse<Token> {
        match self.lexer.next() {
            Ok(token) => {
                if !self.lexer.minor_errors().is_empty() {
                    self.errors.append(self.lexer.minor_errors());
                }
                Ok(token)
            }
            Err(error) => {
                self.errors.append(self.lexer.minor_errors());
                Err(self.record(error))
            }
        }
    }

    fn at(&self, kind: Kind) -> bool {
        self.token.kind == kind
    }

    fn at_char(&self, byte: u8) -> bool {
        self.token.kind == Kind::Char(byte)
    }

    /// Steps over the current token if it is `kind`.
    fn accept(&mut self, kind: Kind) -> Parse<bool> {
        let found = self.at(kind);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn accept_char(&mut self, byte: u8) -> Parse<bool> {
        self.accept(Kind::Char(byte))
    }

    /// Steps over a token that must be `kind`.
    fn expect(&mut self, kind: Kind) -> Parse<()> {
        if self.accept(kind)? { Ok(()) } else { self.unexpected(&error::quoted(kind)) }
    }

    /// Steps over a token that must be `kind` and closes what `opener` opened.
    fn expect_match(&mut self, kind: Kind, opener: Kind, at: Span) -> Parse<()> {
        if !self.at(kind) {
            return self.unclosed(kind, opener, at);
        }
        if kind == Kind::End && self.misplaced_end.is_none() && layout::is_outdented(self.text, at, self.token.span) {
            self.misplaced_end = Some((at, self.token.span));
        }
        self.advance()
    }

    /// Steps over a name.
    fn name(&mut self) -> Parse<Span> {
        if !self.at(Kind::Name) {
            return self.no_name();
        }
        self.advance()?;
        Ok(self.previous)
    }

    /// The text of a name.
    fn name_text(&self, name: Span) -> &'a str {
        std::str::from_utf8(name.of(self.text)).unwrap_or_default()
    }

    /// One more level of nesting; a failure needs no [`Parser::leave`].
    fn enter(&mut self) -> Parse<()> {
        self.levels += 1;
        if self.levels > MAX_LEVELS {
            return self.too_deep();
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.levels -= 1;
    }

    /// Adds an expression that ends with the last consumed token.
    fn add(&mut self, kind: ExpressionKind, start: u32, value: impl Into<Value>) -> Operand {
        let depth = operand_depth(&self.chunk, &kind) + 1;
        let span = Span::new(start, self.previous.end);
        let id = self.chunk.push(Expression { kind, span, function: self.scope.function(), depth });
        Operand { id, value: value.into() }
    }
}

/// The greatest depth of the operands; zero if there are none.
fn operand_depth(chunk: &Chunk, kind: &ExpressionKind) -> u32 {
    let depth = |id: ExpressionId| chunk[id].depth;
    let mut deepest = 0;
    match kind {
        ExpressionKind::Index { object, key } => deepest = depth(*object).max(depth(*key)),
        ExpressionKind::Call { callee: first, arguments } | ExpressionKind::Method { object: first, arguments, .. } => {
            // The name of a method is a leaf: no deeper than its object.
            deepest = depth(*first);
            for argument in arguments {
                deepest = depth(*argument).max(deepest);
            }
        }
        ExpressionKind::Unary { operand, .. } | ExpressionKind::Parenthesised(operand) => deepest = depth(*operand),
        ExpressionKind::Binary { left, right, .. } => deepest = depth(*left).max(depth(*right)),
        ExpressionKind::Table(items) => {
            for item in items {
                let (TableItem::Positional(value) | TableItem::Keyed(_, value)) = item;
                deepest = depth(*value).max(deepest);
                if let TableItem::Keyed(key, _) = item {
                    deepest = depth(*key).max(deepest);
                }
            }
        }
        _ => {}
    }
    deepest
}
