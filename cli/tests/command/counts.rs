//! Where the numbers of keys and arguments come from when the command line doesn't give them.

use crate::place::Place;

const SCRIPT: &str = "return {KEYS[1], KEYS[2], ARGV[1], ARGV[2]}\n";
const MANIFEST: (&str, &str) = ("Cargo.toml", "[package]\nname = \"app\"\n");

fn out_of_range(place: &Place, arguments: &[&str]) -> Vec<String> {
    let mut findings = place.run(&[&["check", "--format", "json"], arguments].concat()).findings();
    findings.retain(|finding| finding.contains("_out_of_range"));
    findings
}

fn function(attribute: &str, parameters: &str) -> String {
    let connection = "conn: &mut impl redis::aio::ConnectionLike";
    format!("#[redis_script({attribute})]\npub async fn run({connection}, {parameters}) -> redis_script::Result<()>;\n")
}

#[test]
fn nothing_declared_nothing_out_of_range() {
    let place = Place::with(&[("a.lua", SCRIPT)]);
    assert_eq!(out_of_range(&place, &[]), [""; 0]);
    assert_eq!(out_of_range(&place, &["--keys", "1"]), ["key_out_of_range 1:18"]);
    assert_eq!(out_of_range(&place, &["--args", "1"]), ["arg_out_of_range 1:36"]);
    assert_eq!(out_of_range(&place, &["--keys", "1..", "--args", "0.."]), [""; 0]);
}

#[test]
fn the_header_comment_declares() {
    let header = "-- Does things.\n--\n-- KEYS[1] the queue\n-- ARGV[1] now\n\n";
    let place = Place::with(&[("a.lua", &format!("{header}{SCRIPT}"))]);
    assert_eq!(out_of_range(&place, &[]), ["key_out_of_range 6:18", "arg_out_of_range 6:36"]);
    assert_eq!(out_of_range(&place, &["--keys", "2"]), ["arg_out_of_range 6:36"]);
    let block = "--[[\n  Input:\n    KEYS[1] queue\n    KEYS[2] lock\n    ARGV[1] now\n    ARGV[2...] ids\n]]\n";
    let place = Place::with(&[("a.lua", &format!("#!lua flags=no-writes\n{block}{SCRIPT}"))]);
    assert_eq!(out_of_range(&place, &[]), [""; 0]);
}

#[test]
fn an_entry_of_the_header_that_is_not_read_is_only_worth_a_note() {
    let place = Place::with(&[("a.lua", "-- KEYS[1] lock\n-- KEYS[2] log\nreturn KEYS[1]\n")]);
    let ran = place.run(&["check", "--format", "json"]);
    assert_eq!((ran.status, ran.objects()[0]["lint"].as_str()), (0, Some("unused_key")));
    assert_eq!(ran.objects()[0]["level"], "info");
    let strict = place.run(&["check", "--format", "json", "--warn", "strict"]);
    assert_eq!(strict.objects()[0]["level"], "warn");
    assert_eq!(place.run(&["check", "--keys", "2"]).status, 1);
    assert_eq!(place.run(&["check", "--deny", "unused_key"]).status, 1);
}

#[test]
fn rust_sources_declare() {
    let rust = function("file = \"a.lua\", keys = 1, args = (u64, ..u64)", "key: &str, x: u64, rest: &[u64]");
    let place = Place::with(&[MANIFEST, ("src/lib.rs", &rust), ("src/a.lua", SCRIPT)]);
    assert_eq!(out_of_range(&place, &[]), ["key_out_of_range 1:18"]);
    assert_eq!(out_of_range(&place, &["src/a.lua"]), ["key_out_of_range 1:18"]);
    assert_eq!(out_of_range(&place, &["--keys", "2", "src/a.lua"]), [""; 0]);
}

#[test]
fn rust_sources_count_more_than_the_header() {
    let rust = function("file = \"lua/a.lua\", keys = 2", "a: &str, b: &str, x: u64, y: u64");
    let script = format!("-- KEYS[1] queue\n{SCRIPT}");
    let place = Place::with(&[MANIFEST, ("src/deep/mod.rs", &rust), ("lua/a.lua", &script)]);
    assert_eq!(out_of_range(&place, &["lua/a.lua"]), [""; 0]);
    // Not under this package's root.
    place.write("other/lua/a.lua", script.as_bytes());
    assert_eq!(out_of_range(&place, &["other"]), ["key_out_of_range 2:18"]);
}

