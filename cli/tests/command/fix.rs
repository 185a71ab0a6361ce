//! `check --fix`.

use crate::place::Place;
use std::fs;

const MENDABLE: &str = "#!Lua flags = no-write\ncount = redis.call('EXISTS', KEYS[1])\nif not count then return ARGV[1] > 5 end\nif redis.call('SET', KEYS[1], 1) == 'OK' then return 1 end\n";
const MENDED: &str = "#!lua flags=no-writes\nlocal count = redis.call('EXISTS', KEYS[1])\nif count == 0 then return tonumber(ARGV[1]) > 5 end\nif redis.call('SET', KEYS[1], 1).ok == 'OK' then return 1 end\n";

fn text(place: &Place, file: &str) -> String {
    fs::read_to_string(place.path().join(file)).unwrap()
}

#[test]
fn mends_what_is_certain_and_reports_the_rest() {
    let place = Place::with(&[("a.lua", MENDABLE), ("b.lua", "return 1\n")]);
    let ran = place.run(&["check", "--fix"]);
    assert_eq!(text(&place, "a.lua"), MENDED);
    // A write in a script that now says that it doesn't write.
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("error[write_in_read_only]") && !ran.out.contains("error[global_write]"), "{}", ran.out);
    assert!(ran.err.contains("5 mended") && ran.err.contains("1 error"), "{}", ran.err);
    let again = place.run(&["check", "--fix"]);
    assert_eq!(text(&place, "a.lua"), MENDED);
    assert!(!again.out.contains("+++") && !again.err.contains("mended"), "{}{}", again.out, again.err);
}

#[test]
fn what_it_mends_is_clean() {
    let place = Place::with(&[("a.lua", "x = redis.call('INCR', KEYS[1])\nreturn x\n")]);
    assert_eq!(place.run(&["check", "--fix"]).status, 0);
    assert_eq!(place.run(&["check"]).out, "");
}

#[test]
fn a_dry_run_shows_the_diff_and_writes_nothing() {
    let place = Place::with(&[("lua/a.lua", "-- one\r\n\tx = 1\r\nreturn x\r\n")]);
    let ran = place.run(&["check", "--fix", "--dry-run", "--allow", "line_endings"]);
    assert_eq!(text(&place, "lua/a.lua"), "-- one\r\n\tx = 1\r\nreturn x\r\n");
    let diff =
        "--- a/lua/a.lua\n+++ b/lua/a.lua\n@@ -1,3 +1,3 @@\n -- one\r\n-\tx = 1\r\n+\tlocal x = 1\r\n return x\r\n";
    assert!(ran.out.starts_with(diff), "{}", ran.out);
    // What is found is still there.
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("error[global_write]"), "{}", ran.out);
    assert!(ran.err.contains("1 can be mended"), "{}", ran.err);
    assert_eq!(place.run(&["check", "--dry-run"]).status, 2);
}

#[test]
fn all_other_bytes_stay() {
    let place = Place::with(&[]);
    let before = b"-- caf\xe9\r\n\tx = 1 -- \xff\0\r\nreturn x\n\r\t";
    place.write("a.lua", before);
    let dry = place.run(&["check", "--fix", "--dry-run"]);
    let changed = b"-\tx = 1 -- \xff\0\r\n+\tlocal x = 1 -- \xff\0\r\n return x\n";
    assert!(dry.bytes.windows(changed.len()).any(|part| part == changed), "{}", dry.out);
    let ran = place.run(&["check", "--fix", "--format", "json"]);
    let after = fs::read(place.path().join("a.lua")).unwrap();
    assert_eq!(after, b"-- caf\xe9\r\n\tlocal x = 1 -- \xff\0\r\nreturn x\n\r\t", "{}", ran.err);
}

#[test]
fn programs_get_findings_and_people_the_diff() {
    let place = Place::with(&[("a.lua", "x = 1\nreturn x, y\n")]);
    let ran = place.run(&["check", "--fix", "--format", "json"]);
    assert_eq!(ran.findings(), ["undefined_global 2:11"]);
    assert!(ran.err.contains("+local x = 1"), "{}", ran.err);
}

#[test]
fn what_is_declared_in_rust_counts() {
    let source = "#[redis_script(file = \"a.lua\", keys = 0, allow(global_write))] fn f(c: &mut C) -> R<u64>;";
    let place = Place::with(&[("src/lib.rs", source), ("Cargo.toml", "[package]\nname = \"p\"")]);
    place.write("src/a.lua", b"x = 1 return x");
    let ran = place.run(&["check", "--fix", "src"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert_eq!(text(&place, "src/a.lua"), "x = 1 return x");
}

#[test]
fn standard_input_has_no_file_to_write_to() {
    let place = Place::with(&[]);
    let ran = place.run_with(&["check", "--fix", "-"], b"x = 1 return x", &[]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("--fix --dry-run"), "{}", ran.err);
    let ran = place.run_with(&["check", "--fix", "--dry-run", "-"], b"x = 1 return x", &[]);
    assert!(ran.out.contains("+local x = 1 return x"), "{}", ran.out);
}

#[test]
fn a_local_more_is_not_one_too_many() {
    let locals: String = (0..200).map(|n| format!("local l{n} = 1\n")).collect::<Vec<_>>().concat();
    let script = format!("{locals}x = 1\nreturn x\n");
    let place = Place::with(&[("a.lua", &script)]);
    let ran = place.run(&["check", "--fix"]);
    assert_eq!(ran.status, 1);
    assert_eq!(text(&place, "a.lua"), script);
}
