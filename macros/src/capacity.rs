//! How long a call's keys and arguments will be on the wire, roughly: exact for strings, bytes
//! and integers, the longest for other numbers. The first allocation depends on it, and nothing else.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use redis_script_declaration::{Form, Parameter, bare, is_u8, optional, slice_element};
use syn::Type;

/// The digits of the longest 64-bit number.
const NUMBER: usize = 20;

/// An expression for the length of a parameter's values.
pub(crate) fn bytes_of(Parameter { name, ty, form, .. }: &Parameter, krate: &impl ToTokens) -> TokenStream {
    if *form != Form::Plain {
        let count = slice_element(ty).map(|_| quote!(#name.len() *));
        return quote!(#count #NUMBER);
    }
    if let Some(value) = optional(ty) {
        return match length_of(value) {
            Length::Behind => quote!(#name.as_ref().map_or(0usize, |value| ::core::mem::size_of_val(*value))),
            Length::Method => quote!(#name.as_ref().map_or(0usize, |value| value.len())),
            Length::Integer | Length::Number | Length::Unknown => NUMBER.to_token_stream(),
        };
    }
    if let Some(element) = slice_element(ty).filter(|element| !is_u8(element)) {
        return match length_of(element) {
            Length::Behind => quote!(#name.iter().map(|value| ::core::mem::size_of_val(*value)).sum::<usize>()),
            Length::Method => quote!(#name.iter().map(|value| value.len()).sum::<usize>()),
            Length::Integer | Length::Number | Length::Unknown => quote!(#name.len() * #NUMBER),
        };
    }
    match length_of(ty) {
        Length::Behind => quote!(::core::mem::size_of_val(#name)),
        Length::Method => quote!(#name.len()),
        Length::Integer => quote!(#krate::__private::Digits::digits(&#name)),
        Length::Number => NUMBER.to_token_stream(),
        Length::Unknown => quote!(::core::mem::size_of_val(&#name)),
    }
}

/// Where the length of a value is.
enum Length {
    /// A reference: it is the size of what it refers to.
    Behind,
    /// `len()` says it.
    Method,
    /// The number itself says it.
    Integer,
    Number,
    Unknown,
}

fn length_of(ty: &Type) -> Length {
    const INTEGERS: &[&str] = &["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];
    match bare(ty) {
        Type::Reference(reference) => match length_of(&reference.elem) {
            Length::Unknown => Length::Behind,
            known => known,
        },
        Type::Path(path) => match path.path.segments.last().map(|last| last.ident.to_string()).as_deref() {
            Some("String" | "Vec") => Length::Method,
            Some(name) if INTEGERS.contains(&name) => Length::Integer,
            Some("f32" | "f64" | "bool") => Length::Number,
            _ => Length::Unknown,
        },
        _ => Length::Unknown,
    }
}
