//! How long a call's keys and arguments will be on the wire, roughly: exact for strings and bytes, the longest
//! for numbers. The first allocation depends on it, and nothing else: counting digits would cost more than room.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use redis_script_declaration::{Form, Parameter, bare, is_u8, optional, slice_element};
use syn::Type;

/// The digits of the longest 64-bit integer, and more than most floats have.
const NUMBER: usize = 20;

/// An expression for the length of a parameter's values.
pub(crate) fn bytes_of(Parameter { name, ty, form, .. }: &Parameter) -> TokenStream {
    if *form != Form::Plain {
        let count = slice_element(ty).map(|_| quote!(#name.len() *));
        return quote!(#count #NUMBER);
    }
    if let Some(value) = optional(ty) {
        return match length_of(value) {
            Length::Behind => quote!(#name.as_ref().map_or(0usize, |value| ::core::mem::size_of_val(*value))),
            Length::Method => quote!(#name.as_ref().map_or(0usize, |value| value.len())),
            Length::Number(longest) => longest.to_token_stream(),
            Length::Unknown => NUMBER.to_token_stream(),
        };
    }
    if let Some(element) = slice_element(ty).filter(|element| !is_u8(element)) {
        return match length_of(element) {
            Length::Behind => quote!(#name.iter().map(|value| ::core::mem::size_of_val(*value)).sum::<usize>()),
            Length::Method => quote!(#name.iter().map(|value| value.len()).sum::<usize>()),
            Length::Number(longest) => quote!(#name.len() * #longest),
            Length::Unknown => quote!(#name.len() * #NUMBER),
        };
    }
    match length_of(ty) {
        Length::Behind => quote!(::core::mem::size_of_val(#name)),
        Length::Method => quote!(#name.len()),
        Length::Number(longest) => longest.to_token_stream(),
        Length::Unknown => quote!(::core::mem::size_of_val(&#name)),
    }
}

/// Where the length of a value is.
enum Length {
    /// A reference: it is the size of what it refers to.
    Behind,
    /// `len()` says it.
    Method,
    /// A number's, at most.
    Number(usize),
    Unknown,
}

fn length_of(ty: &Type) -> Length {
    match bare(ty) {
        Type::Reference(reference) => match length_of(&reference.elem) {
            Length::Unknown => Length::Behind,
            known => known,
        },
        Type::Path(path) => match path.path.segments.last().map(|last| last.ident.to_string()).as_deref() {
            Some("String" | "Vec") => Length::Method,
            Some("bool") => Length::Number(1),
            Some("u8" | "i8") => Length::Number(4),
            Some("u16" | "i16") => Length::Number(6),
            Some("u32" | "i32") => Length::Number(11),
            Some("u64" | "i64" | "usize" | "isize" | "f32" | "f64") => Length::Number(NUMBER),
            Some("u128" | "i128") => Length::Number(40),
            _ => Length::Unknown,
        },
        _ => Length::Unknown,
    }
}
