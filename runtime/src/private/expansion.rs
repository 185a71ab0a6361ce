//! What is the same in the expansion for each function. A compiler expands these macros many times as fast as an
//! unoptimised procedural macro writes the same tokens.

/// The constants of the type that belongs to a function.
#[doc(hidden)]
#[macro_export]
macro_rules! __redis_script_constants {
    ($vis:vis, $sha1:literal, $parts:tt, $lines:tt, $source:tt, $($watch:tt)*) => {
        /// The script's SHA1, as 40 lower-case hexadecimal digits.
        $vis const SHA1: &'static str = $sha1;
        /// The exact text that servers get.
        $vis const SOURCE: &'static str = $source;
        /// All that is known of the script.
        $vis const SCRIPT: &'static $crate::Script = {
            $($watch)*
            $crate::__private::script!(Self::SOURCE, Self::SHA1, $parts, $lines)
        };
    };
}

/// A `&'static Script`, of its text and parts.
#[doc(hidden)]
#[macro_export]
macro_rules! __redis_script_script {
    ($source:expr, $sha1:expr, $parts:tt, []) => {
        &$crate::__private::script!(@ $source, $sha1, $parts)
    };
    ($source:expr, $sha1:expr, $parts:tt, [$($line:tt)+]) => {
        &$crate::__private::included($crate::__private::script!(@ $source, $sha1, $parts), &[$($line)+])
    };
    (
        @ $source:expr, $sha1:expr,
        {
            name: $name:literal,
            path: $path:literal,
            flags: $flags:tt,
            read_only: $read_only:literal,
            keys: $keys:ident $key_counts:tt,
            args: $args:ident $arg_counts:tt,
            evaluate: $evaluate:literal $(,)?
        }
    ) => {
        $crate::__private::script($crate::__private::Parts {
            name: $name,
            path: $path,
            source: $source,
            sha1: $sha1,
            flags: &$flags,
            read_only: $read_only,
            keys: $crate::__private::Arity::$keys $key_counts,
            args: $crate::__private::Arity::$args $arg_counts,
            evaluate: $evaluate,
        })
    };
}

/// Imports a trait for its `call` or `call_blocking`, which a connection's own make superfluous.
#[doc(hidden)]
#[macro_export]
macro_rules! __redis_script_import {
    ($trait:ident) => {
        #[allow(unused_imports)]
        use $crate::__private::$trait as _;
    };
}

/// A call, with its keys and arguments: `.key(bucket).arg(capacity)` writes them.
#[doc(hidden)]
#[macro_export]
macro_rules! __redis_script_prepared {
    ($script:expr, $value:ty, $keys:expr, $args:expr, $bytes:expr, $($written:tt)*) => {{
        #[allow(unused_imports)]
        use $crate::__private::NotPlain as _;
        let mut call = $crate::__private::invocation($script, $keys, $args, $bytes);
        $crate::__private::prepare(&mut call)
            $($written)*
            .plain($crate::__private::Probe::<$value>::PLAIN)
            .finish();
        call
    }};
}

pub use crate::{
    __redis_script_constants as constants, __redis_script_import as import, __redis_script_prepared as prepared,
    __redis_script_script as script,
};
