//! An enum: by integer or by text.

use super::super::Seen;
use super::attribute::{ENUM, Literal, Options, VARIANT};
use super::{Bodies, Reader};
use crate::data::unraw;
use crate::derive::names::Rule;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::spanned::Spanned as _;
use syn::{Error, Expr, Fields, ItemEnum, LitByteStr, LitStr, Member, Path, Type, Variant};

pub(super) fn expand(item: &ItemEnum, krate: &Path, errors: &mut Vec<Error>) -> TokenStream {
    let ItemEnum { attrs, ident: name, generics, variants, .. } = item;
    let rule = Options::of(attrs, &ENUM, errors).rename_all.and_then(|literal| {
        Rule::called(&literal.value()).map_err(|message| errors.push(Error::new(literal.span(), message))).ok()
    });
    let (mut others, mut known) = (Vec::new(), Vec::new());
    for variant in variants {
        match Read::of(variant, rule, errors) {
            Some(read) if read.other.is_some() => others.push(read),
            Some(read) => known.push(read),
            None => {}
        }
    }
    if let [_, second, ..] = &others[..] {
        errors.push(Error::new(second.name.span(), "a second `other`: the first one takes all that is left"));
    }
    if known.is_empty() && errors.is_empty() {
        let message = format!(
            "no reply stands for a variant of `{name}`\nhelp: write `#[reply(0)]` or `#[reply(\"text\")]` on one"
        );
        errors.push(Error::new(name.span(), message));
    }
    let mut literals = Vec::new();
    for Read { name, literals: stated, .. } in &known {
        for literal in stated {
            literals.push((*name, literal));
        }
    }
    check(&literals, errors);
    if !errors.is_empty() {
        return TokenStream::new();
    }
    let other = others.first().and_then(|read| read.other.as_ref().map(|(member, ty)| (read.name, member, *ty)));
    let reader = Reader { name, generics, krate, types: other.iter().map(|(_, _, ty)| *ty).collect() };
    let is_text = matches!(literals[0].1, Literal::Text(_));
    reader.items(&if is_text { by_text(&reader, &literals, other) } else { by_integer(&reader, &literals, other) })
}

/// How a variant is read.
struct Read<'a> {
    name: &'a Ident,
    literals: Vec<Literal>,
    /// The field of the variant that takes all other replies.
    other: Option<(Member, &'a Type)>,
}

type Other<'a> = Option<(&'a Ident, &'a Member, &'a Type)>;

impl<'a> Read<'a> {
    fn of(variant: &'a Variant, rule: Option<&Rule>, errors: &mut Vec<Error>) -> Option<Self> {
        let Variant { attrs, ident: name, fields, discriminant } = variant;
        let before = errors.len();
        let Options { other, mut literals, .. } = Options::of(attrs, &VARIANT, errors);
        if errors.len() > before {
            return None;
        }
        if let Some(span) = other {
            if let Some(literal) = literals.first() {
                errors.push(Error::new(
                    literal.span(),
                    "`other` takes what no variant stands for, so no reply is named here",
                ));
            }
            let Some(field) = fields.iter().next().filter(|_| fields.len() == 1) else {
                let message = format!("`other` keeps the reply: write it as `{name}(u64)`, or another type of reply");
                errors.push(Error::new(span, message));
                return None;
            };
            return Some(Self { name, literals: Vec::new(), other: Some((super::super::member(0, field), &field.ty)) });
        }
        if !matches!(fields, Fields::Unit) {
            let message = format!(
                "`{name}` has fields, but a variant stands for one reply\n\
                 help: `#[reply(other)]` on one variant of one field keeps all other replies"
            );
            errors.push(Error::new(fields.span(), message));
            return None;
        }
        if literals.is_empty() {
            literals.push(match discriminant.as_ref().map(|(_, value)| value) {
                Some(value) => Literal::Integer(integer(value, errors)?, value.span()),
                None => Literal::Text(LitStr::new(
                    &rule.map_or_else(|| unraw(name), |rule| rule.of(&unraw(name))),
                    name.span(),
                )),
            });
        }
        Some(Self { name, literals, other: None })
    }
}

