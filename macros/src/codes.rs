//! The codes that the script raises against those that the function's error type tells apart: warnings that
//! only the compiler's types can tell.

use crate::expand::Expansion;
use crate::report::{self, Origin, warning};
use crate::shape::is_nameable;
use proc_macro2::TokenStream;
use quote::quote;
use redis_script_analysis::Script;
use syn::{PathArguments, Type};

/// The codes of the errors that the script raises by itself.
pub(crate) struct Raised {
    /// Each with its place, as a message shows it.
    codes: Vec<(String, String)>,
    /// Whether these are all.
    all: bool,
}

pub(crate) fn raised(script: &Script, origin: &Origin) -> Raised {
    let (codes, all) = script.raised_codes();
    let codes = codes.into_iter().map(|(code, span)| (code, report::place(span, origin))).collect();
    Raised { codes, all }
}

impl Expansion<'_> {
    /// ```ignore
    /// const _: () = {
    ///     use ::redis_script::__private::NoCodesOfResult as _;
    ///     const __CODES: Option<&[&str]> = ::redis_script::__private::CodesOfResult::<Result<u64, TakeError>>::CODES;
    ///     {
    ///         struct __Warn<const HOLDS: bool>;
    ///         ..
    ///         __Warn::<{ ::redis_script::__private::lacks(__CODES, "LIMIT") }>::code_without_variant
    ///     }
    /// };
    /// ```
    ///
    /// Nothing for methods, where an item can't name the generics of the `impl`, nor for error types that are known
    /// to have no codes.
    pub(crate) fn error_codes(&self) -> Option<TokenStream> {
        let Self { signature, krate, raised, .. } = self;
        let result = &signature.result;
        if signature.is_method() || !is_nameable(signature) || has_no_codes(result) {
            return None;
        }
        let lacking = raised.codes.iter().filter(|(code, _)| is_chosen(code)).map(|(code, snippet)| {
            let text = format!(
                "the script raises `{code}`, for which the error type has no variant\n{snippet}\n  \
                 = help: add one with `#[code(\"{code}\")]`, or put `#[allow(deprecated)]` on the function"
            );
            warning("code_without_variant", result, &quote!(#krate::__private::lacks(__CODES, #code)), &text)
        });
        let lacking: Vec<TokenStream> = lacking.collect();
        let codes: Vec<&String> = raised.codes.iter().map(|(code, _)| code).collect();
        // An alias of which nothing is known, and a script that raises nothing: not worth a constant in everyone's code.
        let is_worth = !codes.is_empty() || names_error(result);
        let other = (raised.all && is_worth).then(|| {
            let those =
                if codes.is_empty() { "no code of its own".to_owned() } else { format!("only {}", listed(&codes)) };
            let text = format!(
                "the error type has a variant for a code that the script never raises: it raises {those}\n  \
                 = help: remove the variant, or put `#[allow(deprecated)]` on the function if other scripts raise it"
            );
            warning(
                "variant_without_code",
                result,
                &quote!(#krate::__private::has_other(__CODES, &[#(#codes),*])),
                &text,
            )
        });
        if lacking.is_empty() && other.is_none() {
            return None;
        }
        Some(quote! {
            const _: () = {
                #[allow(unused_imports)]
                use #krate::__private::NoCodesOfResult as _;
                const __CODES: ::core::option::Option<&[&str]> = #krate::__private::CodesOfResult::<#result>::CODES;
                #(#lacking)*
                #other
            };
        })
    }
}

/// Whether it is a code that a script would choose for its own: `ERR` is everybody's, and a word of a sentence none.
fn is_chosen(code: &str) -> bool {
    let mut symbols = code.chars();
    code != "ERR"
        && symbols.next().is_some_and(|first| first.is_ascii_uppercase())
        && symbols.all(|symbol| symbol.is_ascii_uppercase() || symbol.is_ascii_digit() || symbol == '_')
}

/// Whether it is spelled with a type for its error.
fn names_error(result: &Type) -> bool {
    let Type::Path(path) = result else { return false };
    match path.path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => arguments.args.len() > 1,
        _ => false,
    }
}

/// Whether it is spelled as a `Result` whose error is this crate's or the `redis` crate's.
fn has_no_codes(result: &Type) -> bool {
    let Type::Path(path) = result else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    match names.next().as_deref() {
        Some("RedisResult") => true,
        Some("Result") => !names_error(result) && names.next().as_deref() == Some("redis_script"),
        _ => false,
    }
}

fn listed(codes: &[&String]) -> String {
    codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")
}
