//! Where a script tries out what a server has, so that what is missing doesn't hurt.

use super::Context;
use crate::ast::{Chunk, ExpressionId, ExpressionKind, FunctionId, Sort};
use crate::usage::{Marks, Meaning};

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
        let tried = chunk.of(Sort::Call).filter_map(|(_, expression)| match &expression.kind {
            ExpressionKind::Call { callee, arguments } => match names.global(*callee) {
                Some("pcall" | "xpcall") => arguments.first().copied(),
                _ => None,
            },
            _ => None,
        });
        let tried = Marks::of(chunk, tried);
        let function = |tried: &ExpressionId| match names.meaning(*tried) {
            Meaning::Function(function) => Some(function),
            _ => None,
        };
        let asks_for_version = names.members().iter().any(|id| match names.member(*id) {
            Some(("redis", field)) => {
                field.ends_with("_VERSION") || field.ends_with("_VERSION_NUM") || field == "SERVER_NAME"
            }
            _ => false,
        });
        Self { functions: Marks::of(chunk, tried.list().iter().filter_map(function)), tried, asks_for_version }
    }

    /// Whether code of `function` runs inside of a `pcall`.
    pub(super) fn contain(&self, chunk: &Chunk, function: FunctionId) -> bool {
        let mut around = std::iter::successors(Some(function), |id| chunk[*id].parent);
        !self.functions.list().is_empty() && around.any(|id| self.functions.contains(id))
    }
}
