//! Names and constant texts by number: a text is hashed once, where it is read.

use crate::ast::FunctionId;
use crate::hash::Texts;

/// A text. Two are the same if their numbers are.
#[derive(Clone, Copy)]
pub(super) struct Symbol(usize);

impl Symbol {
    pub(super) const fn number(self) -> usize {
        self.0
    }
}

/// A function that uses a text, and which of its constants that is.
type Constant = (FunctionId, i32);

/// All texts so far, and which constant of the current function each is.
#[derive(Default)]
pub(super) struct Symbols {
    numbers: Texts,
    /// The last use of each text.
    constants: Vec<Option<Constant>>,
    /// What a function that is open replaced in that: at its end, the function around it goes on with its own.
    replaced: Vec<(FunctionId, Symbol, Option<Constant>)>,
}

impl Symbols {
    pub(super) fn of(&mut self, text: &[u8]) -> Symbol {
        let number = self.numbers.number(text);
        if number == self.constants.len() {
            self.constants.push(None);
        }
        Symbol(number)
    }

    /// Which constant of `function`, the current one, the text is.
    pub(super) fn constant(&self, symbol: Symbol, function: FunctionId) -> Option<i32> {
        match self.constants[symbol.number()] {
            Some((user, index)) if user == function => Some(index),
            _ => None,
        }
    }

    pub(super) fn set_constant(&mut self, symbol: Symbol, function: FunctionId, index: i32) {
        let before = self.constants[symbol.number()].replace((function, index));
        self.replaced.push((function, symbol, before));
    }

    /// Ends `function`, the current one.
    pub(super) fn close(&mut self, function: FunctionId) {
        while let Some((by, symbol, before)) = self.replaced.last().copied()
            && by == function
        {
            self.constants[symbol.number()] = before;
            self.replaced.pop();
        }
    }
}