#[test]
fn all_members_of_a_workspace_are_read() {
    let rust = function("file = \"../../lua/a.lua\", keys = 1", "a: &str, x: u64, y: u64");
    let place = Place::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n"),
        ("app/Cargo.toml", MANIFEST.1),
        ("app/src/main.rs", &rust),
        ("lua/a.lua", SCRIPT),
    ]);
    assert_eq!(out_of_range(&place, &["lua"]), ["key_out_of_range 1:18"]);
}

#[test]
fn each_function_that_runs_a_script_counts() {
    let one = function("file = \"a.lua\", keys = 1", "a: &str, x: u64, y: u64");
    let two = function("file = \"a.lua\", keys = 2", "a: &str, b: &str, x: u64");
    let place = Place::with(&[MANIFEST, ("src/lib.rs", &format!("mod two {{ {two} }}\n{one}")), ("src/a.lua", SCRIPT)]);
    assert_eq!(out_of_range(&place, &[]), ["key_out_of_range 1:18", "arg_out_of_range 1:36"]);
}

#[test]
fn the_attribute_sets_levels_and_the_command_line_has_the_last_word() {
    let rust = function("file = \"a.lua\", keys = 1, allow(key_out_of_range)", "a: &str, x: u64, y: u64");
    let place = Place::with(&[MANIFEST, ("src/lib.rs", &rust), ("src/a.lua", SCRIPT)]);
    assert_eq!(out_of_range(&place, &[]), [""; 0]);
    assert_eq!(out_of_range(&place, &["--deny", "key_out_of_range"]), ["key_out_of_range 1:18"]);
}

#[test]
fn rust_sources_tell_the_types_of_arguments_that_may_be_left_out() {
    let rust = function("file = \"a.lua\", keys = 1", "key: &str, id: u64, ttl: Option<u32>, big: Option<i64>");
    let script = "-- ARGV[2] ttl: u32\n-- ARGV[3] big: f64\nlocal ttl = tonumber(ARGV[2] or 60)\n\
        return redis.call('SET', KEYS[1], ARGV[1], 'EX', ttl + (ARGV[3] or 0))\n";
    let place = Place::with(&[MANIFEST, ("src/lib.rs", &rust), ("src/a.lua", script)]);
    let ran = place.run(&["check", "--format", "json"]);
    assert_eq!(ran.findings(), ["contract_mismatch 2:4", "inexact_integer 4:56"], "{}", ran.out);
    // A guess is no reason to fail.
    place.write("src/a.lua", script.replace("f64", "i64").as_bytes());
    let ran = place.run(&["check", "--format", "json"]);
    assert_eq!((ran.status, &ran.objects()[0]["level"]), (0, &"info".into()), "{}", ran.out);
}

#[test]
fn standard_input_stands_for_the_file_that_it_is_named_after() {
    let rust = function("file = \"a.lua\", keys = 1", "a: &str, x: u64, y: u64");
    let place = Place::with(&[MANIFEST, ("src/lib.rs", &rust), ("src/a.lua", "return 1")]);
    let ran = place.run_with(&["check", "--format", "json", "--stdin-name", "src/a.lua", "-"], SCRIPT.as_bytes(), &[]);
    assert!(ran.findings().contains(&"key_out_of_range 1:18".to_owned()), "{}", ran.out);
}

#[test]
fn a_broken_attribute_is_told_and_not_guessed_at() {
    let rust = function("file = \"a.lua\", kyes = 1", "a: &str");
    let place = Place::with(&[MANIFEST, ("src/lib.rs", &rust), ("src/a.lua", SCRIPT), ("src/b.lua", SCRIPT)]);
    let ran = place.run(&["check", "src/a.lua"]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(ran.err.contains("src/lib.rs:1:32: unknown key `kyes`, did you mean `keys`?"), "{}", ran.err);
    assert_eq!(place.run(&["check", "src/b.lua"]).err, "");
}
