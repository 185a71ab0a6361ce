//! Every rule: its file, its fixtures and its page agree, and what they say is so.
//!
//! `BLESS=1 cargo test -p redis-script-analysis --test rules` writes the expected diagnostics anew:
//! read the difference before it is committed.

use crate::fixture;
use redis_script_analysis::{Level, lint, lints};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lints");
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lints");
const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/lints");

/// Files beside the rules that aren't rules.
const INFRASTRUCTURE: [&str; 5] = ["levels", "mod", "returns", "suppression", "trials"];

#[test]
fn table_files_fixtures_and_pages_agree() {
    let table: BTreeSet<String> = lints().iter().map(|lint| lint.name.to_owned()).collect();
    assert_eq!(table.len(), lints().len(), "a name is in the table twice");
    let files: BTreeSet<String> =
        stems(RULES).into_iter().filter(|name| !INFRASTRUCTURE.contains(&name.as_str())).collect();
    assert_eq!(files, table, "src/lints/*.rs");
    assert_eq!(stems(FIXTURES), table, "tests/lints/*");
    assert_eq!(stems(PAGES), table, "docs/lints/*.md");
    for name in table {
        let folder = Path::new(FIXTURES).join(&name);
        assert!(!fixture::scripts(&folder.join("flag")).is_empty(), "{name} has nothing that must be flagged");
        assert!(!fixture::scripts(&folder.join("clean")).is_empty(), "{name} has nothing that must stay clean");
    }
}

fn stems(folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn flags_what_it_must() {
    let mut wrong = Vec::new();
    for lint in lints() {
        for path in fixture::scripts(&Path::new(FIXTURES).join(lint.name).join("flag")) {
            let text = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            let (found, shown) = fixture::report(name, &text);
            assert!(found.iter().any(|diagnostic| diagnostic.lint == lint.name), "{} isn't flagged", path.display());
            wrong.extend(differs(&path.with_extension("expected"), &shown));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares with the file, or writes it when blessing.
fn differs(path: &PathBuf, actual: &str) -> Option<String> {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, actual).unwrap();
        return None;
    }
    match std::fs::read_to_string(path) {
        Ok(expected) if expected == actual => None,
        Ok(expected) => Some(format!("{}:\nexpected\n{expected}\nfound\n{actual}", path.display())),
        Err(error) => Some(format!("{}: {error}; found\n{actual}", path.display())),
    }
}

#[test]
fn leaves_alone_what_it_must() {
    for lint in lints() {
        for path in fixture::scripts(&Path::new(FIXTURES).join(lint.name).join("clean")) {
            assert_clean(&path, lint.name);
        }
    }
}

#[test]
fn shipped_scripts_are_clean() {
    let paths = fixture::scripts(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/shipped")));
    assert!(paths.len() >= 30, "only {} scripts", paths.len());
    for path in paths {
        assert_clean(&path, "");
    }
}

/// Nothing is said by default, and nothing by `rule` at all.
fn assert_clean(path: &Path, rule: &str) {
    let text = std::fs::read(path).unwrap();
    let (mut found, shown) = fixture::report(&path.display().to_string(), &text);
    found.retain(|diagnostic| diagnostic.level > Level::Info || diagnostic.lint == rule);
    assert!(found.is_empty(), "{shown}");
}

#[test]
fn pages_show_what_happens() {
    for lint in lints() {
        let path = Path::new(PAGES).join(format!("{}.md", lint.name));
        let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(
            page.starts_with(&format!("# `{}`\n\n{}\n", lint.name, sentence(lint.summary))),
            "{}: its head",
            lint.name
        );
        let (mut bad, mut good) = (0, 0);
        for example in examples(&page) {
            let found = fixture::check(&example.text, &example.declaration);
            let rendered = fixture::rendered(lint.name, &example.text, &found);
            if example.bad {
                bad += 1;
                assert!(found.iter().any(|found| found.lint == lint.name), "{}: not flagged\n{rendered}", lint.name);
            } else {
                good += 1;
                let silent = found.iter().all(|found| found.level == Level::Info && found.lint != lint.name);
                assert!(silent, "{}: a good example\n{rendered}", lint.name);
            }
        }
        assert!(bad > 0 && good > 0, "{}: {bad} bad and {good} good examples", lint.name);
    }
}

fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    let first = letters.next().unwrap();
    format!("{}{}.", first.to_uppercase(), letters.as_str())
}

struct Example {
    bad: bool,
    text: Vec<u8>,
    declaration: redis_script_analysis::Declaration,
}

/// The fences of a page: what stands behind `lua` is the declaration; those under `## Bad` are bad.
fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let (mut bad, mut inside) = (None, false);
    for line in page.lines() {
        match (line, inside) {
            ("```", true) => inside = false,
            (line, true) => {
                let text = &mut examples.last_mut().unwrap().text;
                text.extend(line.replace("␍", "\r").bytes());
                text.push(b'\n');
            }
            ("## Bad", _) => bad = Some(true),
            ("## Good", _) => bad = Some(false),
            (line, _) if line.starts_with("## ") => bad = None,
            (line, _) => {
                if let (Some(list), Some(bad)) = (line.strip_prefix("```lua"), bad) {
                    inside = true;
                    examples.push(Example {
                        bad,
                        text: Vec::new(),
                        declaration: fixture::declaration(list.trim_start()),
                    });
                }
            }
        }
    }
    examples
}

#[test]
fn rules_are_found_by_name() {
    assert_eq!(lint("key_out_of_range").map(|lint| lint.level), Some(Level::Error));
    assert!(lint("key_out_of_rang").is_none());
}
