//! Loops.

use super::code::Jumps;
use super::{Parse, Parser};
use crate::ast::{Block, ExpressionId, LocalKind, StatementKind};
use crate::lexer::Kind;
use crate::span::Span;

/// A `for` with a counter or with an iterator.
#[derive(Clone, Copy)]
enum For {
    Numeric,
    Generic,
}

/// What is said about a `for` that is neither.
const LOOPS: &str = "write `for i = first, last do` or `for key, value in pairs(t) do`";

impl Parser<'_> {
    pub(super) fn while_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        self.advance()?;
        let start = self.code.label();
        let (condition, exit) = self.condition()?;
        self.open_block(true);
        self.expect_block(Kind::Do)?;
        let body = self.block()?;
        let back = self.code.jump()?;
        self.code.patch(back, start)?;
        self.expect_match(Kind::End, Kind::While, word)?;
        self.close_block()?;
        self.code.patch_to_here(exit)?;
        Ok(StatementKind::While { condition, body })
    }

    pub(super) fn repeat_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        let start = self.code.label();
        self.open_block(true);
        self.open_block(false);
        self.advance()?;
        let body = self.chunk()?;
        self.expect_match(Kind::Until, Kind::Repeat, word)?;
        let (condition, exit) = self.condition()?;
        if self.code.captured() {
            self.code.break_loop()?;
            self.code.patch_to_here(exit)?;
            self.close_block()?;
            let back = self.code.jump()?;
            self.code.patch(back, start)?;
        } else {
            self.close_block()?;
            self.code.patch(exit, start)?;
        }
        self.close_block()?;
        Ok(StatementKind::Repeat { body, condition })
    }

    pub(super) fn for_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        self.open_block(true);
        self.advance()?;
        if !self.at(Kind::Name) {
            return self.unexpected_with("a name", Some(LOOPS));
        }
        let name = self.name()?;
        let kind = match self.token.kind {
            Kind::Char(b'=') => self.numeric_for(name)?,
            Kind::Char(b',') | Kind::In => self.generic_for(name)?,
            _ => return self.unexpected_with("`=`, `,` or `in` behind the loop variable", Some(LOOPS)),
        };
        self.expect_match(Kind::End, Kind::For, word)?;
        self.close_block()?;
        Ok(kind)
    }

    /// From the `=` to before the `end`.
    fn numeric_for(&mut self, name: Span) -> Parse<StatementKind> {
        for pending in 0..4 {
            self.check_locals(name, pending)?;
        }
        self.advance()?;
        let start = self.value_in_register()?;
        if !self.accept_char(b',')? {
            return self.unexpected_with("`,` and the limit of the loop", Some(LOOPS));
        }
        let limit = self.value_in_register()?;
        let step = if self.accept_char(b',')? {
            Some(self.value_in_register()?)
        } else {
            self.code.number(1.0)?;
            self.code.emit()?;
            self.code.reserve(1)?;
            None
        };
        let (names, body) = self.for_body(&[name], For::Numeric)?;
        Ok(StatementKind::NumericFor { counter: names[0], start, limit, step, body })
    }

    /// `exp1`.
    fn value_in_register(&mut self) -> Parse<ExpressionId> {
        let mut expression = self.expression()?;
        self.code.put_next(&mut expression.value)?;
        Ok(expression.id)
    }

    /// From behind the first name to before the `end`.
    fn generic_for(&mut self, name: Span) -> Parse<StatementKind> {
        for pending in 0..4 {
            self.check_locals(name, pending)?;
        }
        let mut names = vec![name];
        while self.accept_char(b',')? {
            let name = self.name()?;
            self.check_locals(name, 3 + names.len())?;
            names.push(name);
        }
        if !self.accept(Kind::In)? {
            return self.unexpected_with("`in`", Some(LOOPS));
        }
        let (values, last) = self.expressions()?;
        self.code.adjust(3, values.len(), last)?;
        self.code.check_registers(3)?;
        let (names, body) = self.for_body(&names, For::Generic)?;
        Ok(StatementKind::GenericFor { names, values, body })
    }

    fn for_body(&mut self, names: &[Span], kind: For) -> Parse<(Vec<crate::ast::LocalId>, Block)> {
        self.declare_hidden(3);
        self.expect_block(Kind::Do)?;
        let prepare = match kind {
            For::Numeric => Jumps::one(self.code.emit()?),
            For::Generic => self.code.jump()?,
        };
        self.open_block(false);
        let count = i32::try_from(names.len()).unwrap_or(i32::MAX);
        let local = match kind {
            For::Numeric => LocalKind::Counter,
            For::Generic => LocalKind::Iterator,
        };
        let names = self.declare_all(names, local);
        self.code.reserve(count)?;
        let body = self.block()?;
        self.close_block()?;
        self.code.close_for(prepare, matches!(kind, For::Numeric))?;
        Ok((names, body))
    }
}
