//! `#[derive(FromReply)]`: a type of one's own that a reply is read as.

mod attribute;
mod enumeration;
mod structure;

use super::{bounded, facade, head, kind};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Error, Generics, Item, Path, Type, WherePredicate, parse_quote};

pub(crate) fn expand(item: &Item, errors: &mut Vec<Error>) -> TokenStream {
    let Some((name, attributes)) = head(item) else { return TokenStream::new() };
    let krate = facade(attributes, errors);
    match item {
        Item::Struct(item) => structure::expand(item, &krate, errors),
        Item::Enum(item) => enumeration::expand(item, &krate, errors),
        _ => {
            errors.push(Error::new(name.span(), format!("`FromReply` is for a struct or an enum, not {}", kind(item))));
            TokenStream::new()
        }
    }
}

/// What a derived type needs of each of its parts.
struct Reader<'a> {
    name: &'a Ident,
    generics: &'a Generics,
    krate: &'a Path,
    /// The types of all that is converted.
    types: Vec<&'a Type>,
}

/// The bodies of a derived type's functions.
struct Bodies {
    /// From `__value`, an owned reply.
    owned: TokenStream,
    /// From `__value`, a reference to a reply that is read where it is; `None` if it is anything else, and nothing
    /// at all for a type that is never read so.
    plain: Option<TokenStream>,
    /// Its shape.
    shape: TokenStream,
}

impl Reader<'_> {
    /// ```ignore
    /// impl redis::FromRedisValue for Verdict {
    ///     fn from_redis_value(value: Value) -> Result<Self, ParsingError> { .. }
    /// }
    /// impl redis_script::ReplyShape for Verdict {
    ///     const SHAPE: Shape = ..;
    /// }
    /// impl redis_script::__private::Plain for Verdict {
    ///     const IS: bool = ..;
    ///     fn read(value: &Value) -> Option<Self> { .. }
    /// }
    /// ```
    fn items(&self, Bodies { owned, plain, shape }: &Bodies) -> TokenStream {
        let Self { name, krate, .. } = self;
        let redis = quote!(#krate::__private::redis);
        // What holds itself would have to be known before it is.
        let plain = plain.clone().filter(|_| !self.types.iter().any(|ty| self.is_recursive(ty)));
        let is_plain = plain.is_some();
        let plain = plain.unwrap_or_else(|| quote!(let _ = __value; ::core::option::Option::None));
        let generics = bounded(self.generics, self.bounds());
        let (parameters, arguments, clause) = generics.split_for_impl();
        let probes = self.types.iter().map(|ty| {
            if self.is_recursive(ty) { quote!(false) } else { quote!(#krate::__private::Probe::<#ty>::PLAIN.is_some()) }
        });
        quote! {
            #[automatically_derived]
            impl #parameters #redis::FromRedisValue for #name #arguments #clause {
                fn from_redis_value(
                    __value: #redis::Value,
                ) -> ::core::result::Result<Self, #redis::ParsingError> {
                    #owned
                }
            }

            #[automatically_derived]
            impl #parameters #krate::ReplyShape for #name #arguments #clause {
                const SHAPE: #krate::Shape = {
                    #[allow(unused_imports)]
                    use #krate::__private::NoShape as _;
                    #shape
                };
            }

            #[automatically_derived]
            impl #parameters #krate::__private::Plain for #name #arguments #clause {
                const IS: bool = {
                    #[allow(unused_imports)]
                    use #krate::__private::NotPlain as _;
                    #is_plain #(&& #probes)*
                };
                #[inline]
                fn read(__value: &#redis::Value) -> ::core::option::Option<Self> {
                    #[allow(unused_imports)]
                    use #krate::__private::NotPlain as _;
                    #plain
                }
            }
        }
    }

    /// What the type takes that a part of it has.
    fn shape(&self, ty: &Type) -> TokenStream {
        let krate = self.krate;
        // A constant can't hold itself.
        if self.is_recursive(ty) {
            quote!(#krate::Shape::Unknown)
        } else {
            quote!(#krate::__private::Probe::<#ty>::SHAPE)
        }
    }

    /// How a part is read that is plain.
    fn plain(&self, ty: &Type, value: &TokenStream) -> TokenStream {
        let krate = self.krate;
        quote!((const { #krate::__private::Probe::<#ty>::PLAIN }?)(#value)?)
    }

    /// `T: FromRedisValue`, for the types that name a generic.
    fn bounds(&self) -> Vec<WherePredicate> {
        let krate = self.krate;
        let mut bounds = Vec::new();
        for ty in &self.types {
            let is_generic = self.generics.type_params().any(|parameter| names(ty, &parameter.ident));
            if is_generic && !self.is_recursive(ty) {
                bounds.push(parse_quote!(#ty: #krate::__private::redis::FromRedisValue));
            }
        }
        bounds
    }

    fn is_recursive(&self, ty: &Type) -> bool {
        names(ty, self.name) || names(ty, &Ident::new("Self", self.name.span()))
    }
}

/// Whether the tokens hold the name.
fn names(tokens: &impl ToTokens, name: &Ident) -> bool {
    fn any(tokens: TokenStream, name: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == *name,
            TokenTree::Group(group) => any(group.stream(), name),
            _ => false,
        })
    }
    any(tokens.to_token_stream(), name)
}
