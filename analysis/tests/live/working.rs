//! Scripts that work, in the manners in which people write them: a server runs each without an error, and no rule
//! finds an error in it.
//!
//! `-- run: key key | argument argument` says with what, `-- setup: SADD key member` what comes first.

use crate::server::{Reply, Server};
use redis_script_analysis::{Arity, Declaration, Level, Script};
use std::path::Path;

#[test]
fn working_scripts_have_no_errors() {
    let mut server = Server::start();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/working");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 120, "only {} scripts", paths.len());
    let (mut wrong, mut warned) = (Vec::new(), Vec::new());
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap();
        let (keys, arguments) = line(&text, "-- run:").split_once('|').unwrap();
        let (keys, arguments) = (words(keys), words(arguments));
        server.call(["FLUSHALL"]);
        if text.contains("-- setup:") {
            server.call(words(line(&text, "-- setup:")));
        }
        if let Reply::Error(error) = server.eval(&text, &keys, &arguments) {
            wrong.push(format!("{}: {error}", path.display()));
        }
        let script = Script::parse(text.as_bytes()).unwrap();
        let exactly = |count: usize| Some(Arity::exactly(u32::try_from(count).unwrap()));
        let counted =
            Declaration { keys: exactly(keys.len()), args: exactly(arguments.len()), ..Declaration::default() };
        for declaration in [Declaration::default(), counted] {
            for finding in script.check(&declaration) {
                // That a key or an argument isn't read says nothing about whether the script works.
                match finding.level {
                    _ if finding.lint.starts_with("unused_") => {}
                    Level::Error => wrong.push(format!("{}: {finding:?}", path.display())),
                    Level::Warn => warned.push(path),
                    Level::Info => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    warned.dedup();
    assert!(warned.len() * 10 <= paths.len(), "{warned:#?}");
}

/// What stands behind the mark, in one of the first lines.
fn line<'a>(text: &'a str, mark: &str) -> &'a str {
    text.lines().find_map(|line| line.strip_prefix(mark)).unwrap_or_else(|| panic!("no `{mark}` in {text}"))
}

fn words(text: &str) -> Vec<&str> {
    text.split_ascii_whitespace().collect()
}
