//! From the attribute's and the function's tokens to the generated ones, phase by phase. A phase
//! reports all its mistakes; the next one never sees them.

use crate::codes;
use crate::data::unraw;
use crate::derive::names::capitalised;
use crate::docs::{self, Facts};
use crate::expand::{self, Expansion, ScriptTokens};
use crate::keys;
use crate::report::{self, Conditional, Origin, Warning};
use crate::shape::{self, Open};
use crate::text::{code, quoted};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use redis_script_analysis::{Diagnostic, Files, Joined, Run, Script, Shape, sha1_hex};
use redis_script_declaration::config::{self, Loaded};
use redis_script_declaration::{Args, Complete, Declaration, Found, Places, Signature, complete, has_word};
use std::path::{Path, PathBuf};
use syn::{Error, LitStr};

/// The whole macro.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Vec::new();
    let args = Args::parse(attribute, &mut errors);
    let mut signature = match Signature::parse(item, args.has_connection, &mut errors) {
        Ok(signature) => signature,
        Err(error) => {
            errors.push(error);
            return report::compile_errors(errors, &[]);
        }
    };
    let data = data_name(&args, &signature, &mut errors);
    let declaration = Declaration::new(&args, &signature, &mut errors);
    let expanded =
        if errors.is_empty() { checked(&args, &signature, &declaration, data.as_ref(), &mut errors) } else { None };
    let mut tokens = report::compile_errors(errors, &signature.cfgs());
    expanded.unwrap_or_else(|| expand::dead(&mut signature, &args, data.as_ref())).to_tokens(&mut tokens);
    tokens
}

/// Reads the script, checks it, and makes the code of it; nothing if there are errors.
fn checked(
    args: &Args,
    signature: &Signature,
    declaration: &Declaration,
    data: Option<&Ident>,
    errors: &mut Vec<Error>,
) -> Option<TokenStream> {
    let literal = args.file.as_ref().or(args.source.as_ref())?;
    let places = places(literal);
    let text = match Text::of(args, literal, &places) {
        Ok(text) => text,
        Err(message) => {
            errors.push(Error::new(literal.span(), message));
            return None;
        }
    };
    let path = args.file.as_ref().map(LitStr::value);
    let name = unraw(&signature.name);
    let text = text.complete(path.as_deref().unwrap_or(&name), &places);
    let origin = Origin { literal, script: &text.script };
    let Loaded { config, file: config_file } = match places.root.as_deref().map(config::load) {
        Some(Err(mistakes)) => {
            for mistake in mistakes {
                errors.push(Error::new(Span::call_site(), mistake));
            }
            return None;
        }
        loaded => loaded.and_then(Result::ok).unwrap_or_default(),
    };
    let mut plain = declaration.plain(&config);
    plain.open_returns = shape::is_nameable(signature);
    if plain.open_returns {
        plain.returns.get_or_insert(Shape::Unknown);
    }
    plain.open_errors = codes::may_have_codes(signature);
    plain.open_keys = keys::open(declaration, signature);
    let (script, warnings, findings) = if text.is_known {
        analyse(&origin, declaration, &plain, errors)?
    } else {
        (Script::parse(b"").ok()?, Vec::new(), Vec::new())
    };
    let (mut tracking, mut watched) = (text.tracking, text.watched);
    if let Some(file) = config_file {
        watched += &watch(&format!("{:?}", file.to_string_lossy()));
    }
    if !watched.is_empty() {
        code(&watched).to_tokens(&mut tracking);
    }
    let sha1 = sha1_hex(text.script.text());
    let files = text.script.files();
    let own = String::from_utf8_lossy(files.text(0));
    let header = script.header();
    let facts = Facts {
        header: &header,
        file: path.as_deref(),
        included: (1..files.count()).map(|file| files.name(file)).collect(),
        source: &own,
        sha1: &sha1,
        read_only: script.read_only(),
    };
    let expansion = Expansion {
        signature,
        declaration,
        docs: docs::function(signature, declaration, &facts),
        script: ScriptTokens {
            path: path.as_deref().unwrap_or_default(),
            source: text.expression,
            lines: lines(files),
            sha1: &sha1,
            flags: script.flags().to_vec(),
            read_only: script.read_only(),
            evaluate: script.can_forge_noscript(),
            tracking,
        },
        krate: expand::facade(args),
        connection: args.connection.as_ref(),
        data: data.cloned(),
        warnings,
        open: Open { script: &script, findings },
    };
    Some(expansion.items())
}

