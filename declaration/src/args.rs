//! What is written in the attribute: `#[redis_script(file = "x.lua", keys = 2, args = (u64, f64))]`.

use crate::names::Names;
use crate::values::written_tokens;
use crate::versions;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use redis_script_analysis::{Arity, Flag, Level, MinServer};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, Expr, LitInt, LitStr, Path, Token, Type, bracketed, parenthesized};

/// The attribute's values; what is left out, or wrong, is `None`.
#[derive(Default)]
pub struct Args {
    /// `file = "x.lua"`: the script, as a path.
    pub file: Option<LitStr>,
    /// `source = "return 1"`: the script itself.
    pub source: Option<LitStr>,
    /// How many keys there are.
    pub keys: Option<Keys>,
    /// `args = (..)`: the types of the arguments.
    pub types: Option<Types>,
    /// The shebang flags that the script must have.
    pub flags: Option<Flags>,
    /// The oldest servers that it must run on, and the text that says so.
    pub min_server: Option<(MinServer, LitStr)>,
    /// `allow(..)`, `warn(..)` and `deny(..)`, in the order in which they are written.
    pub settings: Vec<Setting>,
    /// `data = Name`: what the generated type is called.
    pub data: Option<Ident>,
    /// `connection = ..`: where the connection comes from.
    pub connection: Option<Expr>,
    /// Whether `connection` is there, right or wrong: then no parameter is the connection.
    pub has_connection: bool,
    /// `crate = path`: where the facade crate is.
    pub krate: Option<Path>,
    /// Whether `keys` or `args` is there, but wrong: then the parameters can't be counted.
    pub uncountable: bool,
}

/// `keys = 2`, `keys = 1..`.
pub struct Keys {
    /// How many there are.
    pub arity: Arity,
    /// The value as written, for its span.
    pub tokens: TokenStream,
}

/// `args = (u64, ..f64)`.
pub struct Types {
    /// The types of the arguments that are always there.
    pub fixed: Vec<Type>,
    /// The type of each of the others, `..T`.
    pub rest: Option<Type>,
    /// The value as written, for its span.
    pub tokens: TokenStream,
}

/// `flags = ["no-writes"]`.
pub struct Flags {
    /// The flags.
    pub names: Vec<LitStr>,
    /// The value as written, for its span.
    pub tokens: TokenStream,
}

/// One name of `allow(..)`, `warn(..)` or `deny(..)`.
pub struct Setting {
    /// The name of the rule, or `strict`.
    pub lint: Ident,
    /// The level; none for `allow`.
    pub level: Option<Level>,
}

/// A key of the attribute. A value that isn't of the `form` is an `Err`; whatever else is wrong with
/// it is told to the `Vec`.
struct Key {
    name: &'static str,
    form: &'static str,
    repeatable: bool,
    parse: fn(&mut Args, ParseStream, &mut Vec<Error>) -> syn::Result<()>,
}

