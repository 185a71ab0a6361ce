//! `#[derive(Key)]`: a key of typed parts.

mod template;

use super::{bounded, facade, head, is_argument, kind, member, one_argument};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Fields, Generics, Item, ItemStruct, LitInt, LitStr, Path, Token};
use template::{Piece, Template};

pub(crate) fn expand(item: &Item, errors: &mut Vec<Error>) -> TokenStream {
    let Some((name, attributes)) = head(item) else { return TokenStream::new() };
    let krate = facade(attributes, errors);
    let Item::Struct(item) = item else {
        let message = format!("`Key` is for a struct, whose fields are the key's parts, not {}", kind(item));
        errors.push(Error::new(name.span(), message));
        return TokenStream::new();
    };
    let Some(written) = Written::of(&item.ident, attributes, errors) else { return TokenStream::new() };
    let names: Vec<String> = names(&item.fields);
    let template = match Template::parse(&written.template.value(), &names, written.tag.as_ref().map(Field::name)) {
        Ok(template) => template,
        Err(mistakes) => {
            for mistake in mistakes {
                let tokens = written.tag.as_ref().filter(|_| mistake.about_tag).map(Field::tokens);
                let tokens = tokens.unwrap_or_else(|| written.template.to_token_stream());
                errors.push(Error::new_spanned(tokens, mistake.message));
            }
            return TokenStream::new();
        }
    };
    implementation(item, &template, &krate)
}

/// What the fields are called in the template: their names, or their numbers.
fn names(fields: &Fields) -> Vec<String> {
    let name =
        |(at, field): (usize, &syn::Field)| field.ident.as_ref().map_or_else(|| at.to_string(), crate::data::unraw);
    fields.iter().enumerate().map(name).collect()
}

/// ```ignore
/// impl Key for BucketKey where u64: Argument {
///     const TAG: Option<&'static str> = Some("{user}");
/// }
/// impl Display for BucketKey where u64: Argument {
///     fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
///         out.write_str("bucket:{")?;
///         Part { separators: ":", fills_tag: true }.write(out, &self.user)?;
///         out.write_str("}")
///     }
/// }
/// impl redis::ToRedisArgs for BucketKey where u64: Argument {
///     fn write_redis_args<W: ?Sized + RedisWrite>(&self, out: &mut W) {
///         out.write_arg_fmt(self);
///     }
/// }
/// impl redis::ToSingleRedisArg for BucketKey where u64: Argument {}
/// ```
fn implementation(item: &ItemStruct, template: &Template, krate: &Path) -> TokenStream {
    let ItemStruct { ident, fields, generics, .. } = item;
    let mut bounds = Vec::new();
    for field in fields {
        bounds.push(is_argument(&field.ty, krate));
    }
    let generics: Generics = bounded(generics, bounds);
    let (parameters, arguments, clause) = generics.split_for_impl();
    let tag = template
        .tag
        .as_ref()
        .map_or_else(|| quote!(::core::option::Option::None), |tag| quote!(::core::option::Option::Some(#tag)));
    let separators = &template.separators;
    let pieces = template.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => quote!(__out.write_str(#text)?;),
        Piece::Field { at, fills_tag, behind } => {
            let member = fields.iter().nth(*at).map(|field| member(*at, field));
            let separators = behind
                .filter(|symbol| !separators.contains(*symbol))
                .map_or_else(|| separators.clone(), |symbol| format!("{separators}{symbol}"));
            quote! {
                #krate::__private::Part { separators: #separators, fills_tag: #fills_tag }
                    .write(__out, &self.#member)?;
            }
        }
    });
    let write = quote!(#krate::__private::redis::RedisWrite::write_arg_fmt(__out, self););
    let one = one_argument(ident, &generics, krate, &write, &TokenStream::new());
    quote! {
        #[automatically_derived]
        impl #parameters #krate::Key for #ident #arguments #clause {
            const TAG: ::core::option::Option<&'static str> = #tag;
        }
        #[automatically_derived]
        impl #parameters ::core::fmt::Display for #ident #arguments #clause {
            fn fmt(&self, __out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #(#pieces)*
                ::core::result::Result::Ok(())
            }
        }
        #one
    }
}

/// `#[key("bucket:{user}:{kind}", tag = user)]`.
struct Written {
    template: LitStr,
    tag: Option<Field>,
}

/// A field as the attribute names it.
enum Field {
    Named(Ident),
    Numbered(LitInt),
}

impl Field {
    fn name(&self) -> String {
        match self {
            Self::Named(name) => crate::data::unraw(name),
            Self::Numbered(number) => number.base10_digits().to_owned(),
        }
    }

    fn tokens(&self) -> TokenStream {
        match self {
            Self::Named(name) => name.to_token_stream(),
            Self::Numbered(number) => number.to_token_stream(),
        }
    }
}

impl Written {
    fn of(name: &Ident, attributes: &[Attribute], errors: &mut Vec<Error>) -> Option<Self> {
        let mut found = attributes.iter().filter(|attribute| attribute.path().is_ident("key"));
        let Some(attribute) = found.next() else {
            let message = format!(
                "what the key looks like is missing\n\
                 help: add `#[key(\"{}:{{field}}\")]`, with each field in braces",
                crate::data::unraw(name).to_lowercase()
            );
            errors.push(Error::new(name.span(), message));
            return None;
        };
        if let Some(second) = found.next() {
            errors.push(Error::new_spanned(second, "`#[key(..)]` is given twice; keep one of the two"));
        }
        attribute.parse_args().map_err(|error| errors.push(error)).ok()
    }
}

impl Parse for Written {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        const FORM: &str = "expected `\"bucket:{user}:{kind}\"`, and then `tag = user`, if a field is the hash tag";
        let expected = |error: Error| Error::new(error.span(), FORM);
        let template = input.parse().map_err(|_| Error::new(at(input), FORM))?;
        let mut tag = None;
        while !input.is_empty() {
            input.parse::<Token![,]>().map_err(expected)?;
            if input.is_empty() {
                break;
            }
            let name: Ident = input.parse().map_err(expected)?;
            if name != "tag" || tag.is_some() {
                let message = if tag.is_some() { "`tag` is given twice; keep one of the two" } else { FORM };
                return Err(Error::new(name.span(), message));
            }
            input.parse::<Token![=]>().map_err(expected)?;
            tag = Some(if input.peek(LitInt) {
                Field::Numbered(input.parse()?)
            } else {
                Field::Named(
                    input
                        .parse()
                        .map_err(|_| Error::new(at(input), "expected the name of a field, as in `tag = user`"))?,
                )
            });
        }
        Ok(Self { template, tag })
    }
}

/// Where something else was expected.
fn at(input: ParseStream) -> Span {
    if input.is_empty() { Span::call_site() } else { input.span() }
}
