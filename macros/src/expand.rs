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
use quote::{ToTokens as _, quote};
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
            let sha1 = script.sha1;
            let registered = self.registered(&self.script(&script.source, &quote!(#sha1)));
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
    /// ::redis_script::__private::register! {{
    ///     const SCRIPT: &::redis_script::Script = TakeTokens::SCRIPT;
    ///     SCRIPT
    /// }}
    /// ```
    ///
    /// For the function's body. Nothing is left of it without the facade's feature `register`.
    fn registered(&self, script: &TokenStream) -> TokenStream {
        let krate = &self.krate;
        quote! {
            #krate::__private::register! {{
                const SCRIPT: &#krate::Script = #script;
                SCRIPT
            }}
        }
    }
}

/// The function and the type with nothing behind them.
pub(crate) fn dead(signature: &mut Signature, args: &Args, data: Option<&Ident>) -> TokenStream {
    let krate = facade(args);
    if !signature.has_result {
        signature.result = Type::Verbatim(quote!(#krate::Result<()>));
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

/// The path, as if it were written at `span`: an error of what it names is reported there. A path that
/// the user wrote stays where it is, since it may be the mistake itself.
pub(crate) fn path_at(path: &Path, span: Span) -> TokenStream {
    let is_usual = path.leading_colon.is_some() && path.segments.len() == 1 && path.segments[0].ident == "redis_script";
    if !is_usual {
        return path.to_token_stream();
    }
    let mut respanned = TokenStream::new();
    for mut token in path.to_token_stream() {
        token.set_span(token.span().located_at(span));
        token.to_tokens(&mut respanned);
    }
    respanned
}
