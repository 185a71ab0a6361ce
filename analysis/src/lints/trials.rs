//! Where a script tries out what a server has, so that what is missing doesn't hurt.

use super::Context;
use crate::ast::{Chunk, ExpressionId, FunctionId};
use crate::calls::{caught_functions, tried};
use crate::usage::Marks;

/// The trials of a script.
pub(super) struct Trials {
    /// Functions that are the argument of `pcall` or `xpcall`.
    functions: Marks<FunctionId>,
    /// Expressions that are.
    pub(super) tried: Marks<ExpressionId>,
    /// Whether the script looks at the server's version: it may use each server's own names.
    pub(super) asks_for_version: bool,
}

impl Trials {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let (chunk, names) = (context.chunk(), context.names());
        let tried = tried(chunk, names);
        let asks_for_version = names.members().iter().any(|id| match names.member(*id) {
            Some(("redis", field)) => {
                field.ends_with("_VERSION") || field.ends_with("_VERSION_NUM") || field == "SERVER_NAME"
            }
            _ => false,
        });
        Self { functions: caught_functions(chunk, names, &tried), tried, asks_for_version }
    }

    /// Whether code of `function` runs inside of a `pcall`.
    pub(super) fn contain(&self, chunk: &Chunk, function: FunctionId) -> bool {
        if self.functions.list().is_empty() {
            return false;
        }
        let mut around = Some(function);
        while let Some(function) = around {
            if self.functions.contains(function) {
                return true;
            }
            around = chunk[function].parent;
        }
        false
    }
}
