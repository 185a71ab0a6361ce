//! Scripts in files, with the declaration they are checked against in a comment at their head, and
//! diagnostics as text.

use redis_script_analysis::{Arity, Declaration, Diagnostic, Level, MinServer, Scope, Script, Setting, Shape, Version};
use std::path::{Path, PathBuf};

/// The script's diagnostics against `declaration`, whether it can be parsed or not.
pub(crate) fn check(text: &[u8], declaration: &Declaration) -> Vec<Diagnostic> {
    match Script::parse(text) {
        Ok(script) => script.check(declaration),
        Err(errors) => errors,
    }
}

/// The declaration in a comment `-- declare: keys = 2, args = 1.., allow(x)` of the first lines.
pub(crate) fn declared_in(text: &[u8]) -> Declaration {
    let head: Vec<_> = text.split(|byte| *byte == b'\n').take(3).map(String::from_utf8_lossy).collect();
    let list = head.iter().find_map(|line| line.trim().strip_prefix("-- declare:").map(str::to_owned));
    declaration(&list.unwrap_or_default())
}

/// Reads `keys = 2, args = 1.., flags = ["no-writes"], min_server = "7.0", allow(x), deny(y)`.
pub(crate) fn declaration(list: &str) -> Declaration {
    let mut declaration = Declaration::default();
    for item in items(list) {
        let item = item.trim();
        if let Some((key, value)) = item.split_once('=') {
            let value = value.trim();
            match key.trim() {
                "keys" => declaration.keys = Some(arity(value)),
                "args" => declaration.args = Some(arity(value)),
                "returns" => declaration.returns = Some(Shape::of_type(value)),
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

fn arity(text: &str) -> Arity {
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
    diagnostics.iter().map(|diagnostic| one(path, text, diagnostic)).collect::<Vec<_>>().join("\n")
}

fn one(path: &str, text: &[u8], diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "info",
    };
    let mut lines = vec![format!("{level}[{}]: {}", diagnostic.lint, diagnostic.message)];
    lines.extend(diagnostic.snippet(path, text));
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
