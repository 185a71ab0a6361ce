//! Functions: the main chunk, function expressions and function statements.

use super::code::ValueKind;
use super::{Operand, Parse, Parser, mistake};
use crate::ast::{Block, ExpressionKind, Function, FunctionId, LocalId, LocalKind, StatementKind, Varargs};
use crate::lexer::Kind;
use crate::span::Span;

impl Parser<'_> {
    /// The whole text.
    pub(super) fn main(&mut self) -> Parse<()> {
        let id = self.open_function(0, 0);
        self.scope.set_varargs();
        self.outer.clear();
        if u32::try_from(self.text.len()).is_err() {
            return self.limit(Span::new(0, 0), "the script is longer than 4 GiB", "split it");
        }
        self.advance()?;
        let start = self.token.span.start;
        let body = self.chunk()?;
        if !self.at(Kind::Eof) {
            return self.closes_nothing();
        }
        self.code.active = 0;
        self.code.emit()?;
        let function = &mut self.chunk.functions[id.0 as usize];
        function.body = body;
        function.span = Span::new(start, self.previous.end.max(start));
        Ok(())
    }

    /// Begins a function whose `function` is in `line` and at the byte `start`.
    fn open_function(&mut self, line: u32, start: u32) -> FunctionId {
        let id = FunctionId(u32::try_from(self.chunk.functions.len()).unwrap_or(u32::MAX));
        self.scope.open_function(id, line);
        self.outer.push(std::mem::take(&mut self.code));
        let empty = Span::new(start, start);
        self.chunk.functions.push(Function {
            parent: self.scope.parent(),
            parameters: Vec::new(),
            varargs: if id.0 == 0 { Varargs::Used } else { Varargs::No },
            body: Block { statements: Vec::new(), span: empty },
            span: empty,
        });
        id
    }

    /// `function (..) .. end` as a value.
    pub(super) fn function_expression(&mut self) -> Parse<Operand> {
        let word = self.token.span;
        self.advance()?;
        self.body(word, self.lexer.line(), None)
    }

    /// `function a.b:c(..) .. end`.
    pub(super) fn function_statement(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        let line = self.lexer.line();
        self.advance()?;
        let name = self.name()?;
        let mut target = self.variable(name)?;
        while self.at_char(b'.') {
            target = self.field(target, name.start)?;
        }
        let mut implicit = None;
        if self.at_char(b':') {
            target = self.field(target, name.start)?;
            implicit = Some(LocalKind::SelfParameter);
        }
        let mut function = self.body(word, line, implicit)?;
        self.code.store(target.value, &mut function.value)?;
        let (targets, values) = (vec![target.id], vec![function.id]);
        Ok(StatementKind::Assignment { targets, values, function_statement: true })
    }

    /// `local function f(..) .. end`, from `function` on.
    pub(super) fn local_function(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        self.advance()?;
        let name = self.name()?;
        self.check_locals(name, 0)?;
        let register = ValueKind::Local(self.code.free);
        self.code.reserve(1)?;
        let name = self.declare(name, LocalKind::Function);
        let mut function = self.body(word, self.lexer.line(), None)?;
        self.code.store(register.into(), &mut function.value)?;
        Ok(StatementKind::LocalFunction { name, function: function.id })
    }

    /// Parameters and body of the function whose `function` is at `word`.
    fn body(&mut self, word: Span, line: u32, implicit: Option<LocalKind>) -> Parse<Operand> {
        let id = self.open_function(line, word.start);
        self.parameters(id, implicit)?;
        let body = self.chunk()?;
        self.expect_match(Kind::End, Kind::Function, word)?;
        let (has_varargs, uses_varargs) = self.scope.varargs();
        self.code.active = 0;
        self.code.emit()?;
        self.code = self.outer.pop().unwrap_or_default();
        let upvalues = self.scope.close_function();
        self.symbols.close(id);
        let value = self.code.closure(upvalues)?;
        let function = &mut self.chunk.functions[id.0 as usize];
        function.body = body;
        function.span = Span::new(word.start, self.previous.end);
        function.varargs = match (has_varargs, uses_varargs) {
            (false, _) => Varargs::No,
            (true, true) => Varargs::Used,
            (true, false) => Varargs::Arg,
        };
        Ok(self.add(ExpressionKind::Function(id), word.start, value))
    }

    fn parameters(&mut self, id: FunctionId, implicit: Option<LocalKind>) -> Parse<()> {
        if !self.accept_char(b'(')? {
            return self.unexpected_with("`(`", mistake::no_parameters(&self.token));
        }
        let open = self.previous;
        let mut parameters = Vec::new();
        let mut unnamed: Vec<LocalId> = Vec::new();
        if let Some(kind) = implicit {
            self.check_locals(open, 0)?;
            parameters.push(self.declare_as("self", open, kind));
            unnamed.push(parameters[0]);
        }
        let names = self.parameter_names()?;
        parameters.append(&mut self.declare_all(&names, LocalKind::Parameter));
        if self.scope.varargs().0 {
            unnamed.push(self.declare_as("arg", open, LocalKind::Arg));
        }
        self.code.reserve(self.code.active)?;
        if !self.accept_char(b')')? {
            return self.unexpected_with("`,` or `)`", mistake::no_parameter_end(&self.token));
        }
        for local in &unnamed {
            self.chunk.locals[local.0 as usize].span = open.to(self.previous);
        }
        self.chunk.functions[id.0 as usize].parameters = parameters;
        Ok(())
    }

    /// The names up to the `)`. They come into scope together.
    fn parameter_names(&mut self) -> Parse<Vec<Span>> {
        let mut names = Vec::new();
        if self.at_char(b')') {
            return Ok(names);
        }
        loop {
            match self.token.kind {
                Kind::Name => {
                    let name = self.name()?;
                    self.check_locals(name, names.len())?;
                    names.push(name);
                }
                Kind::Dots => {
                    self.advance()?;
                    self.check_locals(self.previous, names.len())?;
                    self.scope.set_varargs();
                    return Ok(names);
                }
                _ => return self.no_name(),
            }
            if !self.accept_char(b',')? {
                return Ok(names);
            }
        }
    }
}
