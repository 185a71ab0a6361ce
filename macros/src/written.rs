//! How the parameters get into the call: each as one key or argument, in the form that it has.

use crate::data::unraw;
use crate::expand::Expansion;
use crate::function::{located_at, place};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use redis_script_declaration::{Declaration, Form, Parameter, Positions, bare, is_integer, slice_element};
use syn::{Path, Type};

impl Expansion<'_> {
    /// ```ignore
    /// .key(bucket)
    /// .arg(::redis_script::__private::timed(lease, ::redis_script::__private::Unit::Millis))
    /// .optional(limit)
    /// .named(&["bucket"], &["lease", "limit"])
    /// ```
    pub(crate) fn written(&self) -> TokenStream {
        let Self { declaration, krate, .. } = self;
        let keys = declaration.keys.written("key", "keys", krate);
        let args = declaration.args.written("arg", "args", krate);
        let names = self.may_be_refused().then(|| {
            let (keys, args) = (names(&declaration.keys), names(&declaration.args));
            quote!(.named(&[#keys], &[#args]))
        });
        quote!(#keys #args #names)
    }

    /// Whether one of the values may not be fit to be sent. Of the usual types, none but floats are.
    fn may_be_refused(&self) -> bool {
        let Declaration { keys, args, .. } = self.declaration;
        for Parameter { ty, form, .. } in keys.all().into_iter().chain(args.all()) {
            if *form != Form::Plain || !is_always_sent(ty) {
                return true;
            }
        }
        !args.optional.is_empty()
    }
}

fn names(positions: &Positions) -> TokenStream {
    let mut names = TokenStream::new();
    for Parameter { name, .. } in positions.all() {
        let name = unraw(name);
        quote!(#name,).to_tokens(&mut names);
    }
    names
}

/// Strings, bytes, integers and truth values, and slices of them.
fn is_always_sent(ty: &Type) -> bool {
    if let Some(element) = slice_element(ty) {
        return is_always_sent(element);
    }
    match bare(ty) {
        Type::Reference(reference) => is_always_sent(&reference.elem),
        Type::Path(path) => path.path.get_ident().is_some_and(|name| {
            let name = name.to_string();
            is_integer(&name) || matches!(name.as_str(), "bool" | "String" | "str")
        }),
        _ => false,
    }
}

/// The parameters of the keys, or those of the arguments.
pub(crate) trait Written {
    /// `.key(bucket)`, `.keys(others)`, `.optional(limit)`.
    fn written(&self, one: &str, many: &str, krate: &Path) -> TokenStream;

    /// `1usize + others.len() + ::core::primitive::usize::from(limit.is_some())`.
    fn count(&self) -> TokenStream;
}

impl Written for Positions {
    fn written(&self, one: &str, many: &str, krate: &Path) -> TokenStream {
        let [one, many] = [one, many].map(|method| Ident::new(method, Span::call_site()));
        let mut values = Vec::new();
        for Parameter { name, ty, form, .. } in &self.fixed {
            values.push(InForm(*form, located_at(name, place(ty)), krate));
        }
        let mut tokens = quote!(#(.#one(#values))*);
        for Parameter { name, ty, form, .. } in &self.optional {
            let name = located_at(name, place(ty));
            let call = match form {
                Form::Plain => quote!(.optional(#name)),
                form => {
                    let value = InForm(*form, Ident::new("__value", name.span()), krate);
                    quote!(.optional(#name.map(|__value| #value)))
                }
            };
            call.to_tokens(&mut tokens);
        }
        if let Some(Parameter { name, ty, form, .. }) = &self.rest {
            let name = located_at(name, place(ty));
            let call = match form {
                Form::Plain => quote!(.#many(#name)),
                form => {
                    let value = InForm(*form, Ident::new("__value", name.span()), krate);
                    quote!(.each(#name, |__value| #value))
                }
            };
            call.to_tokens(&mut tokens);
        }
        tokens
    }

    fn count(&self) -> TokenStream {
        let mut count = self.fixed.len().to_token_stream();
        for Parameter { name, .. } in &self.optional {
            quote!(+ ::core::primitive::usize::from(#name.is_some())).to_tokens(&mut count);
        }
        if let Some(Parameter { name, .. }) = &self.rest {
            quote!(+ #name.len()).to_tokens(&mut count);
        }
        count
    }
}

/// A value in its form: `::redis_script::__private::timed(lease, ::redis_script::__private::Unit::Millis)`. Also for a
/// newtype's field.
pub(crate) struct InForm<'a, V>(pub(crate) Form, pub(crate) V, pub(crate) &'a Path);

impl<V: ToTokens> ToTokens for InForm<'_, V> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(form, value, krate) = self;
        match form {
            Form::Plain => value.to_tokens(tokens),
            Form::AnyNumber => quote!(#krate::__private::any_number(#value)).to_tokens(tokens),
            Form::Unit(unit) => {
                let unit = Ident::new(unit.variant, Span::call_site());
                quote!(#krate::__private::timed(#value, #krate::__private::Unit::#unit)).to_tokens(tokens);
            }
        }
    }
}
