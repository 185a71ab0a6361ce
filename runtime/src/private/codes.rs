//! The codes of an error type, for a constant in the expansion.

use redis_script_shape::is_among;

use crate::ErrorCodes;

/// The codes that the error of a return type tells apart, under whatever alias.
#[derive(Debug)]
pub struct CodesOfResult<R>(std::marker::PhantomData<R>);

impl<T, E: ErrorCodes> CodesOfResult<Result<T, E>> {
    /// The codes.
    pub const CODES: Option<&'static [&'static str]> = Some(E::CODES);
}

/// For all other types.
pub trait NoCodesOfResult {
    /// It tells none apart.
    const CODES: Option<&'static [&'static str]> = None;
}

impl<R> NoCodesOfResult for CodesOfResult<R> {}

/// Whether the type tells codes apart, but not this one.
pub const fn lacks(codes: Option<&[&str]>, code: &str) -> bool {
    match codes {
        Some(codes) => !is_among(codes, code),
        None => false,
    }
}

/// Whether the type has a code that isn't among those that are raised.
pub const fn has_other(codes: Option<&[&str]>, raised: &[&str]) -> bool {
    let Some(codes) = codes else { return false };
    let mut at = 0;
    while at < codes.len() {
        if !is_among(raised, codes[at]) {
            return true;
        }
        at += 1;
    }
    false
}
