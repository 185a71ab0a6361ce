//! Keys whose types say that a cluster may keep them apart: a warning that only the compiler's types can tell.

use crate::expand::Expansion;
use crate::generics::needed;
use crate::report::warning;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use redis_script_declaration::{Parameter, bare, is_u8, slice_element};
use syn::{GenericParam, Generics, Type};

impl Expansion<'_> {
    /// For each key behind the first one, the use of a constant that is deprecated if its type's hash tag is
    /// another one than that of the keys before. Types that aren't a `Key` have none that could be known.
    ///
    /// ```ignore
    /// const _: () = {
    ///     use ::redis_script::__private::NotKey as _;
    ///     {
    ///         struct __Warn<const HOLDS: bool>;
    ///         ..
    ///         __Warn::<{ is_apart(&[KeyProbe::<BucketKey>::TAG], KeyProbe::<UserKey>::TAG) }>::keys_share_no_hash_tag
    ///     }
    /// };
    /// ```
    ///
    /// Inside of the function, so that its `#[allow(deprecated)]` counts.
    pub(crate) fn hash_tags(&self) -> TokenStream {
        let generics = &self.signature.generics;
        let keys = self.declaration.keys.iter();
        let typed: Vec<(&Parameter, TokenStream)> =
            keys.filter_map(|key| Some((key, probed(&key.ty, generics)?))).collect();
        (1..typed.len()).map(|at| self.apart(&typed[..at], &typed[at])).collect()
    }

    fn apart(&self, before: &[(&Parameter, TokenStream)], (key, ty): &(&Parameter, TokenStream)) -> TokenStream {
        let krate = &self.krate;
        let first = &before[0].0.name;
        let note = format!(
            "`{}` and `{first}` are keys whose types share no hash tag\n  \
             = note: a cluster may keep them on different servers, and refuses the call then (CROSSSLOT)\n  \
             = help: give both types the same tag, such as `#[key(\"..\", tag = id)]`, or put `#[allow(deprecated)]` on \
             the function if it never runs on a cluster",
            key.name
        );
        let before = before.iter().map(|(_, ty)| ty);
        let tags = quote!(&[#(__KeyProbe::<#before>::TAG),*], __KeyProbe::<#ty>::TAG);
        let apart = quote!(#krate::__private::is_apart(#tags));
        let warning = warning("keys_share_no_hash_tag", &key.ty, &apart, &note);
        quote! {
            const _: () = {
                #[allow(unused_imports)]
                use #krate::__private::{KeyProbe as __KeyProbe, NotKey as _};
                #warning
            };
        }
    }
}

/// The type as a constant of the function can name it; nothing if it can't, or if it surely is no `Key`.
fn probed(ty: &Type, generics: &Generics) -> Option<TokenStream> {
    let ty = behind(slice_element(ty).filter(|element| !is_u8(element)).unwrap_or(ty));
    let Type::Path(path) = ty else { return None };
    let plain = ["str", "String", "Vec", "Cow", "Box", "Arc", "Rc", "bool", "u64", "i64", "u32", "i32", "usize"];
    if path.path.segments.last().is_some_and(|last| plain.iter().any(|plain| last.ident == plain)) {
        return None;
    }
    let named = needed(generics, ty.to_token_stream());
    let is_generic = named.params.iter().any(|parameter| !matches!(parameter, GenericParam::Lifetime(_)));
    let tokens = anonymous(ty.to_token_stream());
    (!is_generic && !names_self(&tokens)).then_some(tokens)
}

fn behind(ty: &Type) -> &Type {
    match bare(ty) {
        Type::Reference(reference) => behind(&reference.elem),
        ty => ty,
    }
}

fn names_self(tokens: &impl ToTokens) -> bool {
    let mut names = tokens.to_token_stream().into_iter();
    names.any(|token| match token {
        TokenTree::Ident(name) => name == "Self" || name == "impl",
        TokenTree::Group(group) => names_self(&group.stream()),
        _ => false,
    })
}

/// With `'_` for each lifetime, since those of the function mean nothing outside of its signature.
fn anonymous(tokens: TokenStream) -> TokenStream {
    let mut after_quote = false;
    let anonymous = tokens.into_iter().map(|token| {
        let is_lifetime = std::mem::take(&mut after_quote);
        match token {
            TokenTree::Ident(name) if is_lifetime && name != "static" => Ident::new("_", name.span()).into(),
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                punct.into()
            }
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), anonymous(group.stream()));
                inner.set_span(group.span());
                inner.into()
            }
            token => token,
        }
    });
    anonymous.collect()
}
