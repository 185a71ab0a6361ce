//! Hash tables whose hash costs little.
//!
//! The standard one withstands keys that somebody chose to collide. Here the keys are parts of the user's own script,
//! and in an unoptimised build, in which the check runs inside the compiler, it costs more than all else together.

pub(crate) use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
