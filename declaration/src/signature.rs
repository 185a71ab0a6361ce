//! The function that the attribute stands on: no body; the connection, then keys, then arguments.

use crate::form::Form;
use crate::future::WrittenFuture;
use crate::values::{is_integer, written};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use std::cell::OnceCell;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{Attribute, Block, Error, FnArg, Generics, Pat, Receiver, ReturnType, Token, Type, Visibility, token};

/// A function without a body, taken apart.
pub struct Signature {
    /// The attributes on it, but for `#[redis_script]` itself.
    pub attributes: Vec<Attribute>,
    /// `pub`, or nothing.
    pub visibility: Visibility,
    /// `async`.
    pub asyncness: Option<Token![async]>,
    /// The future that it returns without being `async`.
    pub future: Option<WrittenFuture>,
    /// `fn`.
    pub fn_token: Token![fn],
    /// Its name.
    pub name: Ident,
    /// Its generics, `where` and all.
    pub generics: Generics,
    /// `self`, of a method.
    pub receiver: Option<Receiver>,
    /// The first parameter, unless the attribute says where the connection comes from.
    pub connection: Option<Connection>,
    /// All parameters behind the connection.
    pub parameters: Vec<Parameter>,
    /// The return type; of an asynchronous function, what its future gives.
    pub result: Type,
    /// The return type as people write it.
    pub result_written: String,
    /// Where the return type is.
    pub result_span: Span,
    /// Whether the return type can be used as it is.
    pub has_result: bool,
    /// Whether it stands in an `impl` or a trait, as far as can be told: it takes `self`, or names `Self`.
    pub is_method: bool,
}

/// The connection parameter.
pub struct Connection {
    /// What it is called.
    pub name: Ident,
    /// Its type.
    pub ty: Type,
    /// `conn: &mut C`, as opposed to `mut conn: C`.
    pub borrowed: bool,
}

/// A parameter for a key or an argument.
#[derive(Clone)]
pub struct Parameter {
    /// What it is called.
    pub name: Ident,
    /// Its type.
    pub ty: Type,
    written: OnceCell<String>,
    /// How its value is sent.
    pub form: Form,
    /// `#[arg(..)]`, for its span.
    pub attribute: Option<Attribute>,
}

impl Parameter {
    /// Its type as people write it.
    pub fn written(&self) -> &str {
        self.written.get_or_init(|| written(&self.ty))
    }
}

/// `bucket: &str`
impl ToTokens for Parameter {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { name, ty, .. } = self;
        name.to_tokens(tokens);
        <Token![:]>::default().to_tokens(tokens);
        ty.to_tokens(tokens);
    }
}

/// What a bodyless function looks like to the parser; the meaning is checked afterwards.
struct Item {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    signature: syn::Signature,
    body: Option<Block>,
}

impl Parse for Item {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let signature = input.parse().map_err(|error| {
            let message = format!(
                "`#[redis_script]` goes on a function without a body, such as `async fn name(..) -> ..;` ({error})"
            );
            Error::new(error.span(), message)
        })?;
        let body = if input.peek(token::Brace) { Some(input.parse()?) } else { None };
        if body.is_none() {
            input.parse::<Token![;]>()?;
        }
        Ok(Self { attributes, visibility, signature, body })
    }
}

impl Signature {
    /// Takes the function apart. Mistakes that leave it a function are told to `errors`; with
    /// `has_connection` the attribute has `connection = ..`, and all parameters are keys and arguments.
    ///
    /// # Errors
    ///
    /// What was written is no function.
    pub fn parse(item: TokenStream, has_connection: bool, errors: &mut Vec<Error>) -> syn::Result<Self> {
        let Item { attributes, visibility, signature, body } = syn::parse2(item)?;
        if let Some(body) = &body {
            let message = "the script is the body of this function: write `;` in place of the block";
            errors.push(Error::new(body.brace_token.span.open(), message));
        }
        refuse_qualifiers(&signature, errors);
        let (mut receiver, mut parameters) = (None, Vec::new());
        for input in signature.inputs {
            match input {
                FnArg::Receiver(own) => receiver = Some(own),
                FnArg::Typed(typed) => parameters.push(parameter(parameters.len(), &typed, errors)),
            }
        }
        let future = match &signature.output {
            ReturnType::Type(_, ty) if signature.asyncness.is_none() => WrittenFuture::of(ty),
            _ => None,
        };
        let connection = if has_connection {
            refuse_connection(&parameters, errors);
            None
        } else {
            let is_async = signature.asyncness.is_some() || future.is_some();
            take_connection(&signature.ident, is_async, receiver.as_ref(), &mut parameters, errors)
        };
        let told = errors.len();
        let output = match &future {
            Some(future) => ReturnType::Type(<Token![->]>::default(), Box::new(future.output.clone())),
            None => signature.output,
        };
        let (result, result_written) = result_type(&signature.ident, output, errors);
        let is_method = receiver.is_some()
            || has_word(&result_written, "Self")
            || parameters.iter().any(|parameter| has_word(parameter.written(), "Self"))
            || names_self(&signature.generics);
        Ok(Self {
            is_method,
            attributes,
            visibility,
            asyncness: signature.asyncness,
            future,
            fn_token: signature.fn_token,
            result_written,
            result_span: result.span(),
            result,
            has_result: errors.len() == told,
            name: signature.ident,
            generics: signature.generics,
            receiver,
            connection,
            parameters,
        })
    }

