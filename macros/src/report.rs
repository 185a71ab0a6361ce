//! What the analysis found, as compile errors and compiler warnings.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use redis_script_analysis::{Condition, Diagnostic, Joined, Level};
use redis_script_declaration::Declaration;
use std::fmt::Write as _;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, LitStr, Type};

/// A compiler warning.
pub(crate) struct Warning {
    lint: &'static str,
    tokens: TokenStream,
    text: String,
}

/// A finding that depends on a type.
pub(crate) struct Conditional {
    pub(crate) condition: Condition,
    pub(crate) level: Level,
    pub(crate) lint: &'static str,
    pub(crate) text: Text,
}

/// What is said: a line, and what follows it.
pub(crate) struct Text {
    pub(crate) message: String,
    pub(crate) behind: String,
}

impl Text {
    pub(crate) fn whole(&self) -> String {
        let Self { message, behind } = self;
        format!("{message}{behind}")
    }
}

/// The script as the messages speak of it.
pub(crate) struct Origin<'a> {
    /// The literal behind `file` or `source`.
    pub(crate) literal: &'a LitStr,
    /// The script, whose name is the path as it is written, or the function's for a script inside the attribute.
    pub(crate) script: &'a Joined,
}

/// Sorts the findings into errors and warnings, each on the part of the attribute or signature that
/// it is about, else on the script's own literal. Each has the number of its file.
pub(crate) fn report(
    diagnostics: Vec<(usize, Diagnostic)>,
    origin: &Origin,
    declaration: &Declaration,
    errors: &mut Vec<Error>,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (file, diagnostic) in diagnostics {
        let subject = diagnostic.subject.as_ref().and_then(|subject| declaration.tokens(subject));
        let tokens = subject.unwrap_or_else(|| origin.literal.to_token_stream());
        let Text { message, behind } = text(&diagnostic, file, origin);
        let text = message + &behind;
        match diagnostic.level {
            Level::Error => errors.push(Error::new_spanned(tokens, text)),
            Level::Warn => warnings.push(Warning { lint: diagnostic.lint, tokens, text }),
            Level::Info => {}
        }
    }
    warnings
}

/// Those findings that depend on a type.
pub(crate) fn conditional(diagnostics: &[(usize, Diagnostic)], origin: &Origin) -> Vec<Conditional> {
    let mut conditional = Vec::new();
    for (file, diagnostic) in diagnostics {
        let Diagnostic { condition, level, lint, .. } = *diagnostic;
        if let (Some(condition), Level::Warn | Level::Error) = (condition, level) {
            conditional.push(Conditional { condition, level, lint, text: text(diagnostic, *file, origin) });
        }
    }
    conditional
}

/// The message, the place in the script, what to do, and the name of the lint.
fn text(diagnostic: &Diagnostic, file: usize, origin: &Origin) -> Text {
    let mut behind = String::new();
    if let Some(snippet) = origin.script.files().snippet(file, diagnostic) {
        let _ = write!(behind, "\n{}", snippet.trim_end_matches('\n'));
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(behind, "\n  = help: {help}");
    }
    let _ = write!(behind, "\n  = lint: `{}`", diagnostic.lint);
    Text { message: diagnostic.message.clone(), behind }
}

/// The errors as items. Where the function is left out by `#[cfg]`, so are they.
pub(crate) fn compile_errors(errors: Vec<Error>, cfgs: &[&Attribute]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for errors in errors {
        for error in errors {
            let error = error.to_compile_error();
            quote!(#(#cfgs)* #error).to_tokens(&mut tokens);
        }
    }
    tokens
}

impl Warning {
    /// The use of a deprecated constant: what makes a compiler warning on stable Rust. The note is
    /// the text; `use of deprecated constant` and the lint's name stand in front of it.
    ///
    /// ```ignore
    /// const _: () = {
    ///     #[deprecated(note = "..")]
    ///     #[allow(non_upper_case_globals)]
    ///     const unused_key: () = ();
    ///     unused_key
    /// };
    /// ```
    pub(crate) fn expand(&self, cfgs: &[&Attribute]) -> TokenStream {
        let Self { lint, tokens, text } = self;
        let name = Ident::new(lint, Span::call_site());
        // A constant resolves like an item, so its use can carry the span of the user's tokens.
        let used = Ident::new(lint, Span::call_site().located_at(tokens.span()));
        quote! {
            #(#cfgs)*
            const _: () = {
                #[deprecated(note = #text)]
                #[allow(non_upper_case_globals)]
                const #name: () = ();
                #used
            };
        }
    }
}

/// An error that the compiler decides on, at a type.
pub(crate) fn panic(at: &Type, arguments: &TokenStream) -> TokenStream {
    let span = Span::call_site().located_at(at.span());
    quote_spanned!(span=> ::core::panic!(#arguments))
}

/// A warning that the compiler decides on: the use of a constant that is deprecated if `holds`.
///
/// ```ignore
/// {
///     struct __Warn<const HOLDS: bool>;
///     impl __Warn<false> {
///         const return_type_mismatch: () = ();
///     }
///     impl __Warn<true> {
///         #[deprecated(note = "..")]
///         const return_type_mismatch: () = ();
///     }
///     __Warn::<{ .. }>::return_type_mismatch
/// }
/// ```
pub(crate) fn warning(lint: &str, at: &Type, holds: &TokenStream, text: &str) -> TokenStream {
    chosen(lint, at, &quote!(bool), &quote!(false), &[(quote!(true), text.to_owned())], holds)
}

/// The same, where one of several things can be wrong: `which` is the number of its text, from 1, or 0.
pub(crate) fn warning_of(lint: &str, at: &Type, which: &TokenStream, texts: &[String]) -> TokenStream {
    let mut cases = Vec::new();
    for text in texts {
        let case = cases.len() + 1;
        cases.push((quote!(#case), text.clone()));
    }
    chosen(lint, at, &quote!(usize), &quote!(0), &cases, which)
}

fn chosen(
    lint: &str,
    at: &Type,
    kind: &TokenStream,
    silent: &TokenStream,
    cases: &[(TokenStream, String)],
    which: &TokenStream,
) -> TokenStream {
    let name = Ident::new(lint, Span::call_site());
    let used = Ident::new(lint, Span::call_site().located_at(at.span()));
    let mut loud = TokenStream::new();
    for (case, text) in cases {
        let case = quote! {
            #[allow(dead_code, non_upper_case_globals)]
            impl __Warn<#case> {
                #[deprecated(note = #text)]
                const #name: () = ();
            }
        };
        case.to_tokens(&mut loud);
    }
    quote! {
        {
            #[allow(dead_code)]
            struct __Warn<const HOLDS: #kind>;
            #[allow(dead_code, non_upper_case_globals)]
            impl __Warn<#silent> {
                const #name: () = ();
            }
            #loud
            __Warn::<{ #which }>::#used
        }
    }
}
