//! Which local variable a name means, found in the one pass in which the reference compiler finds it.

use super::code::ValueKind;
use super::symbols::Symbol;
use super::{Operand, Parse, Parser};
use crate::ast::{ExpressionKind, FunctionId, Local, LocalId, LocalKind};
use crate::span::Span;

/// Local variables of a function that can be in scope at one place: `LUAI_MAXVARS`.
const MAX_LOCALS: usize = 200;
/// How the message ends that says so.
pub(crate) const LOCALS_IN_SCOPE: &str = "local variables in scope";
/// Locals of outer functions that a function can use: `LUAI_MAXUPVALUES`.
const MAX_UPVALUES: usize = 60;

/// All functions that are being parsed, and the variables in scope.
#[derive(Default)]
pub(super) struct Scope {
    functions: Vec<FunctionScope>,
    /// The innermost variable of each name. So a look-up takes the same time however many functions and variables
    /// there are.
    visible: Vec<Option<Variable>>,
    /// Everything in scope, in the order of its declaration; `None` for the hidden variables of a `for`.
    active: Vec<Option<Active>>,
}

/// A variable in scope.
#[derive(Clone, Copy)]
struct Active {
    name: Symbol,
    /// The variable that it hides.
    hidden: Option<Variable>,
}

#[derive(Clone, Copy)]
struct Variable {
    id: LocalId,
    /// How many functions are around the one whose variable it is.
    depth: usize,
    register: i32,
}

struct FunctionScope {
    id: FunctionId,
    /// The line of its `function`; 0 for the main chunk.
    line: u32,
    /// How much was in scope where it began.
    base: usize,
    /// Whether `...` is among its parameters.
    has_varargs: bool,
    /// Whether its body has used them so far.
    uses_varargs: bool,
    upvalues: Vec<LocalId>,
}

impl Scope {
    pub(super) fn open_function(&mut self, id: FunctionId, line: u32) {
        self.functions.push(FunctionScope {
            id,
            line,
            base: self.active.len(),
            has_varargs: false,
            uses_varargs: false,
            upvalues: Vec::new(),
        });
    }

    /// Ends a function; how many variables of outer functions it uses.
    pub(super) fn close_function(&mut self) -> usize {
        self.close_block(0);
        self.functions.pop().map_or(0, |function| function.upvalues.len())
    }

    /// The function that is being parsed.
    pub(super) fn function(&self) -> FunctionId {
        self.functions.last().map_or(FunctionId(0), |function| function.id)
    }

    pub(super) fn parent(&self) -> Option<FunctionId> {
        self.functions.iter().rev().nth(1).map(|function| function.id)
    }

    /// Ends the scope of all variables of the function but the first `keep`.
    pub(super) fn close_block(&mut self, keep: usize) {
        let base = self.functions.last().map_or(0, |function| function.base);
        while self.active.len() > base + keep {
            if let Some(Some(Active { name, hidden })) = self.active.pop() {
                self.visible[name.number()] = hidden;
            }
        }
    }

    fn declare(&mut self, name: Symbol, variable: Variable) {
        if self.visible.len() <= name.number() {
            self.visible.resize(name.number() + 1, None);
        }
        let hidden = self.visible[name.number()].replace(variable);
        self.active.push(Some(Active { name, hidden }));
    }

    fn find(&self, name: Symbol) -> Option<Variable> {
        self.visible.get(name.number()).copied().flatten()
    }

    pub(super) fn set_varargs(&mut self) {
        if let Some(function) = self.functions.last_mut() {
            function.has_varargs = true;
        }
    }

    /// Uses `...`, if the function has it.
    pub(super) fn use_varargs(&mut self) -> bool {
        self.functions.last_mut().is_some_and(|function| {
            function.uses_varargs |= function.has_varargs;
            function.has_varargs
        })
    }

    /// Whether `...` is a parameter, and whether it is used.
    pub(super) fn varargs(&self) -> (bool, bool) {
        self.functions.last().map_or((false, false), |function| (function.has_varargs, function.uses_varargs))
    }

    /// The current function, for a message.
    pub(super) fn owner(&self) -> String {
        owner(self.functions.last().map_or(0, |function| function.line))
    }

