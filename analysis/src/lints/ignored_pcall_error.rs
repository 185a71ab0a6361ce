//! `ignored_pcall_error`: an error that `redis.pcall` caught, and that nobody looks at.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Chunk, Expression, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind};
use crate::calls::{Site, shown};
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{Binding, Names, statements};
use std::cell::OnceCell;

pub(crate) static LINT: Lint = Lint {
    name: "ignored_pcall_error",
    summary: "the reply of `redis.pcall` is not tested for an error: the error disappears, and the script goes on",
    level: Level::Info,
    soundness: Soundness::Heuristic,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    let uses = OnceCell::new();
    let mut found = Vec::new();
    for (id, expression) in chunk.of(Sort::Call) {
        if let ExpressionKind::Call { callee, .. } = expression.kind
            && names.is_member(callee, "redis", "pcall")
        {
            found.extend(ignored(context, uses.get_or_init(|| Uses::new(chunk, names)), id));
        }
    }
    found
}

fn ignored(context: &Context<'_>, uses: &Uses, call: ExpressionId) -> Option<Diagnostic> {
    let chunk = context.chunk();
    let local = uses.named[call.0 as usize]
        .filter(|local| matches!(context.facts().bindings.lasting(*local), Binding::Value(value) if value == call));
    let worst = match local {
        Some(local) => uses.locals[local.0 as usize],
        None => uses.of[call.0 as usize],
    };
    let command = context.facts().calls.at(call).and_then(Site::command).map(shown);
    let of = command.map(|command| format!(" of `{command}`")).unwrap_or_default();
    let (message, help) = match worst {
        Use::Nothing => {
            (format!("an error{of} is thrown away, and the script goes on"), "`redis.call` would raise it".to_owned())
        }
        Use::Value => (
            format!("an error{of} is taken for its reply: nothing tests the reply for `err`"),
            "write `redis.call`, which raises the error, or `if reply.err then return reply end`".to_owned(),
        ),
        Use::Open => return None,
    };
    Some(LINT.finding(message).at(chunk[call].span).with_help(help))
}

/// What is done with a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// Nothing at all.
    Nothing,
    /// It is calculated with, compared, indexed: as if it were no error.
    Value,
    /// It is tested for an error, or goes somewhere else.
    Open,
}

/// How each expression is used.
struct Uses {
    of: Vec<Use>,
    /// The local that a call's value goes to.
    named: Vec<Option<LocalId>>,
    /// The most that is done with each local.
    locals: Vec<Use>,
}

impl Uses {
    fn new(chunk: &Chunk, names: &Names) -> Self {
        let count = chunk.expressions.len();
        let mut uses = Self {
            of: vec![Use::Open; count],
            named: vec![None; count],
            locals: vec![Use::Nothing; chunk.locals.len()],
        };
        for (_, expression) in chunk.of_any(&[Sort::Index, Sort::Unary, Sort::Binary, Sort::Call]) {
            uses.operands(chunk, names, expression);
        }
        for (_, statement) in statements(chunk) {
            match &statement.kind {
                StatementKind::Call(call) => uses.of[call.0 as usize] = Use::Nothing,
                StatementKind::If { arms, .. } => {
                    for (condition, _) in arms {
                        uses.of[condition.0 as usize] = Use::Value;
                    }
                }
                StatementKind::While { condition, .. } | StatementKind::Repeat { condition, .. } => {
                    uses.of[condition.0 as usize] = Use::Value;
                }
                StatementKind::Local { names, values } => {
                    for (name, value) in names.iter().zip(values) {
                        uses.named[value.0 as usize] = Some(*name);
                    }
                }
                _ => {}
            }
        }
        for (id, expression) in chunk.of(Sort::Local) {
            if let ExpressionKind::Local(local) = expression.kind {
                let most = &mut uses.locals[local.0 as usize];
                *most = uses.of[id.0 as usize].max(*most);
            }
        }
        uses
    }

    fn operands(&mut self, chunk: &Chunk, names: &Names, expression: &Expression) {
        let mut value = |operand: ExpressionId| self.of[operand.0 as usize] = Use::Value;
        match &expression.kind {
            ExpressionKind::Index { object, key } if !matches!(names.string(chunk, *key), Some(b"err" | b"ok")) => {
                value(*object);
            }
            ExpressionKind::Unary { operand, .. } => value(*operand),
            ExpressionKind::Binary { operator: BinaryOperator::And | BinaryOperator::Or, left, .. } => value(*left),
            ExpressionKind::Binary { left, right, .. } => {
                value(*left);
                value(*right);
            }
            ExpressionKind::Call { callee, arguments } => {
                if matches!(names.global(*callee), Some("tonumber" | "tostring" | "ipairs" | "pairs" | "unpack")) {
                    for argument in arguments {
                        value(*argument);
                    }
                }
            }
            _ => {}
        }
    }
}
