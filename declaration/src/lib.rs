//! Reads what a `#[redis_script]` attribute and its function declare of a Lua script.
//!
//! The attribute of the `redis-script` crate and the command `cargo redis-script` are both built on it.
//! It takes and gives `proc_macro2` tokens, so it works inside and outside of the compiler.

#![warn(missing_docs)]
#![expect(
    missing_debug_implementations,
    reason = "tokens have Debug only with a feature that costs users compile time"
)]

mod args;
mod case;
pub mod config;
mod declaration;
mod document;
mod file;
mod form;
mod future;
mod include;
mod names;
mod signature;
mod values;
mod versions;

pub use args::{Args, Flags, Keys, Setting, Types};
pub use declaration::{Declaration, Positions};
pub use file::{Found, Places};
pub use form::{Form, Unit};
pub use future::WrittenFuture;
pub use include::{Complete, complete};
pub use names::Names;
pub use signature::{Connection, Parameter, Signature, bare, has_word};
pub use values::{is_integer, is_u8, optional, reply_type, slice_element, written};
pub use versions::min_server;
