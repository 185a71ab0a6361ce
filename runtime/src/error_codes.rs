//! The codes that an error type tells apart, for the compiler.

/// An error type that has a variant for each code that a script raises.
///
/// `#[derive(ScriptError)]` adds it. With it, the compiler warns where a script raises a code that the type lacks, and
/// where the type has one that the script never raises; without it, it doesn't.
pub trait ErrorCodes {
    /// The codes, such as `LIMIT`.
    const CODES: &'static [&'static str];

    /// Whether the compiler knows the variants by their names.
    #[doc(hidden)]
    const NAMED: bool = false;
}
