//! Keys whose types say that a cluster may keep them apart: a warning that only the compiler's types can tell.

use crate::data::unraw;
use crate::expand::Expansion;
use crate::generics::needed;
use crate::report::{Conditional, panic, warning};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use redis_script_analysis::{Condition, Level};
use redis_script_declaration::{Declaration, Parameter, Signature, bare, is_u8, slice_element};
use syn::{GenericParam, Generics, Type};

/// The keys whose types may have hash tags: their indexes and names.
pub(crate) fn open(declaration: &Declaration, signature: &Signature) -> Vec<(u32, String)> {
    let (mut open, mut at) = (Vec::new(), 0);
    for Parameter { name, ty, .. } in declaration.keys.all() {
        if probed(ty, &signature.generics).is_some() {
            open.push((at, unraw(name)));
        }
        at += 1;
    }
    open
}

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
    pub(crate) fn hash_tags(&self) -> TokenStream {
        let mut tokens = TokenStream::new();
        for finding in &self.open.findings {
            let Condition::Apart(at) = finding.condition else { continue };
            let mut typed = Vec::new();
            for key in self.declaration.keys.all() {
                if let Some(ty) = probed(&key.ty, &self.signature.generics) {
                    typed.push((key, ty));
                }
            }
            self.apart(finding, &typed[..at], &typed[at]).to_tokens(&mut tokens);
        }
        tokens
    }

    fn apart(
        &self,
        finding: &Conditional,
        before: &[(&Parameter, TokenStream)],
        (key, ty): &(&Parameter, TokenStream),
    ) -> TokenStream {
        let krate = &self.krate;
        let before = before.iter().map(|(_, ty)| ty);
        let tags = quote!(&[#(__KeyProbe::<#before>::TAG),*], __KeyProbe::<#ty>::TAG);
        let apart = quote!(#krate::__private::is_apart(#tags));
        let text = finding.text.whole();
        let said = if finding.level == Level::Error {
            let panic = panic(&key.ty, &quote!("{}", #text));
            quote!(if #apart { #panic })
        } else {
            warning(finding.lint, &key.ty, &apart, &text)
        };
        quote! {
            const _: () = {
                #[allow(unused_imports)]
                use #krate::__private::{KeyProbe as __KeyProbe, NotKey as _};
                #said
            };
        }
    }
}

/// The type as a constant of the function can name it; nothing if it can't, or if it surely is no `Key`.
fn probed(ty: &Type, generics: &Generics) -> Option<TokenStream> {
    let ty = behind(slice_element(ty).filter(|element| !is_u8(element)).unwrap_or(ty));
    let Type::Path(path) = ty else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    if matches!(
        name.as_str(),
        "str" | "String" | "Vec" | "Cow" | "Box" | "Arc" | "Rc" | "bool" | "u64" | "i64" | "u32" | "i32" | "usize"
    ) {
        return None;
    }
    let named = needed(generics, &[ty]);
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
    let (mut after_quote, mut written) = (false, TokenStream::new());
    for token in tokens {
        let is_lifetime = std::mem::take(&mut after_quote);
        match token {
            TokenTree::Ident(name) if is_lifetime && name != "static" => {
                Ident::new("_", name.span()).to_tokens(&mut written);
            }
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                punct.to_tokens(&mut written);
            }
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), anonymous(group.stream()));
                inner.set_span(group.span());
                inner.to_tokens(&mut written);
            }
            token => token.to_tokens(&mut written),
        }
    }
    written
}
