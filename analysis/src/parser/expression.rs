//! Expressions.

use super::{Parse, Parser};
use crate::ast::{BinaryOperator, ExpressionId, ExpressionKind, TableItem, UnaryOperator};
use crate::lexer::Kind;

/// How tightly `not`, `-` and `#` bind.
const UNARY_PRIORITY: u8 = 8;

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parse<ExpressionId> {
        self.subexpression(0)
    }

    /// One expression or more, with commas between.
    pub(super) fn expressions(&mut self) -> Parse<Vec<ExpressionId>> {
        let mut all = vec![self.expression()?];
        while self.accept_char(b',')? {
            all.push(self.expression()?);
        }
        Ok(all)
    }

    /// An expression whose operators bind tighter than `limit`.
    fn subexpression(&mut self, limit: u8) -> Parse<ExpressionId> {
        self.enter()?;
        let start = self.token.span.start;
        let mut left = match unary(self.token.kind) {
            Some(operator) => {
                self.advance()?;
                let operand = self.subexpression(UNARY_PRIORITY)?;
                self.add(ExpressionKind::Unary { operator, operand }, start)
            }
            None => self.simple()?,
        };
        while let Some((operator, priority, right_priority)) = binary(self.token.kind) {
            if priority <= limit {
                break;
            }
            self.advance()?;
            let right = self.subexpression(right_priority)?;
            left = self.add(ExpressionKind::Binary { operator, left, right }, start);
        }
        self.leave();
        Ok(left)
    }

    fn simple(&mut self) -> Parse<ExpressionId> {
        let start = self.token.span.start;
        let kind = match self.token.kind {
            Kind::Number(value) => ExpressionKind::Number(value),
            Kind::String => return self.string(),
            Kind::Nil => ExpressionKind::Nil,
            Kind::True => ExpressionKind::True,
            Kind::False => ExpressionKind::False,
            Kind::Dots => {
                self.check_varargs()?;
                ExpressionKind::Vararg
            }
            Kind::Char(b'{') => return self.table(),
            Kind::Function => return self.function_expression(),
            _ => return self.primary(),
        };
        self.advance()?;
        Ok(self.add(kind, start))
    }

    fn string(&mut self) -> Parse<ExpressionId> {
        let start = self.token.span.start;
        let value = std::mem::take(&mut self.token.string);
        self.advance()?;
        Ok(self.add(ExpressionKind::String(value), start))
    }

    fn check_varargs(&mut self) -> Parse<()> {
        if self.scope.use_varargs() {
            return Ok(());
        }
        let help = "declare it: `function(...)`";
        self.fail(self.token.span, "`...` is used in a function that doesn't take it", Some(help.to_owned()))
    }

    /// A name or an expression in parentheses.
    fn prefix(&mut self) -> Parse<ExpressionId> {
        match self.token.kind {
            Kind::Char(b'(') => {
                let open = self.token.span;
                self.advance()?;
                let inner = self.expression()?;
                self.expect_match(Kind::Char(b')'), Kind::Char(b'('), open)?;
                Ok(self.add(ExpressionKind::Parenthesised(inner), open.start))
            }
            Kind::Name => {
                let name = self.name()?;
                self.variable(name)
            }
            _ => self.unexpected("an expression"),
        }
    }

    /// A name or an expression in parentheses, and all fields, indexes and calls that follow it.
    pub(super) fn primary(&mut self) -> Parse<ExpressionId> {
        let start = self.token.span.start;
        let mut left = self.prefix()?;
        loop {
            left = match self.token.kind {
                Kind::Char(b'.') => self.field(left, start)?,
                Kind::Char(b'[') => {
                    let key = self.index()?;
                    self.add(ExpressionKind::Index { object: left, key }, start)
                }
                Kind::Char(b':') => {
                    self.advance()?;
                    let name = self.key_name()?;
                    let arguments = self.arguments()?;
                    self.add(ExpressionKind::Method { object: left, name, arguments }, start)
                }
                Kind::Char(b'(' | b'{') | Kind::String => {
                    let arguments = self.arguments()?;
                    self.add(ExpressionKind::Call { callee: left, arguments }, start)
                }
                _ => return Ok(left),
            }
        }
    }

    /// `.name` or `:name` behind what began at `start`.
    pub(super) fn field(&mut self, object: ExpressionId, start: u32) -> Parse<ExpressionId> {
        self.advance()?;
        let key = self.key_name()?;
        Ok(self.add(ExpressionKind::Index { object, key }, start))
    }

    /// A name that is a string.
    fn key_name(&mut self) -> Parse<ExpressionId> {
        let name = self.name()?;
        let text = self.name_text(name).as_bytes().into();
        Ok(self.add(ExpressionKind::String(text), name.start))
    }

    /// `[key]`.
    fn index(&mut self) -> Parse<ExpressionId> {
        self.advance()?;
        let key = self.expression()?;
        self.expect(Kind::Char(b']'))?;
        Ok(key)
    }

    fn arguments(&mut self) -> Parse<Vec<ExpressionId>> {
        match self.token.kind {
            Kind::Char(b'(') => {
                if self.lexer.line() != self.last_line {
                    return self.ambiguous_call();
                }
                let open = self.token.span;
                self.advance()?;
                let all = if self.at_char(b')') { Vec::new() } else { self.expressions()? };
                self.expect_match(Kind::Char(b')'), Kind::Char(b'('), open)?;
                Ok(all)
            }
            Kind::Char(b'{') => Ok(vec![self.table()?]),
            Kind::String => Ok(vec![self.string()?]),
            _ => self.unexpected("the arguments of a method call, `(..)`"),
        }
    }

    #[cold]
    fn ambiguous_call<T>(&mut self) -> Parse<T> {
        let help = "end the line before with `;` if this begins a statement, or put the `(` at its end for a call";
        self.fail(
            self.token.span,
            "`(` at the start of a line could be a call of the line before or a new statement",
            Some(help.to_owned()),
        )
    }

    /// `{ .. }`.
    fn table(&mut self) -> Parse<ExpressionId> {
        let open = self.token.span;
        let mut items = Vec::new();
        self.advance()?;
        while !self.at_char(b'}') {
            items.push(self.item()?);
            if !self.accept_char(b',')? && !self.accept_char(b';')? {
                break;
            }
        }
        self.expect_match(Kind::Char(b'}'), Kind::Char(b'{'), open)?;
        Ok(self.add(ExpressionKind::Table(items), open.start))
    }

    fn item(&mut self) -> Parse<TableItem> {
        let key = if self.at_char(b'[') {
            self.index()?
        } else if self.at(Kind::Name) && self.ahead_is(Kind::Char(b'='))? {
            self.key_name()?
        } else {
            return Ok(TableItem::Positional(self.expression()?));
        };
        self.expect(Kind::Char(b'='))?;
        Ok(TableItem::Keyed(key, self.expression()?))
    }
}