fn analyse(
    origin: &Origin,
    declaration: &Declaration,
    plain: &redis_script_analysis::Declaration,
    errors: &mut Vec<Error>,
) -> Option<(Script, Vec<Warning>, Vec<Conditional>)> {
    if !origin.script.errors().is_empty() {
        report::report(origin.script.errors().to_vec(), origin, declaration, errors);
        return None;
    }
    let located = |diagnostics: Vec<Diagnostic>| -> Vec<(usize, Diagnostic)> {
        let mut located = Vec::new();
        for diagnostic in diagnostics {
            located.push(origin.script.files().localised(diagnostic));
        }
        located
    };
    let script = match Script::parse_joined(origin.script) {
        Ok(script) => script,
        Err(diagnostics) => {
            report::report(located(diagnostics), origin, declaration, errors);
            return None;
        }
    };
    let (mut certain, mut open) = (Vec::new(), Vec::new());
    for located in located(script.check(plain)) {
        if located.1.condition.is_none() { certain.push(located) } else { open.push(located) }
    }
    let warnings = report::report(certain, origin, declaration, errors);
    let conditional = report::conditional(&open, origin);
    errors.is_empty().then_some((script, warnings, conditional))
}

/// A statement that makes the compiler watch a file, for which this is the code.
fn watch(file: &str) -> String {
    format!("_ = ::core::include_bytes!({file});")
}

