//! What a Rust type takes from a script's reply ([`Shape`]), what a script returns ([`Returns`]), and
//! whether the one fits the other ([`mismatch`]).
//!
//! The analysis knows the types that can be told by their names. All others are known to the compiler alone, in
//! constants of the code that is generated. Both ask the same functions here, all of them `const`.
#![warn(missing_docs)]

mod contract;
mod fit;
mod message;
mod returned;
mod shape;
mod text;
mod written;

pub use contract::{Stated, is_by_name, stated};
pub use fit::{Misfit, Part, exceeds, mismatch, mismatch_of, shape_at, truncates};
pub use message::report;
pub use returned::{Kinds, Returned, Returns};
pub use shape::{Field, Shape};
pub use text::{Text, equal, is_among, joined};