const KEYS: &[Key] = &[
    Key { name: "file", form: r#"file = "x.lua""#, repeatable: false, parse: parse_file },
    Key { name: "source", form: r#"source = "return 1""#, repeatable: false, parse: parse_source },
    Key { name: "keys", form: "keys = 2` or `keys = 1..", repeatable: false, parse: parse_keys },
    Key { name: "args", form: "args = (u64, f64)` or `args = (u64, ..f64)", repeatable: false, parse: parse_args },
    Key { name: "flags", form: r#"flags = ["no-writes"]"#, repeatable: false, parse: parse_flags },
    Key { name: "min_server", form: r#"min_server = "7.0""#, repeatable: false, parse: parse_min_server },
    Key {
        name: "allow",
        form: "allow(lint, ..)",
        repeatable: true,
        parse: |args, input, _| settings(args, input, None),
    },
    Key {
        name: "warn",
        form: "warn(lint, ..)",
        repeatable: true,
        parse: |args, input, _| settings(args, input, Some(Level::Warn)),
    },
    Key {
        name: "deny",
        form: "deny(lint, ..)",
        repeatable: true,
        parse: |args, input, _| settings(args, input, Some(Level::Error)),
    },
    Key { name: "data", form: "data = TypeName", repeatable: false, parse: parse_data },
    Key { name: "connection", form: "connection = self.pool.get().await?", repeatable: false, parse: parse_connection },
    Key { name: "crate", form: "crate = path::to::redis_script", repeatable: false, parse: parse_crate },
];

impl Args {
    /// Reads the attribute's tokens; every mistake is told to `errors`.
    pub fn parse(attribute: TokenStream, errors: &mut Vec<Error>) -> Self {
        let mut args = Self::default();
        let parsed = (|input: ParseStream| {
            args.entries(input, errors);
            Ok(())
        })
        .parse2(attribute);
        // What is left over inside a bracket belongs to a mistake that was told already.
        errors.extend(parsed.err().filter(|_| errors.is_empty()));
        args
    }

    fn entries(&mut self, input: ParseStream, errors: &mut Vec<Error>) {
        let mut seen: Vec<&str> = Vec::new();
        while !input.is_empty() {
            if let Err(error) = self.entry(input, &mut seen, errors) {
                errors.push(error);
                value_tokens(input);
            }
            if let Some(next) = next_key(input) {
                errors.push(Error::new(next.span(), format!("expected `,` in front of `{next}`")));
            } else {
                // After an entry comes a comma or the end: `entry` and `value_tokens` stop only there.
                let _ = input.parse::<Token![,]>();
            }
        }
        self.check_required(&seen, errors);
    }

    fn entry(&mut self, input: ParseStream, seen: &mut Vec<&str>, errors: &mut Vec<Error>) -> syn::Result<()> {
        if input.peek(LitStr) {
            let literal = input.fork().parse::<LitStr>()?;
            seen.push("file");
            return Err(Error::new(literal.span(), format!("expected a key: write `file = {}`", literal.token())));
        }
        let name = Ident::parse_any(input).map_err(|error| Error::new(error.span(), expected_keys()))?;
        let text = name.to_string();
        let Some(key) = KEYS.iter().find(|key| key.name == text) else {
            return Err(Error::new(name.span(), unknown_key(&text)));
        };
        if seen.contains(&key.name) && !key.repeatable {
            return Err(Error::new(name.span(), format!("`{name}` is given twice; keep one of the two")));
        }
        seen.push(key.name);
        let (start, told) = (input.fork(), errors.len());
        let parsed = (key.parse)(self, input, errors);
        self.has_connection |= key.name == "connection";
        let fits = parsed.is_ok() && (input.is_empty() || input.peek(Token![,]) || next_key(input).is_some());
        self.uncountable |= matches!(key.name, "keys" | "args") && (!fits || errors.len() > told);
        if fits {
            return Ok(());
        }
        value_tokens(input);
        Err(wrong_value(&name, key.form, &start))
    }

    fn check_required(&self, seen: &[&str], errors: &mut Vec<Error>) {
        match (seen.contains(&"file"), seen.contains(&"source")) {
            (false, false) => errors.push(Error::new(
                Span::call_site(),
                "the script is missing: add `file = \"x.lua\"`, or `source = \"return 1\"` for a short one",
            )),
            (true, true) => {
                let second = self.source.as_ref().or(self.file.as_ref());
                errors.push(Error::new(
                    second.map_or_else(Span::call_site, LitStr::span),
                    "both `file` and `source` are given, but a function runs one script: keep one of the two",
                ));
            }
            _ => {}
        }
        if !seen.contains(&"keys") {
            let message =
                "the number of keys is missing: add `keys = 1` (or `keys = 0`, or `keys = 1..` for one or more)";
            errors.push(Error::new(Span::call_site(), message));
        }
    }
}

/// A value that isn't of its key's form; `input` is where it starts.
fn wrong_value(name: &Ident, form: &str, input: ParseStream) -> Error {
    let equals = input.parse::<Option<Token![=]>>().ok().flatten();
    let value = value_tokens(input);
    if value.is_empty() {
        return Error::new(name.span(), format!("`{name}` has no value: expected `{form}`"));
    }
    let equals = if equals.is_some() { " = " } else { "" };
    // Tokens come with blanks between them: `1 .. 3`, `- 1`.
    let found = written_tokens(&value).replace(" .. ", "..").replace(".. ", "..").replace("- ", "-");
    let message = format!("expected `{form}`, found `{name}{equals}{found}`");
    Error::new_spanned(value, message)
}

/// The name of the next entry, where the comma in front of it was forgotten.
fn next_key(input: ParseStream) -> Option<Ident> {
    let fork = input.fork();
    let name = Ident::parse_any(&fork).ok()?;
    let has_value = fork.peek(Token![=]) || fork.peek(syn::token::Paren);
    (has_value && KEYS.iter().any(|key| name == key.name)).then_some(name)
}

fn expected_keys() -> String {
    format!("expected one of {}", keys().quoted())
}

fn unknown_key(name: &str) -> String {
    format!("unknown key `{name}`{}\n{}", keys().did_you_mean(name), expected_keys())
}

fn keys() -> Names<'static> {
    let mut names = Names::default();
    for key in KEYS {
        names.add(key.name);
    }
    names
}

/// Takes everything up to the next comma.
fn value_tokens(input: ParseStream) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        match input.parse::<proc_macro2::TokenTree>() {
            Ok(token) => token.to_tokens(&mut tokens),
            Err(_) => break,
        }
    }
    tokens
}

fn parse_file(args: &mut Args, input: ParseStream, errors: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    let file: LitStr = input.parse()?;
    if file.value().trim().is_empty() {
        errors.push(Error::new(file.span(), "expected the path of a script, such as `file = \"x.lua\"`"));
    }
    args.file = Some(file);
    Ok(())
}

fn parse_source(args: &mut Args, input: ParseStream, _: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    args.source = Some(input.parse()?);
    Ok(())
}

fn parse_keys(args: &mut Args, input: ParseStream, errors: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    let tokens = value_tokens(&input.fork());
    let number: LitInt = input.parse()?;
    let variadic = input.parse::<Option<Token![..]>>()?.is_some();
    if !number.suffix().is_empty() || number.base10_digits().starts_with('-') {
        return Err(input.error("expected a plain number"));
    }
    let Ok(fixed) = number.base10_parse() else {
        errors.push(Error::new(number.span(), format!("no script takes {number} keys")));
        return Ok(());
    };
    args.keys = Some(Keys { arity: Arity { fixed, optional: 0, variadic }, tokens });
    Ok(())
}

fn parse_args(args: &mut Args, input: ParseStream, errors: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    let tokens = value_tokens(&input.fork());
    let list;
    parenthesized!(list in input);
    let (mut fixed, mut rest) = (Vec::new(), None);
    while !list.is_empty() {
        if let Some(dots) = list.parse::<Option<Token![..]>>()? {
            let ty: Type = list.parse()?;
            let at_end = list.is_empty() || (list.peek(Token![,]) && list.peek2(syn::parse::End));
            if !at_end {
                let message = format!("`..{}` takes all arguments that are left, so it must be the last", quote!(#ty));
                errors.push(Error::new_spanned(quote!(#dots #ty), message));
            }
            rest = Some(ty);
        } else {
            fixed.push(list.parse()?);
        }
        comma_or_end(&list)?;
    }
    args.types = Some(Types { fixed, rest, tokens });
    Ok(())
}

/// What follows an item of a list.
pub(crate) fn comma_or_end(list: ParseStream) -> syn::Result<()> {
    if !list.is_empty() {
        list.parse::<Token![,]>()?;
    }
    Ok(())
}

fn parse_flags(args: &mut Args, input: ParseStream, errors: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    let tokens = value_tokens(&input.fork());
    let list;
    bracketed!(list in input);
    let mut known = Names::default();
    for flag in Flag::ALL {
        known.add(flag.name());
    }
    let mut names: Vec<LitStr> = Vec::new();
    while !list.is_empty() {
        names.push(list.parse()?);
        comma_or_end(&list)?;
    }
    for (at, name) in names.iter().enumerate() {
        let flag = name.value();
        if names[..at].iter().any(|before| before.value() == flag) {
            errors.push(Error::new(name.span(), format!("the flag `{flag}` is given twice")));
        } else if !known.contains(&flag) {
            let (close, all) = (known.did_you_mean(&flag), known.quoted());
            errors.push(Error::new(name.span(), format!("no server knows the flag `{flag}`{close}\nflags are {all}")));
        }
    }
    args.flags = Some(Flags { names, tokens });
    Ok(())
}

fn parse_min_server(args: &mut Args, input: ParseStream, errors: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    let literal: LitStr = input.parse()?;
    match versions::min_server(&literal.value()) {
        Ok(servers) => args.min_server = Some((servers, literal)),
        Err(message) => errors.push(Error::new(literal.span(), message)),
    }
    Ok(())
}

fn settings(args: &mut Args, input: ParseStream, level: Option<Level>) -> syn::Result<()> {
    let list;
    parenthesized!(list in input);
    let mut settings = Vec::new();
    while !list.is_empty() {
        settings.push(Setting { lint: list.parse()?, level });
        comma_or_end(&list)?;
    }
    if settings.is_empty() {
        return Err(list.error("expected a name"));
    }
    args.settings.append(&mut settings);
    Ok(())
}

fn parse_data(args: &mut Args, input: ParseStream, _: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    let data = input.parse()?;
    if input.is_empty() || input.peek(Token![,]) {
        args.data = Some(data);
    }
    Ok(())
}

fn parse_connection(args: &mut Args, input: ParseStream, _: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    args.connection = Some(input.parse()?);
    Ok(())
}

fn parse_crate(args: &mut Args, input: ParseStream, _: &mut Vec<Error>) -> syn::Result<()> {
    input.parse::<Token![=]>()?;
    args.krate = Some(input.call(Path::parse_mod_style)?);
    Ok(())
}
