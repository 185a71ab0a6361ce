//! What the README says is so: its example compiles and runs outside of this workspace, and its compile
//! error is the one that is printed. (Its other code runs as the doc tests of this package.)

use redis_script::testing::Server;
use redis_script_tests::downstream::{Downstream, facade, workspace};
use std::fs;

/// The text of the only fenced block in that language that stands below `heading`.
fn block(heading: &str, language: &str) -> String {
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    let (_, section) = readme.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let (_, block) = section.split_once(&format!("\n```{language}\n")).unwrap();
    let (block, rest) = block.split_once("\n```\n").unwrap();
    assert!(!rest.contains(&format!("\n```{language}\n")), "a second block in {language}");
    format!("{block}\n")
}

/// A fresh crate with what the README has, but for where the crate is.
fn example(name: &str, lua: &str) -> Downstream {
    let published = "redis-script = \"0.1\"";
    let manifest = block("An example", "toml");
    assert!(manifest.contains(published));
    let local = format!("redis-script = {{ version = \"0.1\", path = {:?} }}", facade());
    Downstream::with_manifest(name, &manifest.replace(published, &local).replace("\"limits\"", &format!("{name:?}")))
        .file("lua/allow.lua", lua)
        .file("src/main.rs", block("An example", "rust,no_run"))
}

#[test]
fn the_example_runs_on_the_first_try() {
    let server = Server::start().unwrap();
    let example = example("limits", &block("An example", "lua"));
    let outcome = example.cargo_with(["run", "--quiet"], [("REDIS_URL", server.url().as_str())]);
    outcome.expect_success();
    assert_eq!(outcome.stderr, "", "no warnings");
    assert_eq!(outcome.stdout, "allowed, 2 left\nallowed, 1 left\nallowed, 0 left\ndenied, 0 left\n");
}

#[test]
fn the_compile_error_is_the_one_that_is_printed() {
    let lua = block("An example", "lua");
    let wrong = lua.replace("'EXPIRE', KEYS[1]", "'EXPIRE', KEYS[2]");
    assert_ne!(lua, wrong);
    let outcome = example("limits-wrong", &wrong).cargo(["check", "--quiet"]);
    assert!(!outcome.success);
    let printed = outcome.stderr.split("\nerror: could not compile").next().unwrap().trim();
    assert_eq!(printed, block("What a mistake looks like", "text").trim());
}

#[test]
fn the_doc_tests_use_the_same_script() {
    let copy = fs::read_to_string(workspace().join("tests/lua/allow.lua")).unwrap();
    assert_eq!(copy, block("An example", "lua"));
}
