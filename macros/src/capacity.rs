//! How long a call's keys and arguments will be on the wire, roughly: exact for strings and bytes, the longest
//! for numbers. The first allocation depends on it, and nothing else: counting digits would cost more than room.

use proc_macro2::TokenStream;
use quote::quote;
use redis_script_declaration::{Declaration, Form, Parameter, bare, is_u8, optional, slice_element};
use syn::Type;

/// The digits of the longest 64-bit integer, and more than most floats have.
const NUMBER: usize = 20;

/// An expression for the length of all keys and arguments: `::core::mem::size_of_val(bucket) + 40usize`.
pub(crate) fn bytes_of(declaration: &Declaration) -> TokenStream {
    let (mut known, mut asked) = (0, Vec::new());
    for parameter in declaration.keys.all().into_iter().chain(declaration.args.all()) {
        match bytes_of_one(parameter) {
            Bytes::Known(longest) => known += longest,
            Bytes::Asked(length) => asked.push(length),
        }
    }
    let known = (known > 0 || asked.is_empty()).then_some(known);
    let plus = known.filter(|_| !asked.is_empty()).map(|_| quote!(+));
    quote!(#(#asked)+* #plus #known)
}

/// How long the values of a parameter are.
enum Bytes {
    /// At most.
    Known(usize),
    /// The value says it.
    Asked(TokenStream),
}

fn bytes_of_one(Parameter { name, ty, form, .. }: &Parameter) -> Bytes {
    if *form != Form::Plain {
        return match slice_element(ty) {
            Some(_) => Bytes::Asked(quote!(#name.len() * #NUMBER)),
            None => Bytes::Known(NUMBER),
        };
    }
    if let Some(value) = optional(ty) {
        return match length_of(value) {
            Length::Behind => {
                Bytes::Asked(quote!(#name.as_ref().map_or(0usize, |value| ::core::mem::size_of_val(*value))))
            }
            Length::Method => Bytes::Asked(quote!(#name.as_ref().map_or(0usize, |value| value.len()))),
            Length::Number(longest) => Bytes::Known(longest),
            Length::Unknown => Bytes::Known(NUMBER),
        };
    }
    if let Some(element) = slice_element(ty).filter(|element| !is_u8(element)) {
        return Bytes::Asked(match length_of(element) {
            Length::Behind => quote!(#name.iter().map(|value| ::core::mem::size_of_val(*value)).sum::<usize>()),
            Length::Method => quote!(#name.iter().map(|value| value.len()).sum::<usize>()),
            Length::Number(longest) => quote!(#name.len() * #longest),
            Length::Unknown => quote!(#name.len() * #NUMBER),
        });
    }
    match length_of(ty) {
        Length::Behind => Bytes::Asked(quote!(::core::mem::size_of_val(#name))),
        Length::Method => Bytes::Asked(quote!(#name.len())),
        Length::Number(longest) => Bytes::Known(longest),
        Length::Unknown => Bytes::Asked(quote!(::core::mem::size_of_val(&#name))),
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
