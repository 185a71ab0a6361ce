//! Every statement of a chunk, nested ones included, without recursion.
//!
//! Plain code: unoptimised, in a user's debug build, adapters cost several times as much, and the rules go through a
//! script many times.

use super::marks::Marks;
use crate::ast::{Block, Chunk, ExpressionId, Function, FunctionId, Statement, StatementKind};
use std::slice::Iter;

/// All statements with the function whose code they are, in no particular order.
pub(crate) fn statements(chunk: &Chunk) -> impl Iterator<Item = (FunctionId, &Statement)> {
    Statements { blocks: Blocks::new(chunk), function: Chunk::MAIN, rest: [].iter() }
}

/// All blocks, likewise.
pub(crate) fn blocks(chunk: &Chunk) -> impl Iterator<Item = (FunctionId, &Block)> {
    Blocks::new(chunk)
}

/// Everything that is assigned to.
pub(crate) fn targets(chunk: &Chunk) -> Marks<ExpressionId> {
    let mut found = Marks::new(chunk);
    for (_, statement) in statements(chunk) {
        if let StatementKind::Assignment { targets, .. } = &statement.kind {
            for target in targets {
                found.insert(*target);
            }
        }
    }
    found
}

/// Everything that a statement asks whether it is true: the conditions of `if`, `while` and `repeat`.
pub(crate) fn conditions(chunk: &Chunk) -> Marks<ExpressionId> {
    let mut found = Marks::new(chunk);
    for (_, statement) in statements(chunk) {
        match &statement.kind {
            StatementKind::If { arms, .. } => {
                for (condition, _) in arms {
                    found.insert(*condition);
                }
            }
            StatementKind::While { condition, .. } | StatementKind::Repeat { condition, .. } => {
                found.insert(*condition);
            }
            _ => {}
        }
    }
    found
}

struct Statements<'a> {
    blocks: Blocks<'a>,
    function: FunctionId,
    rest: Iter<'a, Statement>,
}

impl<'a> Iterator for Statements<'a> {
    type Item = (FunctionId, &'a Statement);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(statement) = self.rest.next() {
                return Some((self.function, statement));
            }
            let (function, block) = self.blocks.next()?;
            self.function = function;
            self.rest = block.statements.iter();
        }
    }
}

struct Blocks<'a> {
    functions: Iter<'a, Function>,
    /// The function that is next.
    function: FunctionId,
    open: Vec<&'a Block>,
}

impl<'a> Blocks<'a> {
    fn new(chunk: &'a Chunk) -> Self {
        Self { functions: chunk.functions.iter(), function: Chunk::MAIN, open: Vec::new() }
    }
}

/// Puts the blocks directly inside of a statement on a pile. A function's body isn't one: functions have their own list.
pub(crate) fn open_blocks<'a>(statement: &'a Statement, open: &mut Vec<&'a Block>) {
    match &statement.kind {
        StatementKind::Do(body)
        | StatementKind::While { body, .. }
        | StatementKind::Repeat { body, .. }
        | StatementKind::NumericFor { body, .. }
        | StatementKind::GenericFor { body, .. } => open.push(body),
        StatementKind::If { arms, otherwise } => {
            for (_, body) in arms {
                open.push(body);
            }
            open.extend(otherwise);
        }
        _ => {}
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = (FunctionId, &'a Block);

    fn next(&mut self) -> Option<Self::Item> {
        let block = if let Some(block) = self.open.pop() {
            block
        } else {
            let function = self.functions.next()?;
            self.function.0 += 1;
            &function.body
        };
        for statement in &block.statements {
            open_blocks(statement, &mut self.open);
        }
        Some((FunctionId(self.function.0 - 1), block))
    }
}