/// The value of a discriminant.
fn integer(value: &Expr, errors: &mut Vec<Error>) -> Option<i64> {
    let parsed = quote!(#value).to_string().replace(' ', "").parse();
    if parsed.is_err() {
        let message = "the reply that stands for this variant can't be told\nhelp: write it as `#[reply(1)]`";
        errors.push(Error::new(value.span(), message));
    }
    parsed.ok()
}

/// All integers or all texts, and none twice.
fn check(literals: &[(&Ident, &Literal)], errors: &mut Vec<Error>) {
    let mut seen = Seen::default();
    for (name, literal) in literals {
        let first = literals[0].1;
        let (key, kind) = match literal {
            Literal::Integer(number, _) => (number.to_string(), "an integer"),
            Literal::Text(text) => (format!("\"{}\"", text.value()), "a text"),
        };
        if std::mem::discriminant(first) != std::mem::discriminant(*literal) {
            let wanted = if matches!(first, Literal::Text(_)) { "a text" } else { "an integer" };
            let message = format!(
                "`{name}` stands for {kind}, `{key}`, but `{}` for {wanted}: an enum is read from integers or from texts",
                literals[0].0
            );
            errors.push(Error::new(literal.span(), message));
        }
        if let Some(other) = seen.insert(&key, name.to_string()) {
            let message = if **name == other {
                format!("`{key}` stands for `{name}` twice")
            } else {
                format!("`{key}` stands for both `{other}` and `{name}`")
            };
            errors.push(Error::new(literal.span(), message));
        }
    }
}

/// ```ignore
/// match integer(&__value) {
///     Some(-1) => Ok(Self::AlreadyUsed),
///     Some(0) => Ok(Self::SoldOut),
///     _ => Ok(Self::Left(FromRedisValue::from_redis_value(__value)?)),
/// }
/// ```
fn by_integer(reader: &Reader<'_>, literals: &[(&Ident, &Literal)], other: Other<'_>) -> Bodies {
    let krate = reader.krate;
    let option = quote!(::core::option::Option);
    let redis = quote!(#krate::__private::redis);
    let (mut names, mut numbers, mut expected) = (Vec::new(), Vec::new(), String::new());
    for (name, literal) in literals {
        let Literal::Integer(number, _) = literal else { continue };
        expected += if numbers.is_empty() { "" } else { ", " };
        expected += &number.to_string();
        names.push(*name);
        numbers.push(*number);
    }
    let rest = rest(reader, other, &expected);
    let plain_rest = if let Some((name, member, ty)) = other {
        let plain = reader.plain(ty, &quote!(__value));
        quote!(#option::Some(Self::#name { #member: #plain }))
    } else {
        quote!(#option::None)
    };
    let shape = if let Some((_, _, ty)) = other {
        let shape = reader.shape(ty);
        quote! {
            match #shape {
                #krate::Shape::Integer | #krate::Shape::Range { .. } => #krate::Shape::Integer,
                _ => #krate::Shape::Unknown,
            }
        }
    } else {
        quote!(#krate::Shape::Integers(&[#(#numbers),*]))
    };
    Bodies {
        owned: quote! {
            match #krate::__private::integer(&__value) {
                #(#option::Some(#numbers) => ::core::result::Result::Ok(Self::#names),)*
                _ => #rest,
            }
        },
        plain: Some(quote! {
            match __value {
                #(#redis::Value::Int(#numbers) => #option::Some(Self::#names),)*
                #redis::Value::Int(_) => #plain_rest,
                _ => #option::None,
            }
        }),
        shape,
    }
}

/// ```ignore
/// match text(&__value) {
///     Some(b"free") => Ok(Self::Free),
///     _ => Err(none_of("\"free\"", &__value)),
/// }
/// ```
fn by_text(reader: &Reader<'_>, literals: &[(&Ident, &Literal)], other: Other<'_>) -> Bodies {
    let krate = reader.krate;
    let option = quote!(::core::option::Option);
    let (mut names, mut texts, mut bytes, mut expected) = (Vec::new(), Vec::new(), Vec::new(), String::new());
    for (name, literal) in literals {
        let Literal::Text(text) = literal else { continue };
        let value = text.value();
        expected += if texts.is_empty() { "\"" } else { ", \"" };
        expected += &value;
        expected += "\"";
        names.push(*name);
        texts.push(text);
        bytes.push(LitByteStr::new(value.as_bytes(), text.span()));
    }
    let rest = rest(reader, other, &expected);
    let shape = if let Some((_, _, ty)) = other {
        let shape = reader.shape(ty);
        quote! {
            match #shape {
                #krate::Shape::String => #krate::Shape::String,
                _ => #krate::Shape::Unknown,
            }
        }
    } else {
        quote!(#krate::Shape::Texts(&[#(#texts),*]))
    };
    Bodies {
        owned: quote! {
            match #krate::__private::text(&__value) {
                #(#option::Some(#bytes) => ::core::result::Result::Ok(Self::#names),)*
                _ => #rest,
            }
        },
        plain: Some(quote! {
            match #krate::__private::text(__value) {
                #(#option::Some(#bytes) => #option::Some(Self::#names),)*
                _ => #option::None,
            }
        }),
        shape,
    }
}

/// What becomes of a reply that no variant stands for.
fn rest(reader: &Reader<'_>, other: Other<'_>, expected: &str) -> TokenStream {
    let krate = reader.krate;
    if let Some((name, member, ty)) = other {
        quote! {
            ::core::result::Result::Ok(Self::#name {
                #member: <#ty as #krate::__private::redis::FromRedisValue>::from_redis_value(__value)?
            })
        }
    } else {
        quote!(::core::result::Result::Err(#krate::__private::none_of(#expected, &__value)))
    }
}
