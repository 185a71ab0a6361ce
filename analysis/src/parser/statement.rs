//! Statements and blocks.

use super::{Parse, Parser, mistake};
use crate::ast::{Block, ExpressionId, ExpressionKind, LocalKind, Statement, StatementKind};
use crate::lexer::Kind;
use crate::span::Span;

impl Parser<'_> {
    /// Statements up to a word that ends a block, without a scope of their own.
    pub(super) fn chunk(&mut self) -> Parse<Block> {
        self.enter()?;
        let mut statements = Vec::new();
        let mut last = None;
        while last.is_none() && !self.token.kind.ends_block() {
            if matches!(self.token.kind, Kind::Return | Kind::Break) {
                last = Some(self.token.span);
            }
            statements.push(self.statement()?);
            self.accept_char(b';')?;
        }
        if let (Some(last), false) = (last, self.token.kind.ends_block()) {
            return self.not_last(last);
        }
        self.leave();
        let empty = Span::new(self.previous.end, self.previous.end);
        let span = match (statements.first(), statements.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => empty,
        };
        Ok(Block { statements, span })
    }

    /// Statements that are a scope.
    fn block(&mut self) -> Parse<Block> {
        let scope = self.scope.open_block();
        let block = self.chunk()?;
        self.scope.close_block(scope);
        Ok(block)
    }

    fn statement(&mut self) -> Parse<Statement> {
        let word = self.token.span;
        let kind = match self.token.kind {
            Kind::If => self.if_statement()?,
            Kind::While => self.while_statement()?,
            Kind::Do => {
                self.advance()?;
                let body = self.block()?;
                self.expect_match(Kind::End, Kind::Do, word)?;
                StatementKind::Do(body)
            }
            Kind::For => self.for_statement()?,
            Kind::Repeat => self.repeat_statement()?,
            Kind::Function => self.function_statement()?,
            Kind::Local => {
                self.advance()?;
                if self.at(Kind::Function) { self.local_function()? } else { self.local_statement()? }
            }
            Kind::Return => self.return_statement()?,
            Kind::Break => self.break_statement()?,
            _ => self.expression_statement()?,
        };
        Ok(Statement { kind, span: word.to(self.previous) })
    }

    fn if_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        let mut arms = Vec::new();
        loop {
            self.advance()?;
            let condition = self.expression()?;
            self.expect(Kind::Then)?;
            arms.push((condition, self.block()?));
            if !self.at(Kind::ElseIf) {
                break;
            }
        }
        let otherwise = if self.accept(Kind::Else)? { Some(self.block()?) } else { None };
        self.expect_match(Kind::End, Kind::If, word)?;
        Ok(StatementKind::If { arms, otherwise })
    }

    fn while_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        self.advance()?;
        let condition = self.expression()?;
        self.expect(Kind::Do)?;
        self.scope.open_loop();
        let body = self.block()?;
        self.scope.close_loop();
        self.expect_match(Kind::End, Kind::While, word)?;
        Ok(StatementKind::While { condition, body })
    }

    fn repeat_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        let scope = self.scope.open_block();
        self.scope.open_loop();
        self.advance()?;
        let body = self.chunk()?;
        self.expect_match(Kind::Until, Kind::Repeat, word)?;
        let condition = self.expression()?;
        self.scope.close_loop();
        self.scope.close_block(scope);
        Ok(StatementKind::Repeat { body, condition })
    }

    fn for_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        let scope = self.scope.open_block();
        self.advance()?;
        let name = self.name()?;
        self.scope.open_loop();
        let kind = match self.token.kind {
            Kind::Char(b'=') => self.numeric_for(name)?,
            Kind::Char(b',') | Kind::In => self.generic_for(name)?,
            _ => return self.unexpected("`=` or `in` after the loop variable"),
        };
        self.scope.close_loop();
        self.expect_match(Kind::End, Kind::For, word)?;
        self.scope.close_block(scope);
        Ok(kind)
    }

    /// From the `=` to before the `end`.
    fn numeric_for(&mut self, name: Span) -> Parse<StatementKind> {
        for pending in 0..4 {
            self.check_locals(name, pending)?;
        }
        self.advance()?;
        let start = self.expression()?;
        if !self.accept_char(b',')? {
            return self.unexpected("`,` and the limit of the loop");
        }
        let limit = self.expression()?;
        let step = if self.accept_char(b',')? { Some(self.expression()?) } else { None };
        self.scope.declare_hidden(3);
        self.expect(Kind::Do)?;
        let scope = self.scope.open_block();
        let counter = self.declare(name, LocalKind::Counter);
        let body = self.block()?;
        self.scope.close_block(scope);
        Ok(StatementKind::NumericFor { counter, start, limit, step, body })
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
        self.expect(Kind::In)?;
        let values = self.expressions()?;
        self.scope.declare_hidden(3);
        self.expect(Kind::Do)?;
        let scope = self.scope.open_block();
        let names = names.into_iter().map(|name| self.declare(name, LocalKind::Iterator)).collect();
        let body = self.block()?;
        self.scope.close_block(scope);
        Ok(StatementKind::GenericFor { names, values, body })
    }

    /// From behind `local` on.
    fn local_statement(&mut self) -> Parse<StatementKind> {
        let mut names = Vec::new();
        loop {
            let name = self.name()?;
            self.check_locals(name, names.len())?;
            names.push(name);
            if !self.accept_char(b',')? {
                break;
            }
        }
        let values = if self.accept_char(b'=')? { self.expressions()? } else { Vec::new() };
        let names = names.into_iter().map(|name| self.declare(name, LocalKind::Local)).collect();
        Ok(StatementKind::Local { names, values })
    }

    fn return_statement(&mut self) -> Parse<StatementKind> {
        self.advance()?;
        let empty = self.token.kind.ends_block() || self.at_char(b';');
        Ok(StatementKind::Return(if empty { Vec::new() } else { self.expressions()? }))
    }

    fn break_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        self.advance()?;
        if !self.scope.in_loop() {
            return self.fail(word, "`break` is not inside of a loop of this function", None);
        }
        Ok(StatementKind::Break)
    }

    /// A call or an assignment.
    fn expression_statement(&mut self) -> Parse<StatementKind> {
        if !matches!(self.token.kind, Kind::Name | Kind::Char(b'(')) {
            return self.no_statement();
        }
        let first = self.primary()?;
        if matches!(self.chunk[first].kind, ExpressionKind::Call { .. } | ExpressionKind::Method { .. }) {
            return Ok(StatementKind::Call(first));
        }
        let mut targets = vec![first];
        self.check_target(first, &targets)?;
        while self.accept_char(b',')? {
            let next = self.primary()?;
            self.check_targets(targets.len())?;
            targets.push(next);
            self.check_target(next, &targets)?;
        }
        if !self.accept_char(b'=')? {
            return self.unassigned(&targets);
        }
        let values = self.expressions()?;
        Ok(StatementKind::Assignment { targets, values, function_statement: false })
    }

    fn check_target(&mut self, target: ExpressionId, targets: &[ExpressionId]) -> Parse<()> {
        match self.chunk[target].kind {
            ExpressionKind::Local(_) | ExpressionKind::Global(_) | ExpressionKind::Index { .. } => Ok(()),
            _ if self.at_char(b'=') || self.at_char(b',') || targets.len() > 1 => {
                let what = match self.chunk[target].kind {
                    ExpressionKind::Parenthesised(_) => "an expression in parentheses",
                    _ => "the result of a call",
                };
                self.fail(self.chunk[target].span, format!("can't assign to {what}"), None)
            }
            _ => self.unassigned(targets),
        }
    }

    /// The reference parses targets by recursion.
    fn check_targets(&mut self, count: usize) -> Parse<()> {
        let most = (super::MAX_LEVELS - self.levels) as usize;
        if count <= most {
            return Ok(());
        }
        let message = format!("more than {most} variables in an assignment at this level of nesting");
        self.limit(self.previous, message, "split it into several assignments")
    }

    /// No statement begins with the current token.
    #[cold]
    fn no_statement<T>(&mut self) -> Parse<T> {
        match mistake::statement(self.text, &self.token, self.previous_kind, self.previous) {
            Some(found) => self.fail(found.span, found.message, found.help),
            None => self.unexpected("a statement"),
        }
    }

    /// An expression that is no call stands where a statement must be, and no `=` follows.
    #[cold]
    fn unassigned<T>(&mut self, targets: &[ExpressionId]) -> Parse<T> {
        let first = self.chunk[targets[0]].span;
        let last = self.chunk[targets[targets.len() - 1]].span;
        let found = mistake::unassigned(self.text, first.to(last), &self.token)
            .or_else(|| mistake::spot(self.text, &self.token, self.previous_kind, self.previous));
        if let Some(found) = found {
            return self.fail(found.span, found.message, found.help);
        }
        let message = format!("expected `=` or a call's arguments, found {}", self.found());
        let help = "an expression alone is no statement: assign it, call it or return it";
        self.fail(self.token.span, message, Some(help.to_owned()))
    }

    /// Something follows a `return` or a `break`.
    #[cold]
    fn not_last<T>(&mut self, word: Span) -> Parse<T> {
        let word = String::from_utf8_lossy(word.of(self.text)).into_owned();
        let help = if word == "break" {
            "to leave the loop before the end of the block, write `do break end`".to_owned()
        } else {
            "to leave before the end of the block, write `do return .. end`".to_owned()
        };
        let message = format!("`{word}` must be the last statement of its block, found {} behind it", self.found());
        self.fail(self.token.span, message, Some(help))
    }

    /// A word that ends a block, where none is open.
    #[cold]
    pub(super) fn closes_nothing<T>(&mut self) -> Parse<T> {
        let message = format!("{} here closes nothing", self.found());
        let help = "remove it, or add what it should close; an `end` before may be one too many";
        self.fail(self.token.span, message, Some(help.to_owned()))
    }
}
