//! Parameter types: which are one value on the wire, and whether the attribute says the same.

use crate::signature::bare;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type, TypePath};

/// Why a parameter of this type isn't one key or one argument; `None` if it may be one.
///
/// Only what can be told from the tokens: aliases are left to the bound on the generated call. The
/// message calls the parameter `subject`.
pub(crate) fn not_one_value(ty: &Type, subject: &str) -> Option<String> {
    let reason = match bare(ty) {
        Type::Reference(reference) => return not_one_value_behind(&reference.elem, subject),
        Type::Tuple(tuple) if tuple.elems.is_empty() => "it sends nothing, so what follows moves up by one".to_owned(),
        Type::Tuple(tuple) => {
            format!("a tuple sends {} values\nhelp: take a parameter for each", tuple.elems.len())
        }
        Type::Array(array) if is_u8(&array.elem) => {
            "an array sends a value for each element\nhelp: take `&[u8]`, which is one value".to_owned()
        }
        Type::Array(array) => {
            format!("an array sends a value for each element\n{}", last_slice(Some(&array.elem)))
        }
        Type::Path(path) => return container(path, subject),
        _ => return None,
    };
    Some(format!("{subject} must be one value, but is `{}`: {reason}", written(ty)))
}

fn not_one_value_behind(inner: &Type, subject: &str) -> Option<String> {
    match bare(inner) {
        Type::Slice(slice) if is_u8(&slice.elem) => None,
        Type::Slice(slice) => {
            let element = written(&slice.elem);
            Some(format!(
                "{subject} must be one value, but is a slice of `{element}`: only the last parameter can be any number of values"
            ))
        }
        inner => not_one_value(inner, subject),
    }
}

fn container(path: &TypePath, subject: &str) -> Option<String> {
    let last = path.path.segments.last()?;
    let slice = || last_slice(first_generic(&last.arguments));
    let reason = match last.ident.to_string().as_str() {
        "Option" => {
            "`None` sends nothing, so what follows moves up by one\nhelp: only the last arguments may be left out; else send a value that means none, such as an empty string".to_owned()
        }
        "Vec" | "VecDeque" | "LinkedList" if !first_generic(&last.arguments).is_some_and(is_u8) => {
            format!("it sends a value for each element\n{}", slice())
        }
        "HashMap" | "BTreeMap" => {
            "a map sends two values for each entry\nhelp: make the last parameter a slice of keys and values in turn".to_owned()
        }
        "HashSet" | "BTreeSet" => format!("a set sends a value for each element\n{}", slice()),
        _ => return None,
    };
    Some(format!("{subject} must be one value, but is `{}`: {reason}", written_tokens(path)))
}

/// How many values of a type can be taken.
fn last_slice(element: Option<&Type>) -> String {
    let element = element.map_or_else(|| "&str".to_owned(), written);
    format!("help: make the last parameter a slice, `&[{element}]`")
}

fn first_generic(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|argument| if let GenericArgument::Type(ty) = argument { Some(ty) } else { None })
}

/// What a call returns where it succeeds: the `T` of `Result<T, E>` and of the aliases of it that are
/// known by their names. What another alias stands for can't be told from its tokens.
pub fn reply_type(result: &Type) -> Option<&Type> {
    let Type::Path(path) = bare(result) else { return None };
    let last = path.path.segments.last()?;
    if last.ident == "Result" || last.ident == "RedisResult" { first_generic(&last.arguments) } else { None }
}

/// The `T` of an `Option<T>`, by its name.
pub fn optional(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last()?;
    if last.ident == "Option" { first_generic(&last.arguments) } else { None }
}

/// Whether a type of this name is an integer.
pub fn is_integer(name: &str) -> bool {
    let bits = name.strip_prefix(['i', 'u']).unwrap_or_default();
    matches!(bits, "8" | "16" | "32" | "64" | "128" | "size")
}

/// Whether it is `u8`, whose slices are one value.
pub fn is_u8(ty: &Type) -> bool {
    matches!(bare(ty), Type::Path(path) if path.path.is_ident("u8"))
}

/// The element type of `&[T]`.
pub fn slice_element(ty: &Type) -> Option<&Type> {
    let Type::Reference(reference) = bare(ty) else { return None };
    if reference.mutability.is_some() {
        return None;
    }
    let Type::Slice(slice) = bare(&reference.elem) else { return None };
    Some(&slice.elem)
}

/// Whether the attribute's type is the parameter's: token for token, but without lifetimes,
/// parentheses and invisible groups, and with `_` for any type.
pub(crate) fn same_type(declared: &Type, actual: &Type) -> bool {
    match (bare(declared), bare(actual)) {
        (Type::Infer(_), _) => true,
        (Type::Reference(declared), Type::Reference(actual)) => {
            declared.mutability.is_some() == actual.mutability.is_some() && same_type(&declared.elem, &actual.elem)
        }
        (Type::Slice(declared), Type::Slice(actual)) => same_type(&declared.elem, &actual.elem),
        (Type::Path(declared), Type::Path(actual)) => same_path(declared, actual),
        (declared, actual) => plain(declared) == plain(actual),
    }
}

fn same_path(declared: &TypePath, actual: &TypePath) -> bool {
    let prefix = |path: &TypePath| path.qself.as_ref().map(|qself| (plain(&qself.ty), qself.position));
    if prefix(declared) != prefix(actual)
        || declared.path.leading_colon.is_some() != actual.path.leading_colon.is_some()
        || declared.path.segments.len() != actual.path.segments.len()
    {
        return false;
    }
    for (declared, actual) in declared.path.segments.iter().zip(&actual.path.segments) {
        if declared.ident != actual.ident || !same_generics(&declared.arguments, &actual.arguments) {
            return false;
        }
    }
    true
}

