//! The type that belongs to a function: its script, and a call that is not sent yet. A method's impl
//! has no place for a type: there the same things are in the method's body, or associated items.

use crate::capacity::bytes_of;
use crate::expand::{At, Expansion, ScriptTokens};
use crate::generics::needed;
use crate::text::code;
use crate::written::Written as _;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use redis_script_analysis::Arity;
use redis_script_declaration::Signature;
use std::fmt::Write as _;
use syn::{Generics, Path};

impl Expansion<'_> {
    /// ```ignore
    /// pub struct TakeTokens;
    /// impl TakeTokens {
    ///     pub const SHA1: &'static str = "..";
    ///     pub const SOURCE: &'static str = "..";
    ///     pub const SCRIPT: &'static ::redis_script::Script = {
    ///         _ = ::core::include_bytes!("take_tokens.lua");
    ///         ::redis_script::__private::script!(..)
    ///     };
    ///     pub fn prepare(bucket: &str, capacity: u64) -> ::redis_script::Invocation<..> { .. }
    /// }
    /// ```
    ///
    /// The files are watched from within a constant that is there anyway: each item of its own costs the compiler more.
    pub(crate) fn data_type(&self, data: &Ident) -> TokenStream {
        let Self { signature, script: ScriptTokens { source, sha1, tracking, .. }, krate, .. } = self;
        let vis = &signature.visibility;
        let docs = format!(" What is known of the script that [`{}()`] runs.", signature.name);
        let constants = code(&format!("{sha1:?}, {},", self.parts()));
        let head = prepare_head(signature, &format_ident!("prepare"), krate);
        let call = self.prepared(&quote!(Self::SCRIPT));
        data_items(
            signature,
            data,
            &docs,
            quote! {
                #krate::__private::constants! { #vis, #constants #source, #tracking }
                #head { #call }
            },
        )
    }

    /// ```ignore
    /// pub const TAKE_TOKENS: &'static ::redis_script::Script = &::redis_script::__private::script(..);
    /// pub fn prepare_take_tokens(bucket: &str, capacity: u64) -> ::redis_script::Invocation<..> { .. }
    /// ```
    pub(crate) fn associated_items(&self, data: &Ident) -> TokenStream {
        let Self { signature, script, krate, .. } = self;
        let (cfgs, vis) = (signature.cfgs(), &signature.visibility);
        let script = self.script(&script.source);
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
    /// ::redis_script::__private::script!("return 1", "e0e1f9fabfc9d4800c877a703b823ac0578ff8db", { name: "one", .. }, [])
    /// ```
    pub(crate) fn script(&self, source: &TokenStream) -> TokenStream {
        let Self { script, krate, .. } = self;
        let (sha1, parts) = (script.sha1, code(&self.parts()));
        quote!(#krate::__private::script!(#source, #sha1, #parts))
    }

    /// All that the generated constant of a script says but its text, and where its lines come from.
    ///
    /// ```ignore
    /// {
    ///     name: "take_tokens",
    ///     path: "take_tokens.lua",
    ///     ..
    /// }, []
    /// ```
    fn parts(&self) -> String {
        let Self { signature, declaration, script, .. } = self;
        let ScriptTokens { path, flags, read_only, evaluate, lines, .. } = script;
        let name = unraw(&signature.name);
        let keys = arity(declaration.keys.arity());
        let args = arity(declaration.args.arity());
        let mut parts = format!(
            "{{ name: {name:?}, path: {path:?}, flags: {flags:?}, read_only: {read_only}, keys: {keys}, args: {args}, \
             evaluate: {evaluate} }}, ["
        );
        for run in lines {
            let _ = write!(parts, "{run:?},");
        }
        parts + "]"
    }

    /// ```ignore
    /// ::redis_script::__private::prepared!(
    ///     Self::SCRIPT, ::redis_script::__private::Value<Result<u64>>, 1usize, 1usize, size_of_val(bucket) + 20usize,
    ///     .key(bucket).arg(capacity)
    /// )
    /// ```
    pub(crate) fn prepared(&self, script: &TokenStream) -> TokenStream {
        let Self { signature, declaration, krate, .. } = self;
        let (keys, args) = (declaration.keys.count(), declaration.args.count());
        let (bytes, written) = (bytes_of(declaration), self.written());
        let span = Span::call_site().located_at(signature.result_span);
        let krate = At(krate, span);
        let result = &signature.result;
        quote_spanned! {span=>
            #krate::__private::prepared!(#script, #krate::__private::Value<#result>, #keys, #args, #bytes, #written)
        }
    }
}

/// The type with nothing behind it, for a function with a mistake.
pub(crate) fn dead_data_type(signature: &Signature, data: &Ident, krate: &Path) -> TokenStream {
    let constants = code(
        "\"\", { name: \"\", path: \"\", flags: [], read_only: false, keys: exactly(0), args: exactly(0), evaluate: false }, [], \"\",",
    );
    let vis = &signature.visibility;
    let head = prepare_head(signature, &format_ident!("prepare"), krate);
    data_items(
        signature,
        data,
        "",
        quote! {
            #krate::__private::constants! { #vis, #constants }
            #[allow(unused)]
            #head { ::core::unreachable!() }
        },
    )
}

/// The type has no value that anybody would use, and so no traits: three of them for each function are a sixth of what
/// the compiler does with it.
fn data_items(signature: &Signature, data: &Ident, docs: &str, items: TokenStream) -> TokenStream {
    let (cfgs, vis) = (signature.cfgs(), &signature.visibility);
    let of_type = code(&format!(
        "#[doc = {docs:?}] #[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]"
    ));
    let of_impl = code("#[allow(dead_code, clippy::all, clippy::pedantic)]");
    let items = Group::new(Delimiter::Brace, items);
    quote! {
        #(#cfgs)*
        #of_type
        #vis struct #data;
        #(#cfgs)*
        #of_impl
        impl #data #items
    }
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
/// pub fn prepare(bucket: &str, capacity: u64) -> ::redis_script::Invocation<::redis_script::__private::Value<Result<u64>>>
/// ```
fn prepare_head(signature: &Signature, name: &Ident, krate: &Path) -> TokenStream {
    let Signature { visibility, result, parameters, .. } = signature;
    let generics = needed_generics(signature);
    let where_clause = &generics.where_clause;
    // A return type that is no `Result` is reported at its own place.
    let span = Span::call_site().located_at(signature.result_span);
    let krate = At(krate, span);
    let docs = code("#[doc = \" The call that the function makes, to be sent later, or in a pipeline.\"]");
    quote_spanned! {span=>
        #docs
        #visibility fn #name #generics(#(#parameters,)*) -> #krate::Invocation<#krate::__private::Value<#result>> #where_clause
    }
}

/// The name of a function of `Arity`, and its arguments.
fn arity(Arity { fixed, optional, variadic }: Arity) -> String {
    match (variadic, fixed + optional) {
        (true, _) => format!("at_least({fixed})"),
        (false, most) if most > fixed => format!("between({fixed}, {most})"),
        (false, _) => format!("exactly({fixed})"),
    }
}
