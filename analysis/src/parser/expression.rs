//! Expressions.

use super::code::{Value, ValueKind};
use super::{Operand, Parse, Parser};
use crate::ast::{BinaryOperator, ExpressionId, ExpressionKind, UnaryOperator};
use crate::lexer::Kind;

/// How tightly `not`, `-` and `#` bind.
const UNARY_PRIORITY: u8 = 8;

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parse<Operand> {
        self.subexpression(0)
    }

    /// One expression or more, with commas between: all of them, and the value of the last one. The
    /// values of the others are in registers.
    pub(super) fn expressions(&mut self) -> Parse<(Vec<ExpressionId>, Value)> {
        let mut last = self.expression()?;
        let mut all = vec![last.id];
        while self.accept_char(b',')? {
            self.code.put_next(&mut last.value)?;
            last = self.expression()?;
            all.push(last.id);
        }
        Ok((all, last.value))
    }

    /// An expression whose operators bind tighter than `limit`.
    fn subexpression(&mut self, limit: u8) -> Parse<Operand> {
        self.enter()?;
        self.mend_operand()?;
        let start = self.token.span.start;
        let mut left = match self.unary_operator() {
            Some(operator) => self.unary_expression(operator)?,
            None => self.simple()?,
        };
        while let Some((operator, priority, right_priority)) = self.binary_operator() {
            if priority <= limit {
                break;
            }
            self.step_over_operator()?;
            self.code.infix(operator, &mut left.value)?;
            let right = self.subexpression(right_priority)?;
            self.code.postfix(operator, &mut left.value, right.value)?;
            let kind = ExpressionKind::Binary { operator, left: left.id, right: right.id };
            left = self.add(kind, start, left.value);
        }
        self.leave();
        Ok(left)
    }

    fn unary_expression(&mut self, operator: UnaryOperator) -> Parse<Operand> {
        let start = self.token.span.start;
        self.step_over_operator()?;
        let mut operand = self.subexpression(UNARY_PRIORITY)?;
        self.code.prefix(operator, &mut operand.value)?;
        Ok(self.add(ExpressionKind::Unary { operator, operand: operand.id }, start, operand.value))
    }

    fn simple(&mut self) -> Parse<Operand> {
        let start = self.token.span.start;
        let (kind, value) = match self.token.kind {
            Kind::Number(number) => (ExpressionKind::Number(number), ValueKind::Number(number)),
            Kind::String => return self.string(),
            Kind::Nil => (ExpressionKind::Nil, ValueKind::Nil),
            Kind::True => (ExpressionKind::True, ValueKind::True),
            Kind::False => (ExpressionKind::False, ValueKind::False),
            Kind::Dots => {
                self.check_varargs()?;
                self.code.emit()?;
                (ExpressionKind::Vararg, ValueKind::Vararg)
            }
            Kind::Char(b'{') => return self.table(),
            Kind::Function => return self.function_expression(),
            _ => return self.primary(),
        };
        self.advance()?;
        Ok(self.add(kind, start, value))
    }

    fn string(&mut self) -> Parse<Operand> {
        let start = self.token.span.start;
        let text = std::mem::take(&mut self.token.string);
        let symbol = self.symbols.of(&text);
        let value = ValueKind::Constant(self.constant(symbol)?);
        self.advance()?;
        Ok(self.add(ExpressionKind::String(text), start, value))
    }

    fn check_varargs(&mut self) -> Parse<()> {
        if self.scope.use_varargs() {
            return Ok(());
        }
        let help = "declare it: `function(...)`";
        self.mend(self.token.span, "`...` is used in a function that doesn't take it", help)
    }

    /// A name or an expression in parentheses.
    fn prefix(&mut self) -> Parse<Operand> {
        match self.token.kind {
            Kind::Char(b'(') => {
                let open = self.token.span;
                self.advance()?;
                let mut inner = self.expression()?;
                self.expect_match(Kind::Char(b')'), Kind::Char(b'('), open)?;
                self.code.discharge_variable(&mut inner.value)?;
                Ok(self.add(ExpressionKind::Parenthesised(inner.id), open.start, inner.value))
            }
            Kind::Name => {
                let name = self.name()?;
                self.variable(name)
            }
            _ => self.unexpected("an expression"),
        }
    }

    /// A name or an expression in parentheses, and all fields, indexes and calls that follow it.
    pub(super) fn primary(&mut self) -> Parse<Operand> {
        let start = self.token.span.start;
        let mut left = self.prefix()?;
        loop {
            left = match self.token.kind {
                Kind::Char(b'.') => self.field(left, start)?,
                Kind::Char(b'[') => self.element(left, start)?,
                Kind::Char(b':') => self.method_call(left, start)?,
                Kind::Char(b'(' | b'{') | Kind::String => self.call(left, start)?,
                _ => return Ok(left),
            }
        }
    }

    /// `.name` or `:name` behind what began at `start`.
    pub(super) fn field(&mut self, mut object: Operand, start: u32) -> Parse<Operand> {
        self.code.put_anywhere(&mut object.value)?;
        self.advance()?;
        let mut key = self.key_name()?;
        self.code.index(&mut object.value, &mut key.value)?;
        Ok(self.add(ExpressionKind::Index { object: object.id, key: key.id }, start, object.value))
    }

    /// `[key]`.
    fn element(&mut self, mut object: Operand, start: u32) -> Parse<Operand> {
        self.code.put_anywhere(&mut object.value)?;
        let mut key = self.index()?;
        self.code.index(&mut object.value, &mut key.value)?;
        Ok(self.add(ExpressionKind::Index { object: object.id, key: key.id }, start, object.value))
    }

    fn method_call(&mut self, mut object: Operand, start: u32) -> Parse<Operand> {
        self.advance()?;
        let mut name = self.key_name()?;
        self.code.method(&mut object.value, &mut name.value)?;
        let (arguments, value) = self.arguments(object.value)?;
        Ok(self.add(ExpressionKind::Method { object: object.id, name: name.id, arguments }, start, value))
    }

    fn call(&mut self, mut callee: Operand, start: u32) -> Parse<Operand> {
        self.code.put_next(&mut callee.value)?;
        let (arguments, value) = self.arguments(callee.value)?;
        Ok(self.add(ExpressionKind::Call { callee: callee.id, arguments }, start, value))
    }

    /// A name that is a string.
    pub(super) fn key_name(&mut self) -> Parse<Operand> {
        let name = self.name()?;
        let text = name.of(self.text);
        let symbol = self.symbols.of(text);
        let value = ValueKind::Constant(self.constant(symbol)?);
        Ok(self.add(ExpressionKind::String(text.into()), name.start, value))
    }

    /// `[key]`, whose value is where the key is.
    pub(super) fn index(&mut self) -> Parse<Operand> {
        self.advance()?;
        let mut key = self.expression()?;
        self.code.settle(&mut key.value)?;
        self.expect(Kind::Char(b']'))?;
        Ok(key)
    }

    /// The arguments of a call of `callee`, and what the call gives.
    fn arguments(&mut self, callee: Value) -> Parse<(Vec<ExpressionId>, Value)> {
        let (all, mut last) = match self.token.kind {
            Kind::Char(b'(') => self.argument_list()?,
            Kind::Char(b'{') => {
                let table = self.table()?;
                (vec![table.id], table.value)
            }
            Kind::String => {
                let string = self.string()?;
                (vec![string.id], string.value)
            }
            _ => return self.unexpected("the arguments of a method call, `(..)`"),
        };
        if !last.is_open() && last.kind != ValueKind::Void {
            self.code.put_next(&mut last)?;
        }
        let base = if let ValueKind::Fixed(register) = callee.kind { register } else { 0 };
        Ok((all, ValueKind::Call(self.code.call(base)?).into()))
    }

    fn argument_list(&mut self) -> Parse<(Vec<ExpressionId>, Value)> {
        if self.lexer.line() != self.last_line {
            return self.ambiguous_call();
        }
        let open = self.token.span;
        self.advance()?;
        let list = if self.at_char(b')') {
            (Vec::new(), ValueKind::Void.into())
        } else {
            let (all, last) = self.expressions()?;
            self.code.set_returns(last)?;
            (all, last)
        };
        self.expect_match(Kind::Char(b')'), Kind::Char(b'('), open)?;
        Ok(list)
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
}

pub(super) fn unary(kind: Kind) -> Option<UnaryOperator> {
    match kind {
        Kind::Not => Some(UnaryOperator::Not),
        Kind::Char(b'-') => Some(UnaryOperator::Minus),
        Kind::Char(b'#') => Some(UnaryOperator::Length),
        _ => None,
    }
}

/// An operator, how tightly it binds to the left, and to the right.
pub(super) type Binding = (BinaryOperator, u8, u8);

pub(super) fn binary(kind: Kind) -> Option<Binding> {
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