fn same_generics(declared: &PathArguments, actual: &PathArguments) -> bool {
    let (declared, actual) = (generics(declared), generics(actual));
    declared.len() == actual.len()
        && declared.iter().zip(actual).all(|(declared, actual)| same_generic(declared, actual))
}

fn generics(arguments: &PathArguments) -> Vec<&GenericArgument> {
    let mut generics = Vec::new();
    if let PathArguments::AngleBracketed(arguments) = arguments {
        for argument in &arguments.args {
            if !matches!(argument, GenericArgument::Lifetime(_)) {
                generics.push(argument);
            }
        }
    }
    generics
}

fn same_generic(declared: &GenericArgument, actual: &GenericArgument) -> bool {
    match (declared, actual) {
        (GenericArgument::Type(declared), GenericArgument::Type(actual)) => same_type(declared, actual),
        _ => plain(declared) == plain(actual),
    }
}

/// The tokens as text, without lifetimes and invisible groups.
fn plain(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    push_plain(tokens.to_token_stream(), &mut text);
    text
}

fn push_plain(tokens: TokenStream, text: &mut String) {
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                tokens.next();
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                push_plain(group.stream(), text);
                text.push_str(close);
            }
            other => {
                text.push_str(&other.to_string());
                text.push(' ');
            }
        }
    }
}

/// A type as people write it: `&[u8]`, not `& [u8]`.
pub fn written(ty: &Type) -> String {
    match ty {
        Type::Path(TypePath { qself: None, path, .. }) => {
            path.get_ident().map_or_else(|| written_tokens(path), ToString::to_string)
        }
        ty => written_tokens(ty),
    }
}

/// Any tokens as people write them.
pub(crate) fn written_tokens(tokens: &impl ToTokens) -> String {
    tight(&tokens.to_token_stream().to_string())
}

/// Leaves out the blanks that tokens have between them, and people don't write.
fn tight(text: &str) -> String {
    let mut tight = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((word, behind)) = rest.split_once(' ') {
        tight.push_str(word);
        let opens = tight.ends_with(['<', '&', '(', '[']) || tight.ends_with("::");
        let closes = behind.starts_with(['<', '>', ',', ')', ']', ';']) || behind.starts_with(":: ");
        if !opens && !closes {
            tight.push(' ');
        }
        rest = behind;
    }
    tight + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ty(text: &str) -> Type {
        syn::parse_str(text).expect(text)
    }

    #[test]
    fn types_are_compared_without_lifetimes_and_parentheses() {
        for (declared, actual) in [
            ("u64", "u64"),
            ("(u64)", "u64"),
            ("_", "crate::Amount<'a, 3>"),
            ("&str", "&'static str"),
            ("Cow<str>", "Cow<'_, str>"),
            ("Vec<_>", "Vec<u8>"),
            ("&_", "&[u8]"),
            ("Amount<{ 1 + 1 }>", "Amount<{ 1 + 1 }>"),
        ] {
            assert!(same_type(&ty(declared), &ty(actual)), "{declared} {actual}");
        }
    }

    #[test]
    fn the_reply_is_what_a_result_holds() {
        let reply = |text| reply_type(&ty(text)).map(written);
        assert_eq!(reply("redis_script::Result<(bool, u64)>").as_deref(), Some("(bool, u64)"));
        assert_eq!(reply("Result<Vec<u8>, Error>").as_deref(), Some("Vec<u8>"));
        assert_eq!(reply("redis::RedisResult<()>").as_deref(), Some("()"));
        assert_eq!(reply("Reply<u64>"), None);
        assert_eq!(reply("Result"), None);
    }

    #[test]
    fn unlike_types_are_told_apart() {
        for (declared, actual) in [
            ("u64", "u32"),
            ("u64", "&u64"),
            ("&str", "&mut str"),
            ("Vec<u8>", "Vec<u16>"),
            ("std::time::Instant", "Instant"),
            ("::a::B", "a::B"),
            ("Amount<1>", "Amount<2>"),
            ("<A as B>::C", "<X as B>::C"),
        ] {
            assert!(!same_type(&ty(declared), &ty(actual)), "{declared} {actual}");
        }
    }

    #[test]
    fn one_value_is_one_value() {
        for one in [
            "u64",
            "&str",
            "String",
            "Vec<u8>",
            "&[u8]",
            "&'a [u8]",
            "&Vec<u8>",
            "my::Key",
            "impl Tr",
            "T",
            "Cow<'_, str>",
        ] {
            assert_eq!(not_one_value(&ty(one), "x"), None, "{one}");
        }
        for other in [
            "Option<u64>",
            "std::option::Option<&str>",
            "&Option<u64>",
            "()",
            "(u8, u8)",
            "&(u8, u8)",
            "Vec<u64>",
            "&Vec<String>",
            "[u8; 4]",
            "&[u8; 4]",
            "&[u64]",
            "HashMap<u8, u8>",
            "std::collections::BTreeMap<String, u8>",
            "(Option<u8>)",
        ] {
            assert!(not_one_value(&ty(other), "x").is_some(), "{other}");
        }
    }

    #[test]
    fn types_are_written_as_people_do() {
        for text in ["&[u8]", "std::collections::HashMap<u8, (u8, Vec<u8>)>", "&mut str"] {
            assert_eq!(written(&ty(text)), text);
        }
    }
}
