//! Typed Redis Lua scripts.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]

#[cfg(any(feature = "tokio", feature = "smol"))]
mod asynchronous;
mod blocking;
mod call;
mod error;
mod invocation;
mod private;
mod recovery;
mod reply;
mod script;
#[cfg(all(feature = "testing", unix))]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;

pub use error::{DecodeError, Error, Result, ScriptError};
pub use invocation::Invocation;
pub use redis;
// All that the macro crate has is the attribute.
#[doc(inline)]
#[allow(unused_imports, unreachable_pub, reason = "the facade builds without it, too")]
pub use redis_script_macros::*;
pub use script::{Arity, Script};

#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;
}