    /// Notes that the current function uses a variable of the function that has `depth` around it. If
    /// some function on the way would then have too many of these, the line of the outermost such.
    fn capture(&mut self, variable: Variable) -> Result<(), u32> {
        let mut full = None;
        for function in self.functions[variable.depth + 1..].iter_mut().rev() {
            // Whoever uses it got it from all functions around.
            if function.upvalues.contains(&variable.id) {
                break;
            }
            if function.upvalues.len() == MAX_UPVALUES {
                full = Some(function.line);
            }
            function.upvalues.push(variable.id);
        }
        full.map_or(Ok(()), Err)
    }

    /// How many variables of the current function are in scope.
    fn active_locals(&self) -> usize {
        self.active.len() - self.functions.last().map_or(0, |function| function.base)
    }
}

/// The function whose `function` is in `line`, for a message; the main chunk has none.
fn owner(line: u32) -> String {
    if line == 0 { "the script".to_owned() } else { format!("the function of line {line}") }
}

impl<'a> Parser<'a> {
    /// The expression that a name is, where it is used.
    pub(super) fn variable(&mut self, name: Span) -> Parse<Operand> {
        let text = self.name_text(name);
        let symbol = self.symbols.of(text.as_bytes());
        let Some(variable) = self.scope.find(symbol) else {
            self.constant(symbol)?;
            return Ok(self.add(ExpressionKind::Global(text.into()), name.start, ValueKind::Global));
        };
        let kind = if variable.depth == self.outer.len() {
            ValueKind::Local(variable.register)
        } else {
            self.outer[variable.depth].capture(variable.register);
            if let Err(line) = self.scope.capture(variable) {
                return self.too_many(name, line, MAX_UPVALUES, "variables of outer functions");
            }
            ValueKind::Upvalue
        };
        Ok(self.add(ExpressionKind::Local(variable.id), name.start, kind))
    }

    /// Which constant of the current function a text is.
    pub(super) fn constant(&mut self, text: Symbol) -> Parse<i32> {
        let function = self.scope.function();
        if let Some(index) = self.symbols.constant(text, function) {
            return Ok(index);
        }
        let index = self.code.string()?;
        self.symbols.set_constant(text, function, index);
        Ok(index)
    }

    /// Refuses a variable that would be one too many, `pending` ones being declared with it but not
    /// yet in scope.
    pub(super) fn check_locals(&mut self, at: Span, pending: usize) -> Parse<()> {
        if self.scope.active_locals() + pending < MAX_LOCALS {
            return Ok(self.code.add_variable()?);
        }
        let line = self.scope.functions.last().map_or(0, |function| function.line);
        self.too_many(at, line, MAX_LOCALS, LOCALS_IN_SCOPE)
    }

    #[cold]
    fn too_many<T>(&mut self, at: Span, line: u32, limit: usize, what: &str) -> Parse<T> {
        let help = "put some of them into a table, or into `do .. end` blocks of their own";
        let whose = owner(line);
        self.limit(at, format!("{whose} has more than {limit} {what}"), help)
    }

    /// Brings a variable into scope.
    pub(super) fn declare(&mut self, name: Span, kind: LocalKind) -> LocalId {
        let text = self.name_text(name);
        self.declare_as(text, name, kind)
    }

    /// Brings variables into scope, one after the other.
    pub(super) fn declare_all(&mut self, names: &[Span], kind: LocalKind) -> Vec<LocalId> {
        let mut locals = Vec::with_capacity(names.len());
        for name in names {
            locals.push(self.declare(*name, kind));
        }
        locals
    }

    /// Brings a variable into scope that isn't written where it is declared.
    pub(super) fn declare_as(&mut self, name: &'a str, span: Span, kind: LocalKind) -> LocalId {
        let local = LocalId(u32::try_from(self.chunk.locals.len()).unwrap_or(u32::MAX));
        self.chunk.locals.push(Local { name: name.into(), span, function: self.scope.function(), kind });
        let name = self.symbols.of(name.as_bytes());
        self.scope.declare(name, Variable { id: local, depth: self.outer.len(), register: self.code.active });
        self.code.active += 1;
        local
    }

    /// Declares the variables of a `for` that have no name.
    pub(super) fn declare_hidden(&mut self, count: i32) {
        for _ in 0..count {
            self.scope.active.push(None);
        }
        self.code.active += count;
    }

    pub(super) fn open_block(&mut self, is_loop: bool) {
        self.code.open_block(is_loop);
    }

    /// Ends the scope of everything declared since [`Parser::open_block`].
    pub(super) fn close_block(&mut self) -> Parse<()> {
        let done = self.code.close_block();
        self.scope.close_block(usize::try_from(self.code.active).unwrap_or(0));
        Ok(done?)
    }
}
