//! Functions: the main chunk, function expressions and function statements.

use super::{Parse, Parser};
use crate::ast::{
    Block, ExpressionId, ExpressionKind, Function, FunctionId, LocalId, LocalKind, StatementKind, Varargs,
};
use crate::lexer::Kind;
use crate::span::Span;

impl Parser<'_> {
    /// The whole text.
    pub(super) fn main(&mut self) -> Parse<()> {
        let id = self.open_function(0, 0);
        self.scope.set_varargs();
        if u32::try_from(self.text.len()).is_err() {
            return self.limit(Span::new(0, 0), "the script is longer than 4 GiB", "split it");
        }
        self.advance()?;
        let start = self.token.span.start;
        let body = self.chunk()?;
        if !self.at(Kind::Eof) {
            return self.closes_nothing();
        }
        self.scope.close_function();
        let function = &mut self.chunk.functions[id.0 as usize];
        function.body = body;
        function.span = Span::new(start, self.previous.end.max(start));
        Ok(())
    }

    /// Begins a function whose `function` is in `line` and at the byte `start`.
    fn open_function(&mut self, line: u32, start: u32) -> FunctionId {
        let id = FunctionId(u32::try_from(self.chunk.functions.len()).unwrap_or(u32::MAX));
        self.scope.open_function(id, line);
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
    pub(super) fn function_expression(&mut self) -> Parse<ExpressionId> {
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
        let function = self.body(word, line, implicit)?;
        Ok(StatementKind::Assignment { targets: vec![target], values: vec![function], function_statement: true })
    }

    /// `local function f(..) .. end`, from `function` on.
    pub(super) fn local_function(&mut self) -> Parse<StatementKind> {
        let word = self.token.span;
        self.advance()?;
        let name = self.name()?;
        self.check_locals(name, 0)?;
        let name = self.declare(name, LocalKind::Function);
        let function = self.body(word, self.lexer.line(), None)?;
        Ok(StatementKind::LocalFunction { name, function })
    }

    /// Parameters and body of the function whose `function` is at `word`.
    fn body(&mut self, word: Span, line: u32, implicit: Option<LocalKind>) -> Parse<ExpressionId> {
        let id = self.open_function(line, word.start);
        self.parameters(id, implicit)?;
        let body = self.chunk()?;
        self.expect_match(Kind::End, Kind::Function, word)?;
        let (has_varargs, uses_varargs) = self.scope.varargs();
        self.scope.close_function();
        let function = &mut self.chunk.functions[id.0 as usize];
        function.body = body;
        function.span = Span::new(word.start, self.previous.end);
        function.varargs = match (has_varargs, uses_varargs) {
            (false, _) => Varargs::No,
            (true, true) => Varargs::Used,
            (true, false) => Varargs::Arg,
        };
        Ok(self.add(ExpressionKind::Function(id), word.start))
    }

    fn parameters(&mut self, id: FunctionId, implicit: Option<LocalKind>) -> Parse<()> {
        self.expect(Kind::Char(b'('))?;
        let open = self.previous;
        let mut parameters = Vec::new();
        let mut unnamed: Vec<LocalId> = Vec::new();
        if let Some(kind) = implicit {
            parameters.push(self.declare_as("self", open, kind));
            unnamed.push(parameters[0]);
        }
        let names = self.parameter_names()?;
        parameters.extend(names.into_iter().map(|name| self.declare(name, LocalKind::Parameter)));
        if self.scope.varargs().0 {
            unnamed.push(self.declare_as("arg", open, LocalKind::Arg));
        }
        self.expect(Kind::Char(b')'))?;
        for local in unnamed {
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
