//! What is depended on is what `deny.toml` allows. `cargo deny` says more, and needs to be installed; this is what every
//! run of the tests can see.

use redis_script_tests::downstream::workspace;
use serde_json::Value;
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::process::Command;

/// Every package in the lock file, with all features.
fn packages() -> Vec<Value> {
    let arguments = ["metadata", "--format-version=1", "--all-features", "--locked"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(workspace()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// The texts of every `allow = [..]`, and the crates that are excepted.
fn deny() -> (BTreeSet<String>, BTreeSet<String>) {
    let text = std::fs::read_to_string(workspace().join("deny.toml")).unwrap();
    let lines = || text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let licenses = lines().skip_while(|line| *line != "allow = [").skip(1).take_while(|line| *line != "]");
    let quoted = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let excepted = lines().filter(|line| line.starts_with("crate = ")).filter_map(quoted).collect();
    (licenses.filter_map(quoted).collect(), excepted)
}

/// Whether one of the ways to take a crate is allowed: `(MIT OR Apache-2.0) AND Unicode-3.0`.
fn is_allowed(license: &str, allowed: &BTreeSet<String>) -> bool {
    let text = license.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "+");
    either(&mut text.split_whitespace().peekable(), allowed)
}

fn either<'a>(words: &mut Peekable<impl Iterator<Item = &'a str>>, allowed: &BTreeSet<String>) -> bool {
    let mut any = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        any |= both(words, allowed);
    }
    any
}

fn both<'a>(words: &mut Peekable<impl Iterator<Item = &'a str>>, allowed: &BTreeSet<String>) -> bool {
    let mut all = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        all &= one(words, allowed);
    }
    all
}

fn one<'a>(words: &mut Peekable<impl Iterator<Item = &'a str>>, allowed: &BTreeSet<String>) -> bool {
    match words.next() {
        Some("(") => {
            let any = either(words, allowed);
            words.next_if_eq(&")").is_some() && any
        }
        Some(word) => allowed.contains(&word.replace('+', " WITH ")),
        None => false,
    }
}

#[test]
fn licenses_are_read_as_they_are_meant() {
    let allowed = ["MIT", "Unicode-3.0"].map(str::to_owned).into();
    for license in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(MIT OR GPL-3.0) AND Unicode-3.0"] {
        assert!(is_allowed(license, &allowed), "{license}");
    }
    for license in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR GPL-3.0) AND GPL-3.0", "MIT WITH GPL-3.0"] {
        assert!(!is_allowed(license, &allowed), "{license}");
    }
}

#[test]
fn every_crate_has_an_allowed_license_and_comes_from_the_registry() {
    let (allowed, excepted) = deny();
    assert!(allowed.len() > 5 && excepted.contains("smol-timeout"), "{allowed:?} {excepted:?}");
    let packages = packages();
    assert!(packages.len() > 100);
    for package in &packages {
        let (name, license) = (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or_default());
        assert!(is_allowed(license, &allowed) || excepted.contains(name), "{name}: `{license}`");
        let source = package["source"].as_str();
        let is_ours = source.is_none();
        let is_registered = source == Some("registry+https://github.com/rust-lang/crates.io-index");
        assert!(is_ours || is_registered, "{name} comes from {source:?}");
    }
}
