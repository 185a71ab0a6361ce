//! Scripts in files, with the declaration they are checked against in a comment at their head, and
//! diagnostics as text.

use redis_script_analysis::shape::Field;
use redis_script_analysis::{
    Arity, Declaration, Diagnostic, Joined, Level, MinServer, Parameter, Scope, Script, Setting, Shape, Source, Version,
};
use std::path::{Path, PathBuf};

/// The script's diagnostics against `declaration`, whether it can be parsed or not. They are in the text itself;
/// for a script that includes others, use [`report`].
pub(crate) fn check(text: &[u8], declaration: &Declaration) -> Vec<Diagnostic> {
    findings(&joined("", text), declaration).into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// The diagnostics, and all of them as a person would see them.
pub(crate) fn report(name: &str, text: &[u8]) -> (Vec<Diagnostic>, String) {
    let joined = joined(name, text);
    let found = findings(&joined, &declared_in(text));
    let files = joined.files();
    let shown: Vec<String> = found.iter().map(|(file, found)| one(files.snippet(*file, found), found)).collect();
    (found.into_iter().map(|(_, diagnostic)| diagnostic).collect(), shown.join("\n"))
}

/// Each with the number of its file.
fn findings(joined: &Joined, declaration: &Declaration) -> Vec<(usize, Diagnostic)> {
    if !joined.errors().is_empty() {
        return joined.errors().to_vec();
    }
    let found = Script::parse_joined(joined).map_or_else(|errors| errors, |script| script.check(declaration));
    found.into_iter().map(|diagnostic| joined.files().localised(diagnostic)).collect()
}

/// The script with the files of `tests/included` that it names.
pub(crate) fn joined(name: &str, text: &[u8]) -> Joined {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/included"));
    let top = Source { path: None, text: text.to_vec() };
    Joined::new(name, top, &mut |from, path| {
        let path = from.and_then(Path::parent).unwrap_or(folder).join(path);
        let text = std::fs::read(&path).map_err(|_| "there is no such file\nhelp: make one".to_owned())?;
        Ok(Source { path: Some(path), text })
    })
}

/// The declaration in a comment `-- declare: keys = 2, args = 1.., allow(x)` of the first lines.
pub(crate) fn declared_in(text: &[u8]) -> Declaration {
    let head: Vec<_> = text.split(|byte| *byte == b'\n').take(3).map(String::from_utf8_lossy).collect();
    let list = head.iter().find_map(|line| line.trim().strip_prefix("-- declare:").map(str::to_owned));
    declaration(&list.unwrap_or_default())
}

/// Reads `errors = open`, `open_keys = (bucket, user)`, for types that only the compiler knows, and `keys = 2, args = 1.., flags = ["no-writes"], min_server = "7.0", allow(x), deny(y)`.
pub(crate) fn declaration(list: &str) -> Declaration {
    let mut declaration = Declaration::default();
    for item in items(list) {
        let item = item.trim();
        if let Some((key, value)) = item.split_once('=') {
            let value = value.trim();
            match key.trim() {
                "keys" => declaration.keys = Some(arity(value)),
                "args" => declaration.args = Some(arity(value)),
                "key_parameters" => declaration.key_parameters = parameters(value),
                "parameters" => declaration.arg_parameters = parameters(value),
                "parameters_rest" => declaration.arg_rest = parameters(value).pop(),
                "open_keys" => {
                    declaration.open_keys = (0..)
                        .zip(items(value.trim_matches(['(', ')'])))
                        .map(|(at, name)| (at, name.trim().to_owned()))
                        .collect();
                }
                "errors" => declaration.open_errors = value == "open",
                "returns" => declaration.returns = Some(shape(value)),
                "flags" => declaration.flags = Some(strings(value)),
                "min_server" => declaration.min_server = min_server(value.trim_matches('"')),
                key => panic!("unknown key `{key}`"),
            }
        } else if let Some((word, names)) = item.strip_suffix(')').and_then(|item| item.split_once('(')) {
            let level = match word {
                "allow" => None,
                "warn" => Some(Level::Warn),
                "deny" => Some(Level::Error),
                word => panic!("unknown word `{word}`"),
            };
            let settings =
                names.split(',').map(|name| Setting { lint: name.trim().to_owned(), level, scope: Scope::Script });
            declaration.settings.extend(settings);
        } else {
            assert!(item.is_empty(), "not understood: `{item}`");
        }
    }
    declaration
}

/// Splits at the commas that are outside of brackets.
fn items(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0;
    for char in list.chars() {
        match char {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth -= 1,
            ',' if depth == 0 => {
                items.push(String::new());
                continue;
            }
            _ => {}
        }
        items.last_mut().unwrap().push(char);
    }
    items
}

/// `(capacity: u64, name: &str)`.
fn parameters(list: &str) -> Vec<Parameter> {
    let one = |item: String| {
        let (name, ty) = item.split_once(':').unwrap();
        Parameter { name: name.trim().to_owned(), ty: ty.trim().to_owned() }
    };
    items(list.trim_start_matches('(').trim_end_matches(')')).into_iter().map(one).collect()
}

/// A type that is known by its name, or `struct(allowed, left)` and `map(allowed, left)` for structs that are read by
/// position and by name.
fn shape(text: &str) -> Shape {
    let Some((kind @ ("struct" | "map"), names)) = text.split_once('(') else { return Shape::of_type(text) };
    let field = |name: String| Field { name: name.trim().to_owned().leak(), shape: Shape::Unknown, optional: false };
    let fields: Vec<Field> = items(names.trim_end_matches(')')).into_iter().map(field).collect();
    if kind == "map" { Shape::Named(fields.leak()) } else { Shape::Fields(fields.leak()) }
}

fn arity(text: &str) -> Arity {
    if let Some((least, most)) = text.split_once("..=") {
        return Arity::between(least.parse().unwrap(), most.parse().unwrap());
    }
    match text.strip_suffix("..") {
        Some(fixed) => Arity::at_least(fixed.parse().unwrap()),
        None => Arity::exactly(text.parse().unwrap()),
    }
}

fn strings(list: &str) -> Vec<String> {
    let inner = list.trim_start_matches('[').trim_end_matches(']');
    inner.split(',').map(|item| item.trim().trim_matches('"').to_owned()).filter(|item| !item.is_empty()).collect()
}

fn min_server(text: &str) -> MinServer {
    let version = |text: &str| {
        let (major, minor) = text.split_once('.').unwrap();
        Version(major.parse().unwrap(), minor.parse().unwrap())
    };
    match text.split_once(' ') {
        Some(("redis", rest)) => MinServer { redis: Some(version(rest)), valkey: None },
        Some(("valkey", rest)) => MinServer { redis: None, valkey: Some(version(rest)) },
        Some((product, _)) => panic!("unknown product `{product}`"),
        None => MinServer { redis: Some(version(text)), ..MinServer::default() },
    }
}

/// The diagnostics as a person would see them.
pub(crate) fn rendered(path: &str, text: &[u8], diagnostics: &[Diagnostic]) -> String {
    let one = |diagnostic: &Diagnostic| one(diagnostic.snippet(path, text), diagnostic);
    diagnostics.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(snippet: Option<String>, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "info",
    };
    let mut lines = vec![format!("{level}[{}]: {}", diagnostic.lint, diagnostic.message)];
    lines.extend(snippet);
    lines.extend(diagnostic.subject.as_ref().map(|subject| format!("  = about: {subject:?}")));
    lines.extend(diagnostic.help.as_ref().map(|help| format!("  = help: {help}")));
    lines.push(String::new());
    lines.join("\n")
}

/// The `.lua` files directly in `folder`, sorted; none if there is no such folder.
pub(crate) fn scripts(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "lua"));
    paths.sort();
    paths
}
