//! The type that belongs to a function: its script, and a call that is not sent yet. A method's impl
//! has no place for a type: there the same things are in the method's body, or associated items.

use crate::capacity::bytes_of;
use crate::expand::{Expansion, ScriptTokens, path_at};
use crate::generics::needed;
use crate::written::Written as _;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use redis_script_analysis::Arity;
use redis_script_declaration::{Parameter, Signature};
use syn::spanned::Spanned as _;
use syn::{Generics, Path, Visibility};

impl Expansion<'_> {
    /// ```ignore
    /// pub struct TakeTokens;
    /// impl TakeTokens {
    ///     pub const SHA1: &'static str = "..";
    ///     pub const SOURCE: &'static str = "..";
    ///     pub const SCRIPT: &'static ::redis_script::Script = {
    ///         _ = ::core::include_bytes!("take_tokens.lua");
    ///         &::redis_script::__private::script(..)
    ///     };
    ///     pub fn prepare(bucket: &str, capacity: u64) -> ::redis_script::Invocation<..> { .. }
    /// }
    /// ```
    ///
    /// The files are watched from within a constant that is there anyway: each item of its own costs the compiler more.
    pub(crate) fn data_type(&self, data: &Ident) -> TokenStream {
        let Self { signature, script, krate, .. } = self;
        let (sha1, source, tracking) = (script.sha1, &script.source, &script.tracking);
        let mut script = self.script(&quote!(Self::SOURCE), &quote!(Self::SHA1));
        if !tracking.is_empty() {
            script = quote!({ #tracking #script });
        }
        let constants = constants(&signature.visibility, &quote!(#sha1), source, krate, &script);
        let head = prepare_head(signature, &format_ident!("prepare"), krate);
        let call = self.prepared(&quote!(Self::SCRIPT));
        let docs = format!(" What is known of the script that [`{}()`] runs.", signature.name);
        data_items(signature, data, &docs, &quote!(#constants #head { #call }))
    }

    /// ```ignore
    /// pub const TAKE_TOKENS: &'static ::redis_script::Script = &::redis_script::__private::script(..);
    /// pub fn prepare_take_tokens(bucket: &str, capacity: u64) -> ::redis_script::Invocation<..> { .. }
    /// ```
    pub(crate) fn associated_items(&self, data: &Ident) -> TokenStream {
        let Self { signature, script, krate, .. } = self;
        let (cfgs, vis) = (signature.cfgs(), &signature.visibility);
        let (sha1, source) = (script.sha1, &script.source);
        let script = self.script(source, &quote!(#sha1));
        let head = prepare_head(signature, &prepare_name(signature), krate);
        let call = self.prepared(&quote!(Self::#data));
        let docs = format!(" What is known of the script that `{}` runs.", signature.name);
        quote! {
            #(#cfgs)*
            #[doc = #docs]
            #[allow(dead_code)]
            #vis const #data: &'static #krate::Script = #script;
            #(#cfgs)*
            #[allow(dead_code, clippy::all, clippy::pedantic)]
            #head { #call }
        }
    }

    /// ```ignore
    /// &::redis_script::__private::script(::redis_script::__private::Parts {
    ///     name: "take_tokens",
    ///     path: "take_tokens.lua",
    ///     source: Self::SOURCE,
    ///     ..
    /// })
    /// ```
    ///
    /// Made of several files: `&::redis_script::__private::included(::redis_script::__private::script(..), &[..])`.
    pub(crate) fn script(&self, source: &TokenStream, sha1: &TokenStream) -> TokenStream {
        let Self { signature, declaration, script, krate, .. } = self;
        let ScriptTokens { path, flags, read_only, evaluate, lines, .. } = script;
        let name = unraw(&signature.name);
        let keys = arity(declaration.keys.arity(), krate);
        let args = arity(declaration.args.arity(), krate);
        let script = quote! {
            #krate::__private::script(#krate::__private::Parts {
                name: #name,
                path: #path,
                source: #source,
                sha1: #sha1,
                flags: &[#(#flags),*],
                read_only: #read_only,
                keys: #keys,
                args: #args,
                evaluate: #evaluate,
            })
        };
        if lines.is_empty() {
            return quote!(&#script);
        }
        let mut runs = TokenStream::new();
        for (line, path, first) in lines {
            quote!((#line, #path, #first),).to_tokens(&mut runs);
        }
        quote!(&#krate::__private::included(#script, &[#runs]))
    }

    /// ```ignore
    /// let mut __call = ::redis_script::__private::invocation(Self::SCRIPT, 1usize, 1usize, size_of_val(bucket) + 20usize);
    /// ::redis_script::__private::prepare(&mut __call)
    ///     .key(bucket)
    ///     .arg(capacity)
    ///     .plain({ use ::redis_script::__private::NotPlain as _; ::redis_script::__private::Probe::<..>::PLAIN })
    ///     .finish();
    /// __call
    /// ```
    pub(crate) fn prepared(&self, script: &TokenStream) -> TokenStream {
        let Self { signature, declaration, krate, .. } = self;
        let (keys, args) = (declaration.keys.count(), declaration.args.count());
        let mut bytes = TokenStream::new();
        for parameter in declaration.keys.all().into_iter().chain(declaration.args.all()) {
            if !bytes.is_empty() {
                quote!(+).to_tokens(&mut bytes);
            }
            bytes_of(parameter).to_tokens(&mut bytes);
        }
        if bytes.is_empty() {
            bytes = quote!(0usize);
        }
        let written = self.written();
        // A return type that is no `Result` is reported at its own place.
        let span = Span::call_site().located_at(signature.result.span());
        let krate = path_at(krate, span);
        let result = &signature.result;
        quote_spanned! {span=>
            let mut __call = #krate::__private::invocation(#script, #keys, #args, #bytes);
            #krate::__private::prepare(&mut __call)
                #written
                .plain({
                    #[allow(unused_imports)]
                    use #krate::__private::NotPlain as _;
                    #krate::__private::Probe::<<#result as #krate::__private::Outcome>::Value>::PLAIN
                })
                .finish();
            __call
        }
    }
}

/// The type with nothing behind it, for a function with a mistake.
pub(crate) fn dead_data_type(signature: &Signature, data: &Ident, krate: &Path) -> TokenStream {
    let script = quote! {
        &#krate::__private::script(#krate::__private::Parts {
            name: "",
            path: "",
            source: "",
            sha1: "",
            flags: &[],
            read_only: false,
            keys: #krate::__private::Arity::exactly(0u32),
            args: #krate::__private::Arity::exactly(0u32),
            evaluate: false,
        })
    };
    let constants = constants(&signature.visibility, &quote!(""), &quote!(""), krate, &script);
    let head = prepare_head(signature, &format_ident!("prepare"), krate);
    data_items(signature, data, "", &quote!(#constants #[allow(unused)] #head { ::core::unreachable!() }))
}

/// The name of a method's `prepare`.
pub(crate) fn prepare_name(signature: &Signature) -> Ident {
    format_ident!("prepare_{}", unraw(&signature.name))
}

/// The generics that keys, arguments and reply need.
pub(crate) fn needed_generics(signature: &Signature) -> Generics {
    let mut types = vec![&signature.result];
    for parameter in &signature.parameters {
        types.push(&parameter.ty);
    }
    needed(&signature.generics, &types)
}

/// The name without `r#`.
pub(crate) fn unraw(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), ToOwned::to_owned)
}

/// ```ignore
/// pub fn prepare(bucket: &str, capacity: u64) -> ::redis_script::Invocation<<Result<u64> as Outcome>::Value>
/// ```
fn prepare_head(signature: &Signature, name: &Ident, krate: &Path) -> TokenStream {
    let Signature { visibility, result, .. } = signature;
    let generics = needed_generics(signature);
    let where_clause = &generics.where_clause;
    let parameters = parameters(signature);
    let docs = format!(" The call that `{}` makes, to be sent later, or in a pipeline.", signature.name);
    let span = Span::call_site().located_at(result.span());
    let krate = path_at(krate, span);
    quote_spanned! {span=>
        #[doc = #docs]
        #visibility fn #name #generics(#parameters) -> #krate::Invocation<<#result as #krate::__private::Outcome>::Value> #where_clause
    }
}

/// `bucket: &str, capacity: u64,`
pub(crate) fn parameters(signature: &Signature) -> TokenStream {
    let mut parameters = TokenStream::new();
    for Parameter { name, ty, .. } in &signature.parameters {
        quote!(#name: #ty,).to_tokens(&mut parameters);
    }
    parameters
}

fn constants(
    vis: &Visibility,
    sha1: &TokenStream,
    source: &TokenStream,
    krate: &Path,
    script: &TokenStream,
) -> TokenStream {
    quote! {
        /// The script's SHA1, as 40 lower-case hexadecimal digits.
        #vis const SHA1: &'static str = #sha1;
        /// The exact text that servers get.
        #vis const SOURCE: &'static str = #source;
        /// All that is known of the script.
        #vis const SCRIPT: &'static #krate::Script = #script;
    }
}

/// The type has no value that anybody would use, and so no traits: three of them for each function are a sixth of what
/// the compiler does with it.
fn data_items(signature: &Signature, data: &Ident, docs: &str, items: &TokenStream) -> TokenStream {
    let cfgs = signature.cfgs();
    let vis = &signature.visibility;
    quote! {
        #(#cfgs)*
        #[doc = #docs]
        #[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
        #vis struct #data;

        #(#cfgs)*
        #[allow(dead_code, clippy::all, clippy::pedantic)]
        impl #data {
            #items
        }
    }
}

fn arity(Arity { fixed, optional, variadic }: Arity, krate: &Path) -> TokenStream {
    let arity = match (variadic, fixed + optional) {
        (true, _) => quote!(at_least(#fixed)),
        (false, most) if most > fixed => quote!(between(#fixed, #most)),
        (false, _) => quote!(exactly(#fixed)),
    };
    quote!(#krate::__private::Arity::#arity)
}
