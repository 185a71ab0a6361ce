//! The derives: a type that stands for something in a call.

pub(crate) mod arg;
pub(crate) mod key;
pub(crate) mod names;
pub(crate) mod reply;
pub(crate) mod script_error;

use crate::expand::usual_facade;
use crate::report::compile_errors;
use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Field, Generics, Ident, Item, Path, Type, WherePredicate, parse_quote};

/// The derive's code, or its mistakes: all of them, and nothing else.
pub(crate) fn expand(item: TokenStream, derive: fn(&Item, &mut Vec<Error>) -> TokenStream) -> TokenStream {
    let item: Item = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Vec::new();
    let tokens = derive(&item, &mut errors);
    if errors.is_empty() { tokens } else { compile_errors(errors, &[]) }
}

/// The facade crate: `#[redis_script(crate = path)]` on the type, or its usual name.
fn facade(attributes: &[Attribute], errors: &mut Vec<Error>) -> Path {
    let mut facade = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("redis_script")) {
        let read = &mut |meta: ParseNestedMeta<'_>| {
            if !meta.path.is_ident("crate") {
                return Err(meta.error("expected `crate = path::to::redis_script`"));
            }
            facade = Some(meta.value()?.call(Path::parse_mod_style)?);
            Ok(())
        };
        nested(attribute, read, errors);
    }
    facade.unwrap_or_else(usual_facade)
}

/// Reads what stands in an attribute's parentheses.
fn nested(
    attribute: &Attribute,
    read: &mut dyn FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
    errors: &mut Vec<Error>,
) {
    if let Err(error) = attribute.parse_nested_meta(read) {
        errors.push(error);
    }
}

/// What stands for something, to find what stands for the same.
#[derive(Default)]
struct Seen(Vec<(String, String)>);

impl Seen {
    /// Who stood for `what` before.
    fn insert(&mut self, what: &str, who: String) -> Option<String> {
        for (seen, other) in &mut self.0 {
            if seen == what {
                return Some(std::mem::replace(other, who));
            }
        }
        self.0.push((what.to_owned(), who));
        None
    }
}

/// The generics with `bounds` beside those that are written.
fn bounded(generics: &Generics, bounds: Vec<WherePredicate>) -> Generics {
    let mut generics = generics.clone();
    for bound in bounds {
        generics.make_where_clause().predicates.push(bound);
    }
    generics
}

/// That a field is one argument. At the field's type, which is where it is reported.
fn is_argument(ty: &Type, krate: &Path) -> WherePredicate {
    let bound = crate::expand::At(krate, ty.span());
    let predicate = quote::quote_spanned!(ty.span()=> #ty: #bound::__private::Argument);
    parse_quote!(#predicate)
}

/// That a field with a unit is a time.
fn is_time(ty: &Type, krate: &Path) -> WherePredicate {
    let bound = crate::expand::At(krate, ty.span());
    let predicate = quote::quote_spanned!(ty.span()=> #ty: #bound::__private::Time);
    parse_quote!(#predicate)
}

/// `redis::ToRedisArgs` and `redis::ToSingleRedisArg`. `write` is the body of the first one's function, with `out`
/// to write to.
fn one_argument(
    name: &Ident,
    generics: &Generics,
    krate: &Path,
    write: &TokenStream,
    more: &TokenStream,
) -> TokenStream {
    let (parameters, arguments, clause) = generics.split_for_impl();
    let redis = quote!(#krate::__private::redis);
    quote! {
        #[automatically_derived]
        impl #parameters #redis::ToRedisArgs for #name #arguments #clause {
            #[inline]
            fn write_redis_args<__W: ?::core::marker::Sized + #redis::RedisWrite>(&self, __out: &mut __W) {
                #write
            }
            #more
        }
        #[automatically_derived]
        impl #parameters #redis::ToSingleRedisArg for #name #arguments #clause {}
    }
}

/// What an enum, a union or whatever else is called in a message.
fn kind(item: &Item) -> &'static str {
    match item {
        Item::Struct(_) => "a struct",
        Item::Enum(_) => "an enum",
        Item::Union(_) => "a union",
        _ => "no type",
    }
}

/// The type's name and attributes.
fn head(item: &Item) -> Option<(&Ident, &[Attribute])> {
    match item {
        Item::Struct(item) => Some((&item.ident, &item.attrs)),
        Item::Enum(item) => Some((&item.ident, &item.attrs)),
        Item::Union(item) => Some((&item.ident, &item.attrs)),
        _ => None,
    }
}

/// `self.user`, `self.0`.
fn member(at: usize, field: &Field) -> syn::Member {
    field.ident.clone().map_or_else(|| syn::Member::from(at), syn::Member::Named)
}
