//! What a script does with the names that a server gives it: computed once, handed to every rule.

mod bindings;
mod errors;
mod fold;
mod forgery;
mod marks;
pub(crate) mod names;
mod optional;
mod statements;
mod vectors;
mod words;

pub(crate) use bindings::{Binding, Bindings, is_open, value_at};
pub(crate) use errors::{MadeError, MadeErrors, Maker, Text};
pub(crate) use marks::{Marks, Numbered};
pub(crate) use names::{Meaning, Names};
pub(crate) use optional::tested_expressions;
pub(crate) use statements::{blocks, conditions, open_blocks, statements, targets};

use crate::ast::{Chunk, ExpressionId, ExpressionKind, Sort, StatementKind};
use crate::calls::Calls;
use crate::span::Span;
use crate::values::Values;
pub use names::Vector;
pub use vectors::{Index, Read, VectorUsage};

/// What a script uses.
#[derive(Clone, Debug)]
pub struct Usage {
    /// How it uses `KEYS`.
    pub keys: VectorUsage,
    /// How it uses `ARGV`.
    pub args: VectorUsage,
    /// The first place where it runs code that isn't part of its text (`load`, `loadstring`), or takes
    /// globals by computed names (`_G[name]`).
    pub dynamic_code: Option<Span>,
    /// The first place where it changes what a global name means (`setfenv`, `getfenv`).
    pub environment: Option<Span>,
}

impl Usage {
    /// How the script uses `vector`.
    pub const fn of(&self, vector: Vector) -> &VectorUsage {
        match vector {
            Vector::Keys => &self.keys,
            Vector::Argv => &self.args,
        }
    }
}

/// Everything that is known about a chunk before any rule looks at it.
pub(crate) struct Facts {
    pub(crate) bindings: Bindings,
    pub(crate) names: Names,
    pub(crate) usage: Usage,
    pub(crate) errors: MadeErrors,
    pub(crate) calls: Calls,
    pub(crate) values: Values,
}

impl Facts {
    pub(crate) fn new(chunk: &Chunk) -> Self {
        let bindings = Bindings::new(chunk);
        let names = Names::new(chunk, &bindings);
        let (mut keys, mut args) = vectors::Collector::collect(chunk, &names, &bindings);
        let first_use = |wanted: &[&str]| names.first_use(wanted).map(|id| chunk[id].span);
        let environment = first_use(&["setfenv", "getfenv"]);
        let dynamic_code = match (first_use(&["load", "loadstring"]), globals_by_name(chunk, &names)) {
            (Some(load), Some(global)) => Some(load.min(global)),
            (load, global) => load.or(global),
        };
        if let Some(span) = dynamic_code.or(environment) {
            keys.escapes.get_or_insert(span);
            args.escapes.get_or_insert(span);
        }
        let errors = MadeErrors::new(chunk, &names, &bindings, dynamic_code.or(environment).is_some());
        let calls = Calls::new(chunk, &names, &bindings);
        let usage = Usage { keys, args, dynamic_code, environment };
        let values = Values::new(chunk, &names, &bindings, &calls, &usage);
        Self { bindings, names, usage, errors, calls, values }
    }
}

/// The first use of `_G` that isn't `_G.name`, `rawget(_G, 'name')` or a write, which raises.
fn globals_by_name(chunk: &Chunk, names: &Names) -> Option<Span> {
    let is_table = |id: ExpressionId| names.global(id) == Some("_G");
    names.first_use(&["_G"])?;
    let mut harmless = Marks::new(chunk);
    for (_, expression) in chunk.of_any(&[Sort::Index, Sort::Call]) {
        match &expression.kind {
            ExpressionKind::Index { object, key } if names.string(chunk, *key).is_some() => harmless.insert(*object),
            ExpressionKind::Call { callee, arguments } => {
                let harmless_call = match names.global(*callee) {
                    Some("rawget") => arguments.get(1).is_some_and(|key| names.string(chunk, *key).is_some()),
                    Some("rawset" | "setmetatable" | "type") => true,
                    _ => false,
                };
                if let Some(first) = arguments.first().filter(|_| harmless_call) {
                    harmless.insert(*first);
                }
            }
            _ => {}
        }
    }
    // `local globals = _G`: what counts is how the alias is used.
    for (_, statement) in statements(chunk) {
        if let StatementKind::Local { values, .. } = &statement.kind {
            for value in values {
                if is_table(*value) {
                    harmless.insert(*value);
                }
            }
        }
    }
    let found = names.globals().iter().find(|id| is_table(**id) && !harmless.contains(**id));
    found.map(|id| chunk[*id].span)
}
