//! Where locals are used in ways that hide what they hold.

use super::builtins;
use crate::ast::{Block, Chunk, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind, UnaryOperator};
use crate::usage::{Names, open_blocks, statements};

/// Facts about the locals of a chunk, whatever the order of execution.
pub(super) struct Places {
    /// Assigned to in a function that isn't their own.
    shared: Vec<bool>,
    /// Assigned to after their declaration.
    reassigned: Vec<bool>,
    /// What they hold may be changed if it is a table, or goes somewhere where it may be.
    exposed: Vec<bool>,
}

impl Places {
    pub(super) fn new(chunk: &Chunk, names: &Names) -> Self {
        let count = chunk.locals.len();
        let mut places =
            Self { shared: vec![false; count], reassigned: vec![false; count], exposed: vec![false; count] };
        let mut harmless = vec![false; chunk.expressions.len()];
        for (id, _) in chunk.of_any(&[Sort::Index, Sort::Unary, Sort::Binary, Sort::Call]) {
            read(chunk, names, id, &mut harmless);
        }
        for (function, statement) in statements(chunk) {
            match &statement.kind {
                StatementKind::Assignment { targets, .. } => {
                    for target in targets {
                        match chunk[*target].kind {
                            ExpressionKind::Local(local) => {
                                harmless[target.0 as usize] = true;
                                places.reassigned[local.0 as usize] = true;
                                places.shared[local.0 as usize] |= chunk[local].function != function;
                            }
                            ExpressionKind::Index { object, .. } => harmless[object.0 as usize] = false,
                            _ => {}
                        }
                    }
                }
                StatementKind::Return(values) => {
                    for value in values {
                        let own = |local: LocalId| chunk[local].function == function;
                        harmless[value.0 as usize] |=
                            matches!(chunk[*value].kind, ExpressionKind::Local(local) if own(local));
                    }
                }
                StatementKind::While { condition, .. } | StatementKind::Repeat { condition, .. } => {
                    harmless[condition.0 as usize] = true;
                }
                StatementKind::If { arms, .. } => {
                    for (condition, _) in arms {
                        harmless[condition.0 as usize] = true;
                    }
                }
                _ => {}
            }
        }
        for (id, expression) in chunk.of(Sort::Local) {
            if let ExpressionKind::Local(local) = expression.kind {
                places.exposed[local.0 as usize] |= !harmless[id.0 as usize];
            }
        }
        places
    }

    pub(super) fn shared(&self, local: LocalId) -> bool {
        self.shared[local.0 as usize]
    }

    pub(super) fn reassigned(&self, local: LocalId) -> bool {
        self.reassigned[local.0 as usize]
    }

    pub(super) fn exposed(&self, local: LocalId) -> bool {
        self.exposed[local.0 as usize]
    }
}

/// Marks the operands that the expression only reads.
fn read(chunk: &Chunk, names: &Names, id: ExpressionId, harmless: &mut [bool]) {
    let mut mark = |operand: ExpressionId| harmless[operand.0 as usize] = true;
    match &chunk[id].kind {
        ExpressionKind::Index { object, .. } => mark(*object),
        ExpressionKind::Unary {
            operator: UnaryOperator::Not | UnaryOperator::Length | UnaryOperator::Minus,
            operand,
        } => {
            mark(*operand);
        }
        ExpressionKind::Binary { operator, left, right } => {
            use crate::ast::BinaryOperator::{And, Or};
            if !matches!(operator, And | Or) {
                mark(*left);
                mark(*right);
            }
        }
        ExpressionKind::Call { callee, arguments } => {
            mark(*callee);
            let reads = match (names.member(*callee), names.global(*callee)) {
                (Some((table, name)), _) => builtins::only_reads(Some(table), name),
                (None, Some(name)) => builtins::only_reads(None, name),
                _ => false,
            };
            if reads {
                for argument in arguments {
                    mark(*argument);
                }
            }
        }
        _ => {}
    }
}

/// The locals that the statements of a block assign to, declared further out or not.
pub(super) fn assigned(chunk: &Chunk, block: &Block) -> Vec<LocalId> {
    let mut found = Vec::new();
    let mut open = vec![block];
    while let Some(block) = open.pop() {
        for statement in &block.statements {
            if let StatementKind::Assignment { targets, .. } = &statement.kind {
                for target in targets {
                    if let ExpressionKind::Local(local) = chunk[*target].kind {
                        found.push(local);
                    }
                }
            }
            open_blocks(statement, &mut open);
        }
    }
    found
}
