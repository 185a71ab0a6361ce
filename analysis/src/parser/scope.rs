//! Which local variable a name means, found in the one pass in which the reference compiler finds it.

use super::{Parse, Parser};
use crate::ast::{ExpressionId, ExpressionKind, FunctionId, Local, LocalId, LocalKind};
use crate::span::Span;
use std::collections::HashMap;

/// Local variables of a function that can be in scope at one place: `LUAI_MAXVARS`.
const MAX_LOCALS: usize = 200;
/// Locals of outer functions that a function can use: `LUAI_MAXUPVALUES`.
const MAX_UPVALUES: usize = 60;

/// All functions that are being parsed, and the variables in scope.
#[derive(Default)]
pub(super) struct Scope<'a> {
    functions: Vec<FunctionScope>,
    /// For each name ever declared, the variables of that name in scope, the innermost last. So a
    /// look-up takes the same time however many functions and variables there are.
    visible: HashMap<&'a str, Vec<LocalId>>,
    /// Everything in scope, in the order of its declaration; `None` for the hidden variables of a `for`.
    active: Vec<Option<(&'a str, LocalId)>>,
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
    /// How many loops are open.
    loops: u32,
}

impl<'a> Scope<'a> {
    pub(super) fn open_function(&mut self, id: FunctionId, line: u32) {
        self.functions.push(FunctionScope {
            id,
            line,
            base: self.active.len(),
            has_varargs: false,
            uses_varargs: false,
            upvalues: Vec::new(),
            loops: 0,
        });
    }

    pub(super) fn close_function(&mut self) {
        if let Some(function) = self.functions.pop() {
            self.close_block(function.base);
        }
    }

    /// The function that is being parsed.
    pub(super) fn function(&self) -> FunctionId {
        self.functions.last().map_or(FunctionId(0), |function| function.id)
    }

    pub(super) fn parent(&self) -> Option<FunctionId> {
        self.functions.iter().rev().nth(1).map(|function| function.id)
    }

    /// What [`Scope::close_block`] goes back to.
    pub(super) fn open_block(&self) -> usize {
        self.active.len()
    }

    /// Ends the scope of everything declared since.
    pub(super) fn close_block(&mut self, to: usize) {
        for (name, _) in self.active.drain(to..).flatten() {
            if let Some(locals) = self.visible.get_mut(name) {
                locals.pop();
            }
        }
    }

    pub(super) fn declare(&mut self, name: &'a str, local: LocalId) {
        self.visible.entry(name).or_default().push(local);
        self.active.push(Some((name, local)));
    }

    /// Declares the variables of a `for` that have no name.
    pub(super) fn declare_hidden(&mut self, count: usize) {
        self.active.extend(std::iter::repeat_n(None, count));
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

    pub(super) fn open_loop(&mut self) {
        if let Some(function) = self.functions.last_mut() {
            function.loops += 1;
        }
    }

    pub(super) fn close_loop(&mut self) {
        if let Some(function) = self.functions.last_mut() {
            function.loops -= 1;
        }
    }

    pub(super) fn in_loop(&self) -> bool {
        self.functions.last().is_some_and(|function| function.loops > 0)
    }

    /// Notes that the current function uses `local` of the function `owner`. If some function on the
    /// way would then have too many of these, the line of the outermost such.
    fn capture(&mut self, local: LocalId, owner: FunctionId) -> Result<(), u32> {
        let users = self.functions.iter_mut().rev().take_while(|function| function.id != owner);
        let mut full = None;
        for function in users {
            // Whoever uses it got it from all functions around.
            if function.upvalues.contains(&local) {
                break;
            }
            if function.upvalues.len() == MAX_UPVALUES {
                full = Some(function.line);
            }
            function.upvalues.push(local);
        }
        full.map_or(Ok(()), Err)
    }

    /// How many variables of the current function are in scope.
    fn active_locals(&self) -> usize {
        self.active.len() - self.functions.last().map_or(0, |function| function.base)
    }
}

impl<'a> Parser<'a> {
    /// The expression that a name is, where it is used.
    pub(super) fn variable(&mut self, name: Span) -> Parse<ExpressionId> {
        let text = self.name_text(name);
        let found = self.scope.visible.get(text).and_then(|locals| locals.last()).copied();
        let kind = match found {
            None => ExpressionKind::Global(text.into()),
            Some(local) => {
                let owner = self.chunk[local].function;
                if let Err(line) = self.scope.capture(local, owner) {
                    return self.too_many(name, line, MAX_UPVALUES, "variables of outer functions");
                }
                ExpressionKind::Local(local)
            }
        };
        Ok(self.add(kind, name.start))
    }

    /// Refuses a variable that would be one too many, `pending` ones being declared with it but not
    /// yet in scope.
    pub(super) fn check_locals(&mut self, at: Span, pending: usize) -> Parse<()> {
        if self.scope.active_locals() + pending < MAX_LOCALS {
            return Ok(());
        }
        let line = self.scope.functions.last().map_or(0, |function| function.line);
        self.too_many(at, line, MAX_LOCALS, "local variables in scope")
    }

    #[cold]
    fn too_many<T>(&mut self, at: Span, line: u32, limit: usize, what: &str) -> Parse<T> {
        let whose = if line == 0 { "the script".to_owned() } else { format!("the function of line {line}") };
        let help = "put some of them into a table, or into `do .. end` blocks of their own";
        self.limit(at, format!("{whose} has more than {limit} {what}"), help)
    }

    /// Brings a variable into scope.
    pub(super) fn declare(&mut self, name: Span, kind: LocalKind) -> LocalId {
        let text = self.name_text(name);
        self.declare_as(text, name, kind)
    }

    /// Brings a variable into scope that isn't written where it is declared.
    pub(super) fn declare_as(&mut self, name: &'a str, span: Span, kind: LocalKind) -> LocalId {
        let local = LocalId(u32::try_from(self.chunk.locals.len()).unwrap_or(u32::MAX));
        self.chunk.locals.push(Local { name: name.into(), span, function: self.scope.function(), kind });
        self.scope.declare(name, local);
        local
    }
}
