//! Parses Redis Lua scripts and checks them against what a server would do with them.
//!
//! Text in, facts and [`Diagnostic`]s out: no I/O, no environment, no knowledge of Rust tokens. The
//! `redis-script` macros and the command line are both built on it.

pub mod ast;
mod declaration;
mod diagnostic;
pub mod lexer;
pub mod parser;
mod script;
pub mod server;
mod span;

pub use declaration::{Arity, Declaration, MinServer, Setting, Version};
pub use diagnostic::{Diagnostic, Level, Subject};
pub use script::{Script, sha1_hex};
pub use span::{Lines, Position, Span};
