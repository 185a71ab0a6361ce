//! A set of expressions, locals or functions of one chunk. What is in it is asked far more often than it is changed,
//! and unoptimised, in a user's debug build, a hash costs as much as a hundred of these look-ups.

use crate::ast::{Chunk, ExpressionId, FunctionId, LocalId};

/// What a chunk has a numbered list of.
pub(crate) trait Numbered: Copy {
    fn number(self) -> usize;
    fn count(chunk: &Chunk) -> usize;
}

impl Numbered for ExpressionId {
    fn number(self) -> usize {
        self.0 as usize
    }
    fn count(chunk: &Chunk) -> usize {
        chunk.expressions.len()
    }
}

impl Numbered for LocalId {
    fn number(self) -> usize {
        self.0 as usize
    }
    fn count(chunk: &Chunk) -> usize {
        chunk.locals.len()
    }
}

impl Numbered for FunctionId {
    fn number(self) -> usize {
        self.0 as usize
    }
    fn count(chunk: &Chunk) -> usize {
        chunk.functions.len()
    }
}

pub(crate) struct Marks<Id> {
    marked: Box<[bool]>,
    list: Vec<Id>,
}

impl<Id: Numbered> Marks<Id> {
    pub(crate) fn new(chunk: &Chunk) -> Self {
        Self { marked: vec![false; Id::count(chunk)].into_boxed_slice(), list: Vec::new() }
    }

    pub(crate) fn insert(&mut self, id: Id) {
        let marked = &mut self.marked[id.number()];
        if !*marked {
            *marked = true;
            self.list.push(id);
        }
    }

    pub(crate) fn contains(&self, id: Id) -> bool {
        self.marked[id.number()]
    }

    /// In the order in which they came.
    pub(crate) fn list(&self) -> &[Id] {
        &self.list
    }
}
