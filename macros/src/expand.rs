//! The generated code. Every piece shows what it makes, for the function
//!
//! ```ignore
//! #[redis_script(file = "take_tokens.lua", keys = 1, args = (u64))]
//! pub async fn take_tokens(conn: &mut impl ConnectionLike, bucket: &str, capacity: u64) -> Result<u64>;
//! ```

use crate::data::dead_data_type;
use crate::function::dead_function;
use crate::report::Warning;
use crate::shape::Open;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use redis_script_declaration::{Args, Declaration, Signature};
use syn::{Expr, Path, Token, Type};

/// A function whose script is fine.
pub(crate) struct Expansion<'a> {
    pub(crate) signature: &'a Signature,
    pub(crate) declaration: &'a Declaration<'a>,
    pub(crate) script: ScriptTokens<'a>,
    /// The facade crate.
    pub(crate) krate: Path,
    /// `connection = ..`.
    pub(crate) connection: Option<&'a Expr>,
    /// The generated type's name; for a method, the associated constant's, if one is wanted.
    pub(crate) data: Option<Ident>,
    /// The text below the function's own documentation.
    pub(crate) docs: String,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) open: Open<'a>,
}

/// The script as it is written into the program.
pub(crate) struct ScriptTokens<'a> {
    /// The path as the attribute has it; empty for a script inside the attribute.
    pub(crate) path: &'a str,
    /// An expression for the text.
    pub(crate) source: TokenStream,
    /// Where its lines come from, if it is made of several files: a line of it, and the file and line there.
    pub(crate) lines: Vec<(u32, String, u32)>,
    pub(crate) sha1: &'a str,
    pub(crate) flags: Vec<&'static str>,
    pub(crate) read_only: bool,
    pub(crate) evaluate: bool,
    /// Statements that make the compiler watch the files.
    pub(crate) tracking: TokenStream,
}

impl Expansion<'_> {
    /// Function, type and warnings. A method is one item, or some associated ones: all else is in its body.
    pub(crate) fn items(&self) -> TokenStream {
        let Self { signature, script, data, warnings, .. } = self;
        let cfgs = if signature.is_method { Vec::new() } else { signature.cfgs() };
        let mut warned = TokenStream::new();
        for warning in warnings {
            warning.expand(&cfgs).to_tokens(&mut warned);
        }
        if signature.is_method {
            let tracking = &script.tracking;
            let tracking = (!tracking.is_empty()).then(|| quote!(const _: () = { #tracking };));
            // An item can't name what an `impl` has; the constant in the body, it can.
            let script = if data.is_some() { self.script(&script.source) } else { quote!(__SCRIPT) };
            let registered = self.registered(&script);
            let typed = self.typed();
            let function = self.function(data.as_ref(), &quote!(#tracking #warned #typed #registered));
            let data = data.as_ref().map(|data| self.associated_items(data));
            return quote!(#function #data);
        }
        let registered = data.as_ref().map(|data| self.registered(&quote!(#data::SCRIPT)));
        let typed = self.typed();
        let function = self.function(data.as_ref(), &quote!(#typed #registered));
        let data = data.as_ref().map(|data| self.data_type(data));
        quote!(#function #data #warned)
    }

    /// What only the compiler's types can tell: items for the function's body, so that they name what it can name.
    fn typed(&self) -> TokenStream {
        let (hash_tags, returns, codes) = (self.hash_tags(), self.open_returns(), self.error_codes());
        quote!(#hash_tags #returns #codes)
    }

    /// ```ignore
    /// ::redis_script::__private::register!(TakeTokens::SCRIPT);
    /// ```
    ///
    /// For the function's body. Nothing is left of it without the facade's feature `register`.
    fn registered(&self, script: &TokenStream) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private::register!(#script);)
    }
}

/// The function and the type with nothing behind them.
pub(crate) fn dead(signature: &mut Signature, args: &Args, data: Option<&Ident>) -> TokenStream {
    let krate = facade(args);
    if !signature.has_result {
        signature.result = Type::Verbatim(quote!(#krate::Result<()>));
        signature.result_span = Span::call_site();
    }
    let function = dead_function(signature, args.has_connection);
    let data = data.filter(|_| !signature.is_method).map(|data| dead_data_type(signature, data, &krate));
    quote!(#function #data)
}

/// The facade crate: `crate = ..`, or its usual name.
pub(crate) fn facade(args: &Args) -> Path {
    args.krate.clone().unwrap_or_else(usual_facade)
}

/// `::redis_script`
pub(crate) fn usual_facade() -> Path {
    let mut path = Path::from(Ident::new("redis_script", Span::call_site()));
    path.leading_colon = Some(Token![::](Span::call_site()));
    path
}

/// The facade crate's path, as if it were written at a span: an error of what it names is reported there. A path that
/// the user wrote stays where it is, since it may be the mistake itself.
pub(crate) struct At<'a>(pub(crate) &'a Path, pub(crate) Span);

impl ToTokens for At<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(path, span) = *self;
        if path.leading_colon.is_some() && path.segments.len() == 1 && path.segments[0].ident == "redis_script" {
            let span = Span::call_site().located_at(span);
            Token![::](span).to_tokens(tokens);
            Ident::new("redis_script", span).to_tokens(tokens);
        } else {
            path.to_tokens(tokens);
        }
    }
}