    /// Whether it runs on an asynchronous connection.
    pub fn is_async(&self) -> bool {
        self.asyncness.is_some() || self.future.is_some()
    }

    /// The attributes that decide whether the function is there at all.
    pub fn cfgs(&self) -> Vec<&Attribute> {
        let mut cfgs = Vec::new();
        for attribute in &self.attributes {
            if attribute.path().is_ident("cfg") {
                cfgs.push(attribute);
            }
        }
        cfgs
    }
}

fn refuse_qualifiers(signature: &syn::Signature, errors: &mut Vec<Error>) {
    let mut refuse = |tokens: TokenStream, what: &str| {
        errors.push(Error::new_spanned(tokens, format!("a function that runs a script can't be {what}")));
    };
    if let Some(token) = &signature.constness {
        refuse(token.to_token_stream(), "`const`: it talks to a server");
    }
    if !matches!(signature.safety, syn::Safety::Default) {
        refuse(signature.safety.to_token_stream(), "`unsafe` or `safe`: nothing in it is");
    }
    if let Some(abi) = &signature.abi {
        refuse(abi.to_token_stream(), "`extern`");
    }
    if let Some(variadic) = &signature.variadic {
        refuse(variadic.to_token_stream(), "C-variadic: for any number of arguments, make the last parameter a slice");
    }
}

/// What a parameter is called that is a pattern, which is a mistake.
pub(crate) const NO_NAME: &str = "__pattern_";

fn parameter(at: usize, typed: &syn::PatType, errors: &mut Vec<Error>) -> Parameter {
    let name = match &*typed.pat {
        Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => pattern.ident.clone(),
        Pat::Wild(wild) => format_ident!("__parameter_{}", at + 1, span = wild.span()),
        other => {
            let message = "a parameter needs a name: it is a key or an argument of the script";
            errors.push(Error::new_spanned(other, message));
            format_ident!("{NO_NAME}{}", at + 1, span = other.span())
        }
    };
    let (forms, others): (Vec<_>, Vec<_>) = typed.attrs.iter().partition(|attribute| attribute.path().is_ident("arg"));
    for attribute in others {
        errors.push(Error::new_spanned(attribute, "only `#[arg(..)]` can stand on a parameter"));
    }
    let form = Form::parse(forms.iter().copied(), errors);
    let attribute = forms.first().copied().cloned();
    Parameter { name, ty: (*typed.ty).clone(), written: OnceCell::new(), form, attribute }
}