fn unary(kind: Kind) -> Option<UnaryOperator> {
    match kind {
        Kind::Not => Some(UnaryOperator::Not),
        Kind::Char(b'-') => Some(UnaryOperator::Minus),
        Kind::Char(b'#') => Some(UnaryOperator::Length),
        _ => None,
    }
}

/// An operator, how tightly it binds to the left, and to the right.
fn binary(kind: Kind) -> Option<(BinaryOperator, u8, u8)> {
    Some(match kind {
        Kind::Char(b'+') => (BinaryOperator::Add, 6, 6),
        Kind::Char(b'-') => (BinaryOperator::Subtract, 6, 6),
        Kind::Char(b'*') => (BinaryOperator::Multiply, 7, 7),
        Kind::Char(b'/') => (BinaryOperator::Divide, 7, 7),
        Kind::Char(b'%') => (BinaryOperator::Modulo, 7, 7),
        Kind::Char(b'^') => (BinaryOperator::Power, 10, 9),
        Kind::Concat => (BinaryOperator::Concatenate, 5, 4),
        Kind::NotEqual => (BinaryOperator::NotEqual, 3, 3),
        Kind::Equal => (BinaryOperator::Equal, 3, 3),
        Kind::Char(b'<') => (BinaryOperator::Less, 3, 3),
        Kind::LessEqual => (BinaryOperator::LessEqual, 3, 3),
        Kind::Char(b'>') => (BinaryOperator::Greater, 3, 3),
        Kind::GreaterEqual => (BinaryOperator::GreaterEqual, 3, 3),
        Kind::And => (BinaryOperator::And, 2, 2),
        Kind::Or => (BinaryOperator::Or, 1, 1),
        _ => return None,
    })
}
