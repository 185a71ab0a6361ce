//! Parses Redis Lua scripts and checks them against what a server would do with them.
//!
//! Text in, facts and [`Diagnostic`]s out: no I/O, no environment, no knowledge of Rust tokens. The
//! `redis-script` macros and the command line are both built on it.

pub mod ast;
mod bytes;
mod calls;
mod closest;
mod declaration;
mod diagnostic;
mod elements;
mod fix;
mod hash;
mod header;
mod include;
pub mod lexer;
mod lints;
mod order;
pub mod parser;
mod returned;
mod row;
mod script;
pub mod server;
mod shebang;
mod snippet;
mod span;
mod usage;
mod values;

pub use closest::closest;
pub use declaration::{Arity, Declaration, MinServer, Parameter, Scope, Setting, Version};
pub use diagnostic::{Condition, Diagnostic, Level, Subject};
pub use elements::{Element, ElementList, Elements, elements};
pub use fix::{Edit, Fixed, apply_fixes};
pub use header::{Entries, Header, snake_case};
pub use include::{Files, Joined, Load, Run, Source, mentions as mentions_include};
pub use lints::{Lint, Soundness, lint, lints};
pub use redis_script_shape::{self as shape, Shape};
pub use returned::Returned;
pub use script::{Script, sha1_hex};
pub use shebang::{Flag, UnknownFlag};
pub use span::{Lines, Position, Span};
pub use usage::{Index, Read, Usage, Vector, VectorUsage};
pub use values::ReplyKind;
