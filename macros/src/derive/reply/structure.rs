//! A struct: an array by position, names and values, or its only field.

use super::super::Seen;
use super::attribute::{FIELD, NAMED_FIELD, Options, STRUCT};
use super::{Bodies, Reader};
use crate::data::unraw;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Error, Field, Fields, ItemStruct, LitStr, Member, Path, Type};

pub(super) fn expand(item: &ItemStruct, krate: &Path, errors: &mut Vec<Error>) -> TokenStream {
    let ItemStruct { attrs, ident: name, generics, fields, .. } = item;
    let options = Options::of(attrs, &STRUCT, errors);
    if fields.is_empty() {
        let message = format!("`{name}` has no fields to read\nhelp: return `()` where the reply doesn't matter");
        errors.push(Error::new(name.span(), message));
        return TokenStream::new();
    }
    let reader = Reader { name, generics, krate, types: fields.iter().map(|field| &field.ty).collect() };
    let is_newtype = fields.len() == 1 && matches!(fields, Fields::Unnamed(_));
    let bodies = match (options.map, options.transparent) {
        (Some(map), Some(_)) => {
            errors.push(Error::new(map, "`map` and `transparent` exclude each other"));
            return TokenStream::new();
        }
        (Some(map), None) if !matches!(fields, Fields::Named(_)) => {
            errors.push(Error::new(map, "`map` reads fields by their names, and these have none"));
            return TokenStream::new();
        }
        (Some(_), None) => by_name(&reader, fields, errors),
        (None, Some(transparent)) if fields.len() != 1 => {
            let message = format!("`transparent` is for a struct of one field, but `{name}` has {}", fields.len());
            errors.push(Error::new(transparent, message));
            return TokenStream::new();
        }
        (None, transparent) => {
            for field in fields {
                Options::of(&field.attrs, &FIELD, errors);
            }
            if transparent.is_some() || is_newtype { newtype(&reader, fields) } else { by_position(&reader, fields) }
        }
    };
    reader.items(&bodies)
}

/// ```ignore
/// Ok(Self { 0: FromRedisValue::from_redis_value(__value)? })
/// ```
fn newtype(reader: &Reader<'_>, fields: &Fields) -> Bodies {
    let (ty, member) = (reader.types[0], members(fields).remove(0));
    let krate = reader.krate;
    let redis = quote!(#krate::__private::redis);
    let plain = reader.plain(ty, &quote!(__value));
    Bodies {
        owned: quote! {
            ::core::result::Result::Ok(Self { #member: <#ty as #redis::FromRedisValue>::from_redis_value(__value)? })
        },
        plain: Some(quote!(::core::option::Option::Some(Self { #member: #plain }))),
        shape: reader.shape(ty),
    }
}

/// ```ignore
/// let mut __items = items::<Self>(__value, &["allowed", "left"])?;
/// Ok(Self { allowed: field(__items.next(), "allowed", 1)?, left: field(__items.next(), "left", 2)? })
/// ```
fn by_position(reader: &Reader<'_>, fields: &Fields) -> Bodies {
    let Reader { krate, types, .. } = reader;
    let members = members(fields);
    let names: Vec<String> = members.iter().map(member_name).collect();
    let positions = 1..=members.len();
    let option = quote!(::core::option::Option);
    let redis = quote!(#krate::__private::redis);
    let variables = variables(members.len());
    let plain = types.iter().zip(&variables).map(|(ty, variable)| reader.plain(ty, &quote!(#variable)));
    let shapes = types.iter().map(|ty| reader.shape(ty));
    Bodies {
        owned: quote! {
            let mut __items = #krate::__private::items(__value, &[#(#names),*])?;
            ::core::result::Result::Ok(Self {
                #(#members: #krate::__private::field::<#types>(__items.next(), #names, #positions)?,)*
            })
        },
        plain: Some(quote! {
            let #redis::Value::Array(__items) = __value else { return #option::None };
            let [#(#variables),*] = __items.as_slice() else { return #option::None };
            #option::Some(Self { #(#members: #plain,)* })
        }),
        shape: quote! {
            #krate::Shape::Fields(&[#(#krate::Field { name: #names, shape: #shapes, optional: false }),*])
        },
    }
}

/// ```ignore
/// let (mut __0, mut __1) = (None, None);
/// for (__name, __value) in pairs(__value)? {
///     match name(&__name) {
///         b"allowed" => __0 = Some(field(Some(__value), "allowed", 0)?),
///         b"left" => __1 = Some(field(Some(__value), "left", 0)?),
///         _ => {}
///     }
/// }
/// Ok(Self { allowed: present(__0, "allowed")?, left: __1.unwrap_or_default() })
/// ```
fn by_name(reader: &Reader<'_>, fields: &Fields, errors: &mut Vec<Error>) -> Bodies {
    let Reader { krate, types, .. } = reader;
    let option = quote!(::core::option::Option);
    let members = members(fields);
    let (mut seen, mut names, mut optional) = (Seen::default(), Vec::new(), Vec::new());
    for field in fields {
        let (name, may_lack) = named(field, errors);
        names.push(name);
        optional.push(may_lack);
    }
    for (name, member) in names.iter().zip(&members) {
        let member = member_name(member);
        if let Some(other) = seen.insert(&name.value(), member.clone()) {
            let message = format!("`{other}` and `{member}` are both read as `{}`", name.value());
            errors.push(Error::new(name.span(), message));
        }
    }
    let variables = variables(members.len());
    let bytes = names.iter().map(|name| syn::LitByteStr::new(name.value().as_bytes(), name.span()));
    let values = (0..members.len()).map(|at| {
        let (variable, name) = (&variables[at], &names[at]);
        if optional[at] {
            quote!(#variable.unwrap_or_default())
        } else {
            quote!(#krate::__private::present(#variable, #name)?)
        }
    });
    let shapes = types.iter().map(|ty| reader.shape(ty));
    Bodies {
        owned: quote! {
            #(let mut #variables: #option<#types> = #option::None;)*
            for (__name, __value) in #krate::__private::pairs(__value)? {
                match #krate::__private::name(&__name) {
                    #(#bytes => {
                        #variables = #option::Some(
                            #krate::__private::field::<#types>(#option::Some(__value), #names, 0)?
                        );
                    })*
                    _ => {}
                }
            }
            ::core::result::Result::Ok(Self { #(#members: #values,)* })
        },
        plain: None,
        shape: quote! {
            #krate::Shape::Named(&[#(#krate::Field { name: #names, shape: #shapes, optional: #optional }),*])
        },
    }
}

/// `__0`, `__1`.
fn variables(count: usize) -> Vec<Ident> {
    let mut variables = Vec::new();
    for at in 0..count {
        variables.push(format_ident!("__{at}"));
    }
    variables
}

/// A field's name in the reply, and whether it may be left out.
fn named(field: &Field, errors: &mut Vec<Error>) -> (LitStr, bool) {
    let options = Options::of(&field.attrs, &NAMED_FIELD, errors);
    let own = || field.ident.as_ref().map(|name| LitStr::new(&unraw(name), name.span()));
    let name = options.rename.or_else(own).unwrap_or_else(|| LitStr::new("", proc_macro2::Span::call_site()));
    (name, options.default.is_some() || is_option(&field.ty))
}

/// Whether the type is written as an `Option`.
fn is_option(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

fn members(fields: &Fields) -> Vec<Member> {
    fields.iter().enumerate().map(|(at, field)| super::super::member(at, field)).collect()
}

fn member_name(member: &Member) -> String {
    match member {
        Member::Named(name) => unraw(name),
        Member::Unnamed(index) => index.index.to_string(),
    }
}
