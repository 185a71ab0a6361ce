//! `#[derive(ScriptError)]`: an enum of the errors that a script raises.

use super::{Seen, facade, head, kind, member};
use crate::data::unraw;
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Field, Item, ItemEnum, LitStr, Path, Variant};

pub(crate) fn expand(item: &Item, errors: &mut Vec<Error>) -> TokenStream {
    let Some((name, attributes)) = head(item) else { return TokenStream::new() };
    let krate = facade(attributes, errors);
    let Item::Enum(item) = item else {
        let message = format!("`ScriptError` is for an enum with a variant for each error, not {}", kind(item));
        errors.push(Error::new(name.span(), message));
        return TokenStream::new();
    };
    let (coded, other) = variants(item, errors);
    match other {
        Some(other) if errors.is_empty() => items(item, &coded, other, &krate),
        Some(_) => TokenStream::new(),
        None => {
            let message = format!(
                "`{name}` has no variant for all other errors: of the connection, of the server\n\
                 help: add `#[script_error(other)] Other(redis_script::Error)`"
            );
            errors.push(Error::new(name.span(), message));
            TokenStream::new()
        }
    }
}

/// A variant and the code that it stands for.
struct Coded<'a> {
    variant: &'a Variant,
    code: LitStr,
}

/// Those with codes, and the one for all other errors.
fn variants<'a>(item: &'a ItemEnum, errors: &mut Vec<Error>) -> (Vec<Coded<'a>>, Option<&'a Variant>) {
    let (mut coded, mut other): (Vec<Coded<'a>>, Option<&Variant>) = (Vec::new(), None);
    let mut seen = Seen::default();
    for variant in &item.variants {
        let name = &variant.ident;
        let (code, is_other) = (code(&variant.attrs, errors), is_other(&variant.attrs, errors));
        if variant.fields.len() > 1 {
            let message =
                format!("`{name}` has {} fields, but keeps one thing: the message, or the error", variant.fields.len());
            errors.push(Error::new(variant.fields.span(), message));
            continue;
        }
        if is_other {
            if let Some(code) = code {
                errors
                    .push(Error::new(code.span(), "`other` takes the errors that have no variant, so it has no code"));
            }
            if variant.fields.is_empty() {
                let message = format!("`other` keeps the error: write it as `{name}(redis_script::Error)`");
                errors.push(Error::new(name.span(), message));
            }
            if other.replace(variant).is_some() {
                errors.push(Error::new(name.span(), "a second `other`: the first one takes all that is left"));
            }
            continue;
        }
        let code = code.unwrap_or_else(|| LitStr::new(&unraw(name).to_uppercase(), name.span()));
        if let Some(other) = seen.insert(&code.value(), name.to_string()) {
            errors.push(Error::new(code.span(), format!("`{other}` and `{name}` both stand for `{}`", code.value())));
        }
        coded.push(Coded { variant, code });
    }
    (coded, other)
}

/// `#[code("LIMIT")]`.
fn code(attributes: &[Attribute], errors: &mut Vec<Error>) -> Option<LitStr> {
    let mut found = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("code")) {
        let Ok(code) = attribute.parse_args::<LitStr>() else {
            errors.push(Error::new_spanned(attribute, "expected the code as a text, such as `#[code(\"LIMIT\")]`"));
            continue;
        };
        if code.value().is_empty()
            || code.value().contains(|symbol: char| symbol.is_whitespace() || symbol.is_control())
        {
            let message = "a code is the first word of an error, so it is one word, such as `LIMIT`";
            errors.push(Error::new(code.span(), message));
        }
        if found.replace(code).is_some() {
            errors.push(Error::new_spanned(attribute, "`code` is given twice; keep one of the two"));
        }
    }
    found
}

/// `#[script_error(other)]`.
fn is_other(attributes: &[Attribute], errors: &mut Vec<Error>) -> bool {
    let mut found = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("script_error")) {
        match attribute.parse_args::<Ident>() {
            Ok(word) if word == "other" => found = true,
            _ => errors.push(Error::new_spanned(attribute, "expected `#[script_error(other)]`")),
        }
    }
    found
}

