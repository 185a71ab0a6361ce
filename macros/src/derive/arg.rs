//! `#[derive(ToArg)]`: a type of one's own that is one argument.

use super::names::Rule;
use super::{Seen, bounded, facade, head, is_argument, is_time, kind, member, nested, one_argument};
use crate::data::unraw;
use crate::written::InForm;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use redis_script_declaration::Form;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Field, Fields, Generics, Ident, Item, ItemEnum, ItemStruct, LitStr, Path, Variant};

pub(crate) fn expand(item: &Item, errors: &mut Vec<Error>) -> TokenStream {
    let Some((name, attributes)) = head(item) else { return TokenStream::new() };
    let krate = facade(attributes, errors);
    match item {
        Item::Struct(item) => newtype(item, &krate, errors),
        Item::Enum(item) => enumeration(item, &krate, errors),
        _ => {
            let message = format!("`ToArg` is for a struct of one field or an enum without fields, not {}", kind(item));
            errors.push(Error::new(name.span(), message));
            TokenStream::new()
        }
    }
}

/// ```ignore
/// impl redis::ToRedisArgs for UserId where u64: Argument {
///     fn write_redis_args<W: ?Sized + RedisWrite>(&self, out: &mut W) {
///         Argument::write_to(&self.0, out);
///     }
///     fn describe_numeric_behavior(&self) -> NumericBehavior {
///         Argument::numeric_behavior(&self.0)
///     }
/// }
/// impl redis::ToSingleRedisArg for UserId where u64: Argument {}
/// ```
fn newtype(item: &ItemStruct, krate: &Path, errors: &mut Vec<Error>) -> TokenStream {
    let ItemStruct { attrs, ident, generics, fields, .. } = item;
    refuse_all(attrs, errors);
    let (Some(field), 1) = (fields.iter().next(), fields.len()) else {
        let (count, help) = if fields.is_empty() {
            (
                "none".to_owned(),
                "give it the field that is sent, or make it an enum, whose variants are sent by their names",
            )
        } else {
            (fields.len().to_string(), "take a parameter for each of them, or send all as one value with `Json`")
        };
        let message = format!(
            "`ToArg` makes one argument of a type, so a struct has one field, but `{ident}` has {count}\nhelp: {help}"
        );
        errors.push(Error::new(ident.span(), message));
        return TokenStream::new();
    };
    let Field { ty, attrs, .. } = field;
    let form = Form::parse(attrs.iter().filter(|attribute| attribute.path().is_ident("arg")), errors);
    let field = member(0, field);
    let bound = if let Form::Unit(_) = form { is_time(ty, krate) } else { is_argument(ty, krate) };
    let generics = bounded(generics, vec![bound]);
    let value = InForm(form, quote!(&self.#field), krate);
    let value = if form == Form::Plain { quote!(#value) } else { quote!(&#value) };
    let redis = quote!(#krate::__private::redis);
    let write = quote!(#krate::__private::Argument::write_to(#value, __out););
    let numeric = quote! {
        #[inline]
        fn describe_numeric_behavior(&self) -> #redis::NumericBehavior {
            #krate::__private::Argument::numeric_behavior(#value)
        }
    };
    one_argument(ident, &generics, krate, &write, &numeric)
}

/// ```ignore
/// impl redis::ToRedisArgs for Mode {
///     fn write_redis_args<W: ?Sized + RedisWrite>(&self, out: &mut W) {
///         out.write_arg(match self { Self::Shared => b"shared", .. });
///     }
/// }
/// impl redis::ToSingleRedisArg for Mode {}
/// ```
fn enumeration(item: &ItemEnum, krate: &Path, errors: &mut Vec<Error>) -> TokenStream {
    let ItemEnum { attrs, ident, generics, variants, .. } = item;
    let rule = Options::of(attrs, "rename_all", errors).and_then(|(_, literal)| {
        Rule::called(&literal.value()).map_err(|message| errors.push(Error::new(literal.span(), message))).ok()
    });
    if variants.is_empty() {
        errors.push(Error::new(ident.span(), format!("`{ident}` has no variants, so there is nothing to send")));
    }
    let (mut seen, mut arms) = (Seen::default(), TokenStream::new());
    for variant in variants {
        let (name, text) = (&variant.ident, text(variant, rule, errors));
        if let Some(other) = seen.insert(&text, name.to_string()) {
            errors.push(Error::new(name.span(), format!("`{other}` and `{name}` are both sent as `{text}`")));
        }
        quote!(Self::#name { .. } => #text,).to_tokens(&mut arms);
    }
    let redis = quote!(#krate::__private::redis);
    let write = quote! {
        let __text: &str = match self { #arms };
        #redis::RedisWrite::write_arg(__out, __text.as_bytes());
    };
    one_argument(ident, &Generics::clone(generics), krate, &write, &TokenStream::new())
}

/// What is sent for a variant.
fn text(variant: &Variant, rule: Option<&Rule>, errors: &mut Vec<Error>) -> String {
    let Variant { attrs, ident, fields, .. } = variant;
    if !matches!(fields, Fields::Unit) {
        let message = format!(
            "`{ident}` has fields, but a variant is sent as its name\n\
             help: send the whole value as one argument with `Json`, or its parts as parameters of their own"
        );
        errors.push(Error::new(fields.span(), message));
    }
    match Options::of(attrs, "rename", errors) {
        Some((_, text)) => text.value(),
        None => rule.map_or_else(|| unraw(ident), |rule| rule.of(&unraw(ident))),
    }
}

/// `#[arg(rename = "..")]`.
struct Options;

impl Options {
    /// The one option that may stand there.
    fn of(attributes: &[Attribute], allowed: &str, errors: &mut Vec<Error>) -> Option<(Ident, LitStr)> {
        let mut found: Option<(Ident, LitStr)> = None;
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("arg")) {
            let read = &mut |meta: ParseNestedMeta<'_>| {
                let expected = format!("expected `{allowed} = \"..\"`");
                let Some(name) = meta.path.get_ident().filter(|name| *name == allowed) else {
                    return Err(meta.error(expected));
                };
                let text = meta.value().and_then(syn::parse::ParseBuffer::parse);
                let text: LitStr = text.map_err(|error| Error::new(error.span(), expected))?;
                if found.is_some() {
                    return Err(meta.error(format!("`{allowed}` is given twice; keep one of the two")));
                }
                found = Some((name.clone(), text));
                Ok(())
            };
            nested(attribute, read, errors);
        }
        found
    }
}

/// Where no `#[arg(..)]` has a meaning.
fn refuse_all(attributes: &[Attribute], errors: &mut Vec<Error>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("arg")) {
        let message = "a struct is sent as its field: put `#[arg(..)]` there, or on an enum";
        errors.push(Error::new_spanned(attribute, message));
    }
}