/// The same with the user's own literal, which editors follow.
fn watch_own(file: &LitStr) -> TokenStream {
    quote!(_ = ::core::include_bytes!(#file);)
}

/// Where the lines of a script come from that is made of several files.
fn lines(files: &Files) -> Vec<(u32, String, u32)> {
    let mut lines = Vec::new();
    for Run { line, file, first } in files.runs() {
        lines.push((line, files.name(file).to_owned(), first));
    }
    lines
}

/// The script's text, and how it gets into the program.
struct Text {
    read: String,
    /// The file that holds it.
    path: Option<PathBuf>,
    /// An expression for the text.
    expression: TokenStream,
    /// Statements that make the compiler watch the file.
    tracking: TokenStream,
    /// The code of more of them.
    watched: String,
    /// Whether that is the text, and not nothing in its place.
    is_known: bool,
}

impl Text {
    fn of(args: &Args, literal: &LitStr, places: &Places) -> Result<Self, String> {
        if args.file.is_none() {
            return Ok(Self {
                read: literal.value(),
                path: None,
                expression: literal.to_token_stream(),
                tracking: TokenStream::new(),
                watched: String::new(),
                is_known: true,
            });
        }
        match places.find(&literal.value()) {
            Ok(found) => Ok(Self::found(found, places, literal)),
            Err(_) if places.beside.is_none() => Ok(Self::unknown(literal, places)),
            Err(message) => Err(message),
        }
    }

    /// ```ignore
    /// _ = ::core::include_bytes!("take_tokens.lua");
    /// ```
    ///
    /// The text itself is a literal: what was hashed is what is sent, whatever happens to the file in
    /// between.
    fn found(Found { path, text, beside }: Found, places: &Places, literal: &LitStr) -> Self {
        let (tracking, watched) = if beside && is_users_own(literal) {
            (watch_own(literal), String::new())
        } else {
            (TokenStream::new(), watch(&file_code(&path, places)))
        };
        Self { expression: code(&quoted(&text)), read: text, path: Some(path), tracking, watched, is_known: true }
    }

    /// With what it includes, each file watched.
    fn complete(self, name: &str, places: &Places) -> Whole {
        let Self { read, path, mut expression, tracking, mut watched, is_known } = self;
        let Complete { script, included } = complete(name, path.as_deref(), read.into_bytes(), places);
        if !included.is_empty() {
            expression = code(&quoted(&String::from_utf8_lossy(script.text())));
        }
        for file in &included {
            watched += &watch(&file_code(file, places));
        }
        Whole { script, expression, tracking, watched, is_known }
    }

    /// Where the source file's place is unknown, and the script isn't under the package's root: an editor, which
    /// shows what can be shown. A file of that name somewhere in the package is the one, if there is only one; without
    /// it nothing is checked. A compiler evaluates the constant.
    fn unknown(literal: &LitStr, places: &Places) -> Self {
        let message = format!("can't find `{}`: the place of this source file is unknown", literal.value());
        let mut tracking = quote!(
            const _: () = ::core::panic!(#message);
        );
        watch_own(literal).to_tokens(&mut tracking);
        let (read, path) =
            places.somewhere(&literal.value()).map_or_else(Default::default, |(path, text)| (text, Some(path)));
        let is_known = path.is_some();
        Self { expression: read.to_token_stream(), read, path, tracking, watched: String::new(), is_known }
    }
}

/// A [`Text`] with what it includes.
struct Whole {
    script: Joined,
    expression: TokenStream,
    tracking: TokenStream,
    watched: String,
    is_known: bool,
}

/// A file as `include_bytes!` finds it, by the same tokens on each machine where it is in the package.
fn file_code(path: &Path, places: &Places) -> String {
    match places.root.as_ref().and_then(|root| path.strip_prefix(root).ok()) {
        Some(inside) => {
            let inside = Path::new("/").join(inside).to_string_lossy().into_owned();
            format!("::core::concat!(::core::env!(\"CARGO_MANIFEST_DIR\"), {inside:?})")
        }
        None => format!("{:?}", path.to_string_lossy()),
    }
}

fn places(literal: &LitStr) -> Places {
    let here = std::env::current_dir().unwrap_or_default();
    let beside = source_file(literal.span()).and_then(|file| Some(here.join(file.parent()?)));
    Places { beside, root: std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) }
}

/// The source file that holds the literal.
fn source_file(span: Span) -> Option<PathBuf> {
    // Outside of a compiler, which is where unit tests run, there is none.
    if proc_macro::is_available() { span.unwrap().local_file() } else { None }
}

/// Whether the literal stands in the source as it is. One from the body of a `macro_rules!` doesn't:
/// `include_bytes!` would look for it beside the macro's caller. Only the debug output of a span tells
/// the two apart; where it should change, an absolute path is used.
fn is_users_own(literal: &LitStr) -> bool {
    format!("{:?}", literal.span()).starts_with("#0 ")
}

/// The generated type's name: `data = ..`, or the function's in CamelCase.
fn data_name(args: &Args, signature: &Signature, errors: &mut Vec<Error>) -> Option<Ident> {
    if args.data.is_some() || signature.is_method {
        return args.data.clone();
    }
    let mut name = String::new();
    for word in unraw(&signature.name).split('_') {
        name += &capitalised(word);
    }
    let function = &signature.name;
    let mut refuse = |why: String| {
        let message = format!("{why}\nhelp: choose a name with `data = Name`");
        errors.push(Error::new(function.span(), message));
    };
    let Ok(ident) = syn::parse_str::<Ident>(&name) else {
        refuse(format!("there is no CamelCase name for the type that belongs to `{function}`"));
        return None;
    };
    if *function == name {
        refuse(format!("the type that belongs to `{function}` would have the function's own name"));
        return None;
    }
    if shadows(&name, signature) {
        refuse(format!(
            "the type that belongs to `{function}` would be called `{name}`, which already means something here"
        ));
        return None;
    }
    Some(Ident::new(&name, function.span().resolved_at(ident.span())))
}

/// Whether the signature, or every program, uses the name.
fn shadows(name: &str, signature: &Signature) -> bool {
    const PRELUDE: &[&str] = &["Option", "Some", "None", "Result", "Ok", "Err", "String", "Vec", "Box", "Self"];
    let Signature { generics, result_written, parameters, .. } = signature;
    PRELUDE.contains(&name)
        || has_word(result_written, name)
        || !generics.params.is_empty() && has_word(&generics.to_token_stream().to_string(), name)
        || parameters.iter().any(|parameter| has_word(parameter.written(), name))
}