/// ```ignore
/// impl From<redis_script::Error> for TakeError {
///     fn from(error: redis_script::Error) -> Self {
///         match error {
///             Error::Script(error) => match error.code() {
///                 "LIMIT" => Self::Limit(Kept::keep(error)),
///                 _ => Self::Other(Error::Script(error)),
///             },
///             error => Self::Other(error),
///         }
///     }
/// }
/// impl redis_script::ErrorCodes for TakeError { const CODES: &'static [&'static str] = &["LIMIT"]; }
/// impl Display for TakeError { .. }
/// impl Error for TakeError { .. }
/// ```
fn items(item: &ItemEnum, coded: &[Coded<'_>], other: &Variant, krate: &Path) -> TokenStream {
    let ItemEnum { ident: name, generics, .. } = item;
    let (parameters, arguments, clause) = generics.split_for_impl();
    let literals: Vec<&LitStr> = coded.iter().map(|Coded { code, .. }| code).collect();
    let kept = coded.iter().map(|Coded { variant, .. }| {
        let name = &variant.ident;
        let field = variant.fields.iter().next().map(|field| kept(field, krate));
        quote!(Self::#name { #field })
    });
    let named = named(item, coded, krate);
    let shown = coded.iter().map(|Coded { variant, code }| shown(variant, code, krate));
    let sources = coded.iter().map(|Coded { variant, .. }| source(variant, krate));
    let (other, field) = (&other.ident, other.fields.iter().next().map(|field| member(0, field)));
    quote! {
        #[automatically_derived]
        impl #parameters ::core::convert::From<#krate::Error> for #name #arguments #clause {
            fn from(__error: #krate::Error) -> Self {
                match __error {
                    #krate::Error::Script(__error) => match __error.code() {
                        #(#literals => #kept,)*
                        _ => Self::#other { #field: ::core::convert::From::from(#krate::Error::Script(__error)) },
                    },
                    __error => Self::#other { #field: ::core::convert::From::from(__error) },
                }
            }
        }

        #[automatically_derived]
        impl #parameters #krate::ErrorCodes for #name #arguments #clause {
            const CODES: &'static [&'static str] = &[#(#literals),*];
            const NAMED: bool = true;
        }

        #named

        #[automatically_derived]
        impl #parameters ::core::fmt::Display for #name #arguments #clause {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #[allow(unused_imports)]
                use #krate::__private::NotKept as _;
                match self {
                    #(#shown)*
                    Self::#other { #field: __error } => ::core::fmt::Display::fmt(__error, __f),
                }
            }
        }

        #[automatically_derived]
        impl #parameters ::core::error::Error for #name #arguments #clause {
            fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                #[allow(unused_imports)]
                use #krate::__private::NotKept as _;
                match self {
                    #(#sources)*
                    Self::#other { #field: __error } => ::core::error::Error::source(__error),
                }
            }
        }
    }
}

/// ```ignore
/// const _: () = {
///     pub struct Variant<const AT: usize>;
///     impl Variant<0> {
///         #[deprecated(note = "`Limit` of `TakeError` stands for `LIMIT`, which the script never raises ..")]
///         pub fn variant_without_code(&self) {}
///     }
///     impl redis_script::__private::Variants for TakeError {
///         type Variant<const AT: usize> = Variant<AT>;
///     }
/// };
/// ```
///
/// What names a variant in the compiler's warning about it.
fn named(item: &ItemEnum, coded: &[Coded<'_>], krate: &Path) -> TokenStream {
    let ItemEnum { ident: name, generics, .. } = item;
    let (parameters, arguments, clause) = generics.split_for_impl();
    let variants = coded.iter().enumerate().map(|(at, Coded { variant, code })| {
        let note = format!(
            "`{}` of `{name}` stands for `{}`, which the script never raises\n  \
             = help: remove the variant, or add `allow(variant_without_code)` to the attribute if other scripts raise it\n  \
             = lint: `variant_without_code`",
            variant.ident,
            code.value()
        );
        quote! {
            #[allow(dead_code, clippy::unused_self)]
            impl Variant<#at> {
                #[deprecated(note = #note)]
                pub fn variant_without_code(&self) {}
            }
        }
    });
    quote! {
        const _: () = {
            #[doc(hidden)]
            #[allow(missing_debug_implementations, missing_copy_implementations)]
            pub struct Variant<const AT: usize>;
            #(#variants)*
            #[automatically_derived]
            impl #parameters #krate::__private::Variants for #name #arguments #clause {
                type Variant<const __AT: usize> = Variant<__AT>;
            }
        };
    }
}

/// What a variant keeps. At the field's type, which is where it is reported.
fn kept(field: &Field, krate: &Path) -> TokenStream {
    let (ty, member) = (&field.ty, member(0, field));
    let keep = quote_spanned!(ty.span()=> <#ty as #krate::__private::Kept>::keep);
    quote!(#member: #keep(__error))
}

/// `LIMIT over quota`, or what the kept error says of itself.
fn shown(Variant { ident: name, fields, .. }: &Variant, code: &LitStr, krate: &Path) -> TokenStream {
    match fields.iter().next() {
        None => quote!(Self::#name { .. } => __f.write_str(#code),),
        Some(field) => {
            let member = member(0, field);
            quote!(Self::#name { #member: __kept } => #krate::__private::Shown(__kept).show(#code, __f),)
        }
    }
}

fn source(Variant { ident: name, fields, .. }: &Variant, krate: &Path) -> TokenStream {
    match fields.iter().next() {
        None => quote!(Self::#name { .. } => ::core::option::Option::None,),
        Some(field) => {
            let member = member(0, field);
            quote!(Self::#name { #member: __kept } => #krate::__private::Shown(__kept).source(),)
        }
    }
}
