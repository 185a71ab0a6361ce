//! Every statement of a chunk, nested ones included, without recursion.

use crate::ast::{Block, Chunk, FunctionId, Statement, StatementKind};

/// All statements with the function whose code they are, in no particular order.
pub(crate) fn statements(chunk: &Chunk) -> impl Iterator<Item = (FunctionId, &Statement)> {
    blocks(chunk).flat_map(|(function, block)| block.statements.iter().map(move |statement| (function, statement)))
}

/// All blocks, likewise.
pub(crate) fn blocks(chunk: &Chunk) -> impl Iterator<Item = (FunctionId, &Block)> {
    let mut open: Vec<(FunctionId, &Block)> =
        (0u32..).map(FunctionId).zip(&chunk.functions).map(|(id, function)| (id, &function.body)).collect();
    std::iter::from_fn(move || {
        let (function, block) = open.pop()?;
        for statement in &block.statements {
            open.extend(inner_blocks(statement).into_iter().map(|inner| (function, inner)));
        }
        Some((function, block))
    })
}

/// The blocks directly inside of a statement. A function's body isn't one: functions have their own
/// list.
fn inner_blocks(statement: &Statement) -> Vec<&Block> {
    match &statement.kind {
        StatementKind::Do(body)
        | StatementKind::While { body, .. }
        | StatementKind::Repeat { body, .. }
        | StatementKind::NumericFor { body, .. }
        | StatementKind::GenericFor { body, .. } => vec![body],
        StatementKind::If { arms, otherwise } => arms.iter().map(|(_, body)| body).chain(otherwise).collect(),
        _ => Vec::new(),
    }
}
