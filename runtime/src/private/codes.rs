//! The codes of an error type, for a constant in the expansion.

use redis_script_shape::is_among;

use crate::ErrorCodes;

/// The codes that the error of a return type tells apart, under whatever alias.
#[derive(Debug)]
pub struct CodesOfResult<R>(std::marker::PhantomData<R>);

impl<T, E: ErrorCodes> CodesOfResult<Result<T, E>> {
    /// The codes.
    pub const CODES: Option<&'static [&'static str]> = Some(E::CODES);
    /// Whether a warning can name the variants.
    pub const NAMED: bool = E::NAMED;
}

impl<T, E: Variants> CodesOfResult<Result<T, E>> {
    /// The variant of that index, for a warning about it. Never called.
    pub fn variant<const AT: usize>() -> E::Variant<AT> {
        unreachable!()
    }
}

/// The variants of an error type that `#[derive(ScriptError)]` made, each as a type of its own: one whose
/// `variant_without_code` is deprecated, with a note that names it.
pub trait Variants {
    /// One of them.
    type Variant<const AT: usize>;
}

/// For all other types.
pub trait NoCodesOfResult {
    /// It tells none apart.
    const CODES: Option<&'static [&'static str]> = None;
    /// Nor has it names.
    const NAMED: bool = false;

    /// No variant.
    fn variant<const AT: usize>() -> NoVariant {
        NoVariant
    }
}

/// In the place of a variant that isn't known.
#[derive(Debug)]
pub struct NoVariant;

/// For variants that there is nothing to say of.
pub trait Silent {
    /// Nothing.
    fn variant_without_code(&self) {}
}

impl<V> Silent for V {}

impl<R> NoCodesOfResult for CodesOfResult<R> {}

/// Whether the type tells codes apart, but not this one.
pub const fn lacks(codes: Option<&[&str]>, code: &str) -> bool {
    match codes {
        Some(codes) => !is_among(codes, code),
        None => false,
    }
}

/// The index of the first code of the type that isn't among those that are raised; else one that no code has.
pub const fn unraised(codes: Option<&[&str]>, raised: &[&str]) -> usize {
    let Some(codes) = codes else { return usize::MAX };
    let mut at = 0;
    while at < codes.len() {
        if !is_among(raised, codes[at]) {
            return at;
        }
        at += 1;
    }
    usize::MAX
}

/// The code of that index.
pub const fn code(codes: Option<&'static [&'static str]>, at: usize) -> &'static str {
    match codes {
        Some(codes) if at < codes.len() => codes[at],
        _ => "",
    }
}