fn take_connection(
    function: &Ident,
    is_async: bool,
    receiver: Option<&Receiver>,
    parameters: &mut Vec<Parameter>,
    errors: &mut Vec<Error>,
) -> Option<Connection> {
    let form =
        if is_async { "conn: &mut impl redis::aio::ConnectionLike" } else { "conn: &mut impl redis::ConnectionLike" };
    if let Some(receiver) = receiver.filter(|_| !parameters.first().is_some_and(|first| may_connect(&first.ty))) {
        let message = "this method has no connection\n\
                       help: say where it comes from with `connection = self.pool.get().await?`, or take it behind `self`";
        errors.push(Error::new_spanned(receiver, message));
        return None;
    }
    let Some(first) = parameters.first() else {
        errors.push(Error::new(
            function.span(),
            format!("`{function}` has no connection: make `{form}` its first parameter"),
        ));
        return None;
    };
    match bare(&first.ty) {
        Type::Reference(reference) if reference.mutability.is_some() => {
            let Parameter { name, ty, .. } = without_form(parameters.remove(0), errors);
            Some(Connection { name, ty, borrowed: true })
        }
        Type::Reference(reference) if is_connection_like(&reference.elem) => {
            let Parameter { name, ty, .. } = without_form(parameters.remove(0), errors);
            let message = format!("a connection is used mutably: write `{name}: &mut ..`, or take it by value");
            errors.push(Error::new_spanned(&ty, message));
            Some(Connection { name, ty, borrowed: true })
        }
        ty if is_value(ty) => {
            let Parameter { name, ty, .. } = first;
            let message = format!(
                "the first parameter is the connection, but `{name}` is `{}`\nhelp: add `{form}` in front of it",
                written(ty),
            );
            errors.push(Error::new_spanned(ty, message));
            None
        }
        _ => {
            let Parameter { name, ty, .. } = without_form(parameters.remove(0), errors);
            Some(Connection { name, ty, borrowed: false })
        }
    }
}

/// The connection is no argument.
fn without_form(parameter: Parameter, errors: &mut Vec<Error>) -> Parameter {
    if let Some(attribute) = &parameter.attribute {
        errors.push(Error::new_spanned(attribute, "`#[arg(..)]` is for an argument, but this is the connection"));
    }
    parameter
}

/// With `connection = ..` in the attribute, a `&mut` parameter is a second connection.
fn refuse_connection(parameters: &[Parameter], errors: &mut Vec<Error>) {
    let Some(Parameter { name, ty, .. }) = parameters.first() else { return };
    if matches!(bare(ty), Type::Reference(reference) if reference.mutability.is_some()) {
        let message =
            format!("`{name}` is a connection, but `connection = ..` says where it comes from: keep one of the two");
        errors.push(Error::new_spanned(ty, message));
    }
}

/// `&impl Trait`, `&dyn Trait`, `&C`, `&some::Connection`: what someone means who forgot `mut`.
fn is_connection_like(ty: &Type) -> bool {
    match bare(ty) {
        Type::ImplTrait(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            name.len() == 1 || ["Connection", "Client", "Manager"].iter().any(|word| name.contains(word))
        }),
        _ => false,
    }
}

/// Whether a first parameter of this type may be meant as the connection.
fn may_connect(ty: &Type) -> bool {
    match bare(ty) {
        Type::Reference(reference) => reference.mutability.is_some() || is_connection_like(&reference.elem),
        ty => !is_value(ty),
    }
}

/// Types that are surely keys or arguments.
fn is_value(ty: &Type) -> bool {
    match bare(ty) {
        Type::Reference(_) | Type::Slice(_) | Type::Tuple(_) | Type::Array(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            is_integer(&name)
                || matches!(name.as_str(), "bool" | "f32" | "f64" | "String" | "str" | "Vec" | "Option" | "char")
        }),
        _ => false,
    }
}

fn names_self(generics: &Generics) -> bool {
    let clause = &generics.where_clause;
    (!generics.params.is_empty() || clause.is_some()) && has_word(&quote!(#generics #clause).to_string(), "Self")
}

/// Whether a type or another piece of code names this, as far as its words say.
pub fn has_word(code: &str, wanted: &str) -> bool {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == wanted)
}

/// The type without parentheses and the invisible groups of `macro_rules!`.
pub fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        _ => ty,
    }
}

fn result_type(function: &Ident, output: ReturnType, errors: &mut Vec<Error>) -> (Type, String) {
    let ReturnType::Type(_, ty) = output else {
        let message = format!(
            "`{function}` returns nothing, but a call can fail\nhelp: add `-> redis_script::Result<()>`, or the type of the reply in place of `()`"
        );
        errors.push(Error::new(function.span(), message));
        return (syn::parse_quote!(()), "()".to_owned());
    };
    let written = written(&ty);
    if has_word(&written, "impl") {
        let message =
            format!("expected a `Result<T, E>`, found `{written}`: `impl Trait` doesn't say what to read the reply as");
        errors.push(Error::new_spanned(&ty, message));
    } else if is_value(&ty) {
        let message = format!(
            "a call can fail, so a script's function returns a `Result`, not `{written}`\nhelp: write `redis_script::Result<{written}>`"
        );
        errors.push(Error::new_spanned(&ty, message));
    }
    (*ty, written)
}
