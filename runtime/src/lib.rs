//! Typed Redis and Valkey scripts, in Lua, checked while your crate compiles.
//!
//! An annotated function without a body names its script, and the types of its keys, arguments and reply:
//!
//! ```ignore
//! use redis_script::redis_script;
//!
//! /// Takes `requested` tokens from `bucket`, if it holds that many.
//! #[redis_script(file = "token_bucket.lua", keys = 1, args = (u64, f64, f64, u64))]
//! pub async fn take_tokens(
//!     conn: &mut impl redis::aio::ConnectionLike,
//!     bucket: &str,
//!     capacity: u64,
//!     refill_per_second: f64,
//!     now: f64,
//!     requested: u64,
//! ) -> redis_script::Result<(bool, u64)>;
//! ```
//!
//! # What a call sends
//!
//! One `EVALSHA`, or `EVALSHA_RO` for a script whose shebang says `no-writes`. Where the server doesn't know the
//! script, `SCRIPT LOAD` and the same call in one write, once: two round trips in all, and the script stays
//! loaded. Where `SCRIPT` is refused, or the key is just moving to another node of a cluster, one `EVAL`. Nothing else is
//! ever sent again. [`Mode`] chooses other ways.
//!
//! # How often a script runs
//!
//! | | the script runs | shown by |
//! |---|---|---|
//! | the reply arrives | once | `live_calls`: herds of 200 callers right after a flush |
//! | the server doesn't know the script | once: the first attempt ran nothing | `wire`, `live_calls` |
//! | the script returns the server's own `NOSCRIPT` | once: such a script is always sent whole | `live_calls` |
//! | the connection breaks before the reply | once or not at all; [`Error::ran`] says [`Happened::Maybe`] | `live_at_most_once` |
//! | the same on a cluster's connection of the `redis` crate | **up to 17 times**: it sends again by itself | `live_at_most_once` |
//! | the same in `cluster::AtMostOnce`, or with `retries(0)` | once or not at all | `live_at_most_once` |
//! | the future is dropped | once or not at all; the connection stays usable | `live_cancel`, `live_leaders` |
//! | in a [`Pipeline`] or a [`Batch`] | as above; an entry is sent again only if it has not run | `wire_pipelines`, `live_pipelines`, `batch` |
//! | in a transaction | with all of it, or not at all, also while scripts are being flushed | `live_pipelines` |
//!
//! A script that fails isn't rolled back. [`Error::ran`], [`Error::wrote`] and [`Error::is_retryable`] say what
//! the error proves.
//!
//! # Features
//!
//! `tokio` (the default) or `smol` for async connections; without either, blocking ones remain. The kinds of
//! connections and of TLS are those of the `redis` crate, which is re-exported as [`redis`]. `json` and `msgpack` add
//! `Json` and `MsgPack`, arguments and replies of any shape. `register` keeps a
//! list of all scripts in the program; `testing` starts private servers for tests.
//!
//! `metrics` counts each script's calls, cold calls, loads, fallbacks and errors (`Script::counters`). `tracing` makes a
//! span for each call and pipeline, with OpenTelemetry's names for databases, and events where the server doesn't know a
//! script, takes it, or refuses it. Keys and arguments are in none of them. Without these features a call has no
//! instruction more.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]

#[cfg(any(feature = "tokio", feature = "smol"))]
mod asynchronous;
mod batch;
mod blocking;
mod call;
#[cfg(all(feature = "cluster-async", any(feature = "tokio", feature = "smol")))]
#[cfg_attr(docsrs, doc(cfg(feature = "cluster-async")))]
pub mod cluster;
#[cfg(feature = "cluster-async")]
mod clustered;
mod cold;
mod distinct;
mod error;
mod error_codes;
mod invocation;
mod key;
#[cfg(any(feature = "tokio", feature = "smol"))]
mod link;
mod mode;
mod observe;
mod pipeline;
mod preload;
mod private;
mod recovery;
#[cfg(feature = "register")]
mod register;
mod reply;
mod reply_shape;
mod script;
#[cfg(any(feature = "json", feature = "msgpack"))]
mod serialised;
mod slot;
mod spare;
#[cfg(all(feature = "testing", unix))]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;

pub use batch::Batch;
pub use error::{ArgumentError, CrossSlot, DecodeError, Error, Happened, PipelineError, Result, ScriptError};
pub use error_codes::ErrorCodes;
pub use invocation::Invocation;
pub use key::Key;
pub use mode::Mode;
#[cfg(feature = "metrics")]
#[cfg_attr(docsrs, doc(cfg(feature = "metrics")))]
pub use observe::Counters;
pub use pipeline::{Pipeline, pipe};
pub use preload::{missing, preload};
#[cfg(any(feature = "tokio", feature = "smol"))]
pub use preload::{missing_async, preload_async};
pub use redis;
#[cfg(all(feature = "register", any(feature = "tokio", feature = "smol")))]
#[cfg_attr(docsrs, doc(cfg(feature = "register")))]
pub use register::preload_all_async;
#[cfg(feature = "register")]
#[cfg_attr(docsrs, doc(cfg(feature = "register")))]
pub use register::{preload_all, scripts};
pub use reply_shape::{Field, ReplyShape, Shape};
// All that the macro crate has is the attribute and the derives.
#[doc(inline)]
#[allow(unused_imports, unreachable_pub, reason = "the facade builds without it, too")]
pub use redis_script_macros::*;
pub use script::{Arity, Script};
#[cfg(feature = "json")]
pub use serialised::Json;
#[cfg(feature = "msgpack")]
pub use serialised::MsgPack;

#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;

    #[cfg(feature = "register")]
    pub use crate::{__redis_script_register as register, register::Registered};
    #[cfg(feature = "register")]
    pub use inventory;

    /// Without the feature there is no register.
    #[cfg(not(feature = "register"))]
    pub use crate::__redis_script_no_register as register;
}

#[cfg(not(feature = "register"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __redis_script_no_register {
    ($script:expr) => {};
}
