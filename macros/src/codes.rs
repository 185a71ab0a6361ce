//! The codes that the script raises against those that the function's error type tells apart: findings that
//! only the compiler's types can tell.

use crate::expand::Expansion;
use crate::report::{Conditional, panic, warning};
use crate::shape::{is_nameable, is_nameable_inside};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use redis_script_analysis::{Condition, Level};
use redis_script_declaration::Signature;
use syn::spanned::Spanned as _;
use syn::{PathArguments, Type};

/// Whether the function's error type may be one that tells codes apart, and can be named by an item.
pub(crate) fn may_have_codes(signature: &Signature) -> bool {
    is_nameable_inside(signature) && is_nameable(signature) && !has_no_codes(&signature.result)
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
    pub(crate) fn error_codes(&self) -> Option<TokenStream> {
        let Self { signature, krate, open, .. } = self;
        let result = &signature.result;
        let (raised, _) = open.script.raised_codes();
        let (mut codes, mut lacking, mut other) = (Vec::new(), TokenStream::new(), None);
        for (code, _) in raised {
            codes.push(code);
        }
        for finding in &open.findings {
            match finding.condition {
                Condition::LacksCode(at) => self.lacking(finding, &codes[at]).to_tokens(&mut lacking),
                // An alias of which nothing is known, and a script that raises nothing: not worth a constant in
                // everyone's code.
                Condition::HasOtherCode if !codes.is_empty() || names_error(result) => {
                    other = Some(self.unraised(finding, &codes));
                }
                _ => {}
            }
        }
        if lacking.is_empty() && other.is_none() {
            return None;
        }
        Some(quote! {
            const _: () = {
                #[allow(unused_imports)]
                use #krate::__private::NoCodesOfResult as _;
                const __CODES: ::core::option::Option<&[&str]> = #krate::__private::CodesOfResult::<#result>::CODES;
                #lacking
                #other
            };
        })
    }

    /// A code that the type has no variant for.
    fn lacking(&self, Conditional { lint, level, text, .. }: &Conditional, code: &str) -> TokenStream {
        let Self { signature, krate, .. } = self;
        let (result, text) = (&signature.result, text.whole());
        let lacks = quote!(#krate::__private::lacks(__CODES, #code));
        if *level == Level::Error {
            let panic = panic(result, &quote!("{}", #text));
            return quote!(if #lacks { #panic });
        }
        warning(lint, result, &lacks, &text)
    }

    /// A code that no line of the script raises. As an error it is named by a text that is put together in the
    /// constant; as a warning by the variant itself, where that is known, by the note of a method of its own:
    ///
    /// ```ignore
    /// fn __variant() {
    ///     CodesOfResult::<Result<u64, TakeError>>::variant::<__UNRAISED>().variant_without_code()
    /// }
    /// ```
    fn unraised(&self, Conditional { lint, level, text, .. }: &Conditional, codes: &[String]) -> TokenStream {
        let Self { signature, krate, .. } = self;
        let result = &signature.result;
        let at = Span::call_site().located_at(result.span());
        let found = quote!(const __UNRAISED: usize = #krate::__private::unraised(__CODES, &[#(#codes),*]););
        if *level == Level::Error {
            let behind = format!("`, which the script never raises{}", text.behind);
            let parts = quote!("the function's error type has a variant for `", __CODE, #behind);
            let panic = panic(result, &quote!("{}", __text.as_str()));
            return quote! {
                #found
                const __CODE: &str = #krate::__private::code(__CODES, __UNRAISED);
                if __UNRAISED != usize::MAX {
                    let __text = #krate::__private::joined(&[#parts]);
                    #panic
                }
            };
        }
        let silent = quote!(__UNRAISED != usize::MAX && !#krate::__private::CodesOfResult::<#result>::NAMED);
        let unnamed = warning(lint, result, &silent, &text.whole());
        let method = Ident::new(lint, at);
        quote! {
            #found
            #unnamed
            #[allow(dead_code)]
            fn __variant() {
                #[allow(unused_imports)]
                use #krate::__private::{NoCodesOfResult as _, Silent as _};
                #krate::__private::CodesOfResult::<#result>::variant::<__UNRAISED>().#method();
            }
        }
    }
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
