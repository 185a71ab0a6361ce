//! What pre-commit runs of this repository.

use crate::place::Place;
use std::fs;
use std::path::Path;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The hooks' entries, each a file of the repository and what it is given.
fn entries() -> Vec<(String, Vec<String>)> {
    let hooks = fs::read_to_string(Path::new(ROOT).join(".pre-commit-hooks.yaml")).unwrap();
    let entries = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: "));
    let words = entries.map(|entry| entry.split(' ').map(str::to_owned).collect::<Vec<_>>());
    words.map(|mut words| (words.remove(0), words)).collect()
}

#[test]
fn the_hooks_are_there_and_understood() {
    let found = entries();
    assert_eq!(found.len(), 2);
    for (script, arguments) in found {
        let path = Path::new(ROOT).join(&script);
        assert!(fs::read_to_string(&path).unwrap().starts_with("#!/bin/sh\n"), "{script}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_ne!(path.metadata().unwrap().permissions().mode() & 0o111, 0, "{script} can't be run");
        }
        let place = Place::with(&[("a.lua", "return 1\n"), ("b.rs", "fn main() {}\n")]);
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.extend(["a.lua", "b.rs"]);
        assert_eq!(place.run(&arguments).status, 0, "{arguments:?}");
    }
}

/// The script that the hooks run, with a command that was built before.
#[cfg(unix)]
#[test]
fn the_hooks_run_the_command_where_they_are_called() {
    let place = Place::with(&[("a.lua", "x = 1\n"), ("hooks/target/pre-commit/bin/.keep", "")]);
    let hooks = place.path().join("hooks");
    std::os::unix::fs::symlink(Path::new(ROOT).join(".pre-commit"), hooks.join(".pre-commit")).unwrap();
    let command = hooks.join("target/pre-commit/bin/cargo-redis-script");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_cargo-redis-script"), command).unwrap();
    let run = std::process::Command::new("hooks/.pre-commit/cargo-redis-script")
        .args(["check", "a.lua"])
        .current_dir(place.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(said.contains("global_write") && run.status.code() == Some(1), "{said}");
}
