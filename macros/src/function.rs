//! The function itself: as it was written, with a body.

use crate::data::{needed_generics, prepare_name};
use crate::expand::{At, Expansion};
use crate::generics::turbofish;
use crate::text::{code, quoted};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use redis_script_declaration::{Connection, Signature, bare, is_integer, optional};
use syn::spanned::Spanned as _;
use syn::{Expr, Type, TypePath};

impl Expansion<'_> {
    /// The function. `inner` are items for its body.
    pub(crate) fn function(&self, data: Option<&Ident>, inner: &TokenStream) -> TokenStream {
        let head = head(self.signature, Some(&self.docs), self.connection.is_some());
        let (script, invocation) = self.invocation(data);
        let call = match (self.connection, &self.signature.connection) {
            (Some(expression), _) => self.call_on_expression(expression, &invocation),
            (None, Some(parameter)) => self.call_on_parameter(parameter, &invocation),
            // The signature has a connection, or the attribute has, or there was an error.
            (None, None) => TokenStream::new(),
        };
        let call = self.as_future(call);
        quote!(#head { #inner #script #call })
    }

    /// The call as the future that the return type says:
    ///
    /// ```ignore
    /// ::std::boxed::Box::pin(async move { .. })
    /// ```
    fn as_future(&self, call: TokenStream) -> TokenStream {
        let Some(future) = &self.signature.future else { return call };
        let call = if self.connection.is_some() { quote!(async move { #call }) } else { quote!({ #call }) };
        if future.is_boxed { quote!(::std::boxed::Box::pin(#call)) } else { call }
    }

    /// The call, and items that it needs: for a function
    ///
    /// ```ignore
    /// TakeTokens::prepare(bucket, capacity)
    /// ```
    ///
    /// and for a method, without and with `data = TAKE_TOKENS`,
    ///
    /// ```ignore
    /// const __SCRIPT: &::redis_script::Script = &::redis_script::__private::script(..);
    /// { let mut __call = ::redis_script::__private::invocation(__SCRIPT, ..); ..; __call }
    ///
    /// Self::prepare_take_tokens(bucket, capacity)
    /// ```
    fn invocation(&self, data: Option<&Ident>) -> (TokenStream, TokenStream) {
        let Self { signature, script, krate, .. } = self;
        let names = signature.parameters.iter().map(|parameter| &parameter.name);
        let turbofish = turbofish(&needed_generics(signature));
        match (data, signature.is_method) {
            (Some(_), true) => {
                let prepare = prepare_name(signature);
                (TokenStream::new(), quote!(Self::#prepare #turbofish(#(#names),*)))
            }
            (Some(data), false) => (TokenStream::new(), quote!(#data::prepare #turbofish(#(#names),*))),
            (None, _) => {
                let script = self.script(&script.source);
                let prepared = self.prepared(&quote!(__SCRIPT));
                (quote!(const __SCRIPT: &#krate::Script = #script;), quote!({ #prepared }))
            }
        }
    }

    /// ```ignore
    /// pub fn take_tokens(conn: &mut impl ConnectionLike, bucket: &str, capacity: u64) -> impl Future<Output = Result<u64>> {
    ///     use ::redis_script::__private::AnyConnection as _;
    ///     ::redis_script::__private::Connection(conn).call_again::<Result<u64>>(move || TakeTokens::prepare(bucket, capacity))
    /// }
    /// ```
    ///
    /// `call_again`, or `call` where a parameter can be used only once, is the connection's own for the types that have
    /// one, and the trait's for all others.
    ///
    /// The call is made by a closure, since some connections make it a second time. It isn't part of the future's type for
    /// the others: so all functions with one type of result share one state machine.
    ///
    /// Not an `async fn`: that would be one more state machine per script to compile. `impl Future` is
    /// spelled by this crate, of edition 2024, so it captures every lifetime in a caller of any edition.
    fn call_on_parameter(
        &self,
        Connection { name, ty, borrowed }: &Connection,
        invocation: &TokenStream,
    ) -> TokenStream {
        let Self { signature, krate, .. } = self;
        let result = &signature.result;
        let place = ty.span();
        let name = located_at(name, place);
        // A type that is no connection is reported where the call's name is.
        let span = Span::call_site().located_at(place);
        let krate = At(krate, span);
        let ident = |name: &str| Ident::new(name, span);
        let import = import_any_connection(signature, &krate);
        if !signature.is_async() {
            let (call, connection) = (ident("call_blocking"), ident("Connection"));
            let name = if *borrowed { quote!(#name) } else { quote!(&mut { #name }) };
            return quote_spanned!(span=> #import #krate::__private::#connection(#name).#call::<#result>(#invocation));
        }
        let (call, connection) =
            (ident(call(signature)), ident(if *borrowed { "Connection" } else { "OwnedConnection" }));
        quote_spanned!(span=> #import #krate::__private::#connection(#name).#call::<#result>(move || #invocation))
    }

    /// ```ignore
    /// pub async fn take_tokens(&self, bucket: &str, capacity: u64) -> Result<u64> {
    ///     match self.pool.get().await? {
    ///         mut __connection => {
    ///             use ::redis_script::__private::{AnyConnection as _, AsyncConnection as _};
    ///             let __connection = __connection.__async_connection();
    ///             __connection.call_again::<Result<u64>>(..).await
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// `match` keeps temporaries of the expression alive, and the method call takes a connection, a
    /// `&mut` to one and whatever dereferences to one.
    fn call_on_expression(&self, expression: &Expr, invocation: &TokenStream) -> TokenStream {
        let Self { signature, krate, .. } = self;
        let result = &signature.result;
        let (connection, method) = if signature.is_async() {
            ("AsyncConnection", "__async_connection")
        } else {
            ("BlockingConnection", "__blocking_connection")
        };
        // What is no connection is reported at the expression.
        let span = expression.span();
        let [connection, method, name, call, call_blocking] =
            [connection, method, "__connection", call(signature), "call_blocking"]
                .map(|name| Ident::new(name, Span::call_site().located_at(span)));
        let import = import_any_connection(signature, krate);
        let call = if signature.is_async() {
            quote!(#call::<#result>(move || #invocation).await)
        } else {
            quote!(#call_blocking::<#result>(#invocation))
        };
        quote! {
            match #expression {
                #[allow(unused_mut)]
                mut #name => {
                    use #krate::__private::#connection as _;
                    let #name = #name.#method();
                    #import #name.#call
                }
            }
        }
    }
}

/// The function that runs the call: most can be made more than once.
fn call(signature: &Signature) -> &'static str {
    if signature.parameters.iter().all(|parameter| is_copied(&parameter.ty)) { "call_again" } else { "call" }
}

/// Whether a value of the type can be used again, as far as its words say: it is a shared reference or a number.
fn is_copied(ty: &Type) -> bool {
    match bare(optional(ty).unwrap_or(ty)) {
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Path(path) => path.path.get_ident().is_some_and(|name| {
            let name = name.to_string();
            is_integer(&name) || matches!(name.as_str(), "bool" | "f32" | "f64")
        }),
        _ => false,
    }
}

/// The trait's `call` or `call_blocking`, which a connection's own makes superfluous.
fn import_any_connection(signature: &Signature, krate: &impl quote::ToTokens) -> TokenStream {
    let name = if signature.is_async() { "AnyConnection" } else { "AnyBlockingConnection" };
    let name = Ident::new(name, Span::call_site());
    quote!(#krate::__private::import!(#name);)
}

/// The function with a body that is never run: a mistake is reported once, not at every call.
pub(crate) fn dead_function(signature: &Signature, own_connection: bool) -> TokenStream {
    let head = head(signature, None, own_connection);
    let result = &signature.result;
    let pending = quote!(::core::future::pending::<#result>());
    let body = match &signature.future {
        Some(future) if future.is_boxed => quote!(::std::boxed::Box::pin(#pending)),
        Some(_) => pending,
        None if signature.asyncness.is_some() && !own_connection => pending,
        None => quote!(::core::unreachable!()),
    };
    quote!(#[allow(unused, clippy::unused_async)] #head { #body })
}

/// Of the generated function.
const ALLOWED: &str = "#[allow(clippy::doc_markdown, clippy::match_single_binding, clippy::too_many_arguments, \
                       clippy::used_underscore_binding)]";

/// Everything of the function in front of its body.
fn head(signature: &Signature, docs: Option<&String>, own_connection: bool) -> TokenStream {
    let Signature { attributes, visibility, asyncness, fn_token, name, generics, result, receiver, .. } = signature;
    let where_clause = &generics.where_clause;
    // So that the future is made where it is awaited, instead of being moved there.
    let inline = if attributes.iter().any(|attribute| attribute.path().is_ident("inline")) { "" } else { "#[inline]" };
    let docs = docs.map_or_else(String::new, |docs| format!("#[doc = {}]", quoted(docs)));
    let own_attributes = code(&format!("{docs} {inline} {ALLOWED}"));
    let receiver = receiver.as_ref().map(|receiver| quote!(#receiver,));
    let connection = signature.connection.as_ref().map(|Connection { name, ty, .. }| quote!(#name: #ty,));
    let parameters = &signature.parameters;
    let (asyncness, output) = match asyncness {
        None if signature.future.is_some() => {
            (None, signature.future.as_ref().map(|future| &future.ty).to_token_stream())
        }
        Some(asyncness) if own_connection => (Some(asyncness), result.to_token_stream()),
        Some(_) => {
            let span = Span::call_site().located_at(signature.result_span);
            (None, quote_spanned!(span=> impl ::core::future::Future<Output = #result>))
        }
        None => (None, result.to_token_stream()),
    };
    quote! {
        #(#attributes)*
        #own_attributes
        #visibility #asyncness #fn_token #name #generics(#receiver #connection #(#parameters,)*) -> #output #where_clause
    }
}

/// The same variable, at the place of its type: that is where a wrong type is reported.
pub(crate) fn located_at(name: &Ident, place: Span) -> Ident {
    let mut name = name.clone();
    name.set_span(name.span().located_at(place));
    name
}

/// Where a type is. For a single name that needs no tokens.
pub(crate) fn place(ty: &Type) -> Span {
    match ty {
        Type::Path(TypePath { qself: None, path, .. }) => path.get_ident().map_or_else(|| ty.span(), Ident::span),
        _ => ty.span(),
    }
}
