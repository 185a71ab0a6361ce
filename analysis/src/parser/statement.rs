//! Statements and blocks.

use super::code::{Jumps, Value, ValueKind};
use super::{Operand, Parse, Parser, mistake};
use crate::ast::{Block, ExpressionId, LocalKind, Statement, StatementKind};
use crate::lexer::Kind;
use crate::span::Span;

impl Parser<'_> {
    /// Statements up to a word that ends a block, without a scope of their own.
    pub(super) fn chunk(&mut self) -> Parse<Block> {
        self.enter()?;
        let mut statements = Vec::new();
        let mut last = None;
        while !self.token.kind.ends_block() {
            if let Some(last) = last.take() {
                self.not_last(last)?;
            }
            if matches!(self.token.kind, Kind::Return | Kind::Break) {
                last = Some(self.token.span);
            }
            statements.push(self.statement()?);
            self.accept_char(b';')?;
            self.code.free = self.code.active;
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
    pub(super) fn block(&mut self) -> Parse<Block> {
        self.open_block(false);
        let block = self.chunk()?;
        self.close_block()?;
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
        let mut escapes = Jumps::NONE;
        let mut to_next = loop {
            self.advance()?;
            let (condition, to_next) = self.condition()?;
            self.expect_block(Kind::Then)?;
            arms.push((condition, self.block()?));
            if !self.at(Kind::ElseIf) {
                break to_next;
            }
            self.escape(&mut escapes, to_next)?;
        };
        let mut otherwise = None;
        if self.at(Kind::Else) {
            self.escape(&mut escapes, to_next)?;
            to_next = Jumps::NONE;
            self.advance()?;
            otherwise = Some(self.block()?);
        }
        self.code.concat(&mut escapes, to_next)?;
        self.code.patch_to_here(escapes)?;
        self.expect_match(Kind::End, Kind::If, word)?;
        Ok(StatementKind::If { arms, otherwise })
    }

    /// Leaves an arm of an `if`, of whose condition `to_next` came.
    fn escape(&mut self, escapes: &mut Jumps, to_next: Jumps) -> Parse<()> {
        let jump = self.code.jump()?;
        self.code.concat(escapes, jump)?;
        Ok(self.code.patch_to_here(to_next)?)
    }

    /// An expression, and the jumps out of it where it is false.
    pub(super) fn condition(&mut self) -> Parse<(ExpressionId, Jumps)> {
        let mut condition = self.expression()?;
        self.mend_condition()?;
        let jumps = self.code.condition(&mut condition.value)?;
        Ok((condition.id, jumps))
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
        let (values, last) =
            if self.accept_char(b'=')? { self.expressions()? } else { (Vec::new(), ValueKind::Void.into()) };
        self.code.adjust(names.len(), values.len(), last)?;
        let names = self.declare_all(&names, LocalKind::Local);
        Ok(StatementKind::Local { names, values })
    }

    fn return_statement(&mut self) -> Parse<StatementKind> {
        self.advance()?;
        let mut values = Vec::new();
        if !self.token.kind.ends_block() && !self.at_char(b';') {
            let last;
            (values, last) = self.expressions()?;
            self.code.return_values(values.len(), last)?;
        }
        self.code.emit()?;
        Ok(StatementKind::Return(values))
    }

    fn break_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        self.advance()?;
        if !self.code.break_loop()? {
            let help = "leave the function with `return`, or move the `break` into the loop";
            self.mend(word, "`break` is not inside of a loop of this function", help)?;
        }
        Ok(StatementKind::Break)
    }

    /// A call or an assignment.
    fn expression_statement(&mut self) -> Parse<StatementKind> {
        if !matches!(self.token.kind, Kind::Name | Kind::Char(b'(')) {
            return self.no_statement();
        }
        let first = self.primary()?;
        if let ValueKind::Call(_) = first.value.kind {
            return Ok(StatementKind::Call(first.id));
        }
        let mut targets = vec![first];
        self.check_target(&targets)?;
        while self.accept_char(b',')? {
            let next = self.primary()?;
            self.keep_local(&mut targets, next.value)?;
            self.check_targets(targets.len())?;
            targets.push(next);
            self.check_target(&targets)?;
        }
        if !self.accept_char(b'=')?
            && let Some(mended) = self.unassigned(&targets)?
        {
            return Ok(mended);
        }
        let (values, last) = self.expressions()?;
        self.assign(&targets, values.len(), last)?;
        let mut assigned = Vec::with_capacity(targets.len());
        for target in &targets {
            assigned.push(target.id);
        }
        Ok(StatementKind::Assignment { targets: assigned, values, function_statement: false })
    }

    /// `check_conflict`: a local variable that is assigned to after it was used in `targets` is copied.
    fn keep_local(&mut self, targets: &mut [Operand], next: Value) -> Parse<()> {
        let ValueKind::Local(register) = next.kind else { return Ok(()) };
        let copy = self.code.free;
        let mut used = false;
        for target in targets {
            if let ValueKind::Indexed(table, key) = &mut target.value.kind {
                for part in [table, key] {
                    if *part == register {
                        *part = copy;
                        used = true;
                    }
                }
            }
        }
        if used {
            self.code.emit()?;
            self.code.reserve(1)?;
        }
        Ok(())
    }

    /// The end of `assignment`, from the last target to the first.
    fn assign(&mut self, targets: &[Operand], values: usize, mut last: Value) -> Parse<()> {
        let mut rest = targets;
        if values == targets.len() {
            self.code.set_one_return(&mut last);
            self.code.store(targets[targets.len() - 1].value, &mut last)?;
            rest = &targets[..targets.len() - 1];
        } else {
            self.code.adjust(targets.len(), values, last)?;
            let extra = i32::try_from(values.saturating_sub(targets.len())).unwrap_or(0);
            self.code.free -= extra;
        }
        for target in rest.iter().rev() {
            let mut value = ValueKind::Fixed(self.code.free - 1).into();
            self.code.store(target.value, &mut value)?;
        }
        Ok(())
    }

    fn check_target(&mut self, targets: &[Operand]) -> Parse<()> {
        let Operand { id, value } = targets[targets.len() - 1];
        match value.kind {
            ValueKind::Local(_) | ValueKind::Upvalue | ValueKind::Global | ValueKind::Indexed(..) => Ok(()),
            _ if self.at_char(b'=') || self.at_char(b',') || targets.len() > 1 => {
                let what = match value.kind {
                    ValueKind::Call(_) => "the result of a call",
                    _ => "an expression in parentheses",
                };
                self.fail(self.chunk[id].span, format!("can't assign to {what}"), None)
            }
            _ => self.not_assignable(targets),
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

    /// Something follows a `return` or a `break`.
    #[cold]
    fn not_last(&mut self, word: Span) -> Parse<()> {
        if let Some(found) = mistake::behind_last(self.text, &self.token, self.previous_kind, self.previous) {
            return self.fail(found.span, found.message, found.help);
        }
        let word = String::from_utf8_lossy(word.of(self.text)).into_owned();
        let help = if word == "break" {
            "to leave the loop before the end of the block, write `do break end`"
        } else {
            "to leave before the end of the block, write `do return .. end`"
        };
        let message = format!("`{word}` must be the last statement of its block, found {} behind it", self.found());
        if self.begins_statement() {
            return self.mend(self.token.span, message, help);
        }
        self.fail(self.token.span, message, Some(help.to_owned()))
    }

    /// A word that ends a block, where none is open.
    #[cold]
    pub(super) fn closes_nothing<T>(&mut self) -> Parse<T> {
        let message = format!("{} here closes nothing", self.found());
        let help = "remove it, or add what it should close; an `end` before may be one too many";
        self.fail(self.token.span, message, Some(help.to_owned()))
    }
}
