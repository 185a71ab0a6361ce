//! The shape of a type that the attribute can't tell by its name, for a constant in the expansion.

pub use redis_script_shape::{Kinds, Returned, Returns, Stated, is_by_name, joined, report, stated, truncates};
use redis_script_shape::{Shape, mismatch};

use super::Probe;
use crate::ReplyShape;

impl<T: ReplyShape> Probe<T> {
    /// What the type takes.
    pub const SHAPE: Shape = T::SHAPE;
}

/// For all other types.
pub trait NoShape {
    /// Nothing is known.
    const SHAPE: Shape = Shape::Unknown;
}

impl<T> NoShape for Probe<T> {}

/// The same for a whole return type, under whatever alias.
#[derive(Debug)]
pub struct ProbeResult<R>(std::marker::PhantomData<R>);

impl<T: ReplyShape, E> ProbeResult<Result<T, E>> {
    /// What the type takes.
    pub const SHAPE: Shape = T::SHAPE;
}

/// For all other types.
pub trait NoShapeOfResult {
    /// Nothing is known.
    const SHAPE: Shape = Shape::Unknown;
}

impl<R> NoShapeOfResult for ProbeResult<R> {}

/// A value that the script returns.
pub const fn returned(kinds: u16, literal: Option<&str>, items: usize) -> Returned<'_> {
    Returned { kinds: Kinds(kinds), literal, items }
}

/// Whether the value at `at` (or with `None`, that nothing is returned) is why no return can be read as `shape`.
pub const fn is_misfit(returns: &Returns<'_>, at: Option<usize>, shape: &Shape) -> bool {
    match (mismatch(returns, shape), at) {
        (Some(misfit), Some(at)) => matches!(misfit.at, Some(found) if found == at),
        (Some(misfit), None) => misfit.at.is_none(),
        (None, _) => false,
    }
}
