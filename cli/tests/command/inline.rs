//! Scripts that are written in Rust files.

use crate::place::Place;

const RUST: &str = r##"use redis_script::redis_script;

#[redis_script(source = r#"
local n = redis.call("GET", KEYS[1])
return nwo
"#, keys = 1)]
fn raw(conn: &mut C, key: &str) -> R<()>;

#[redis_script(source = "local x = 1\nreturn x + \x41RGV[3]", keys = 0, args = (u64))]
fn escaped(conn: &mut C, n: u64) -> R<u64>;

#[redis_script(source = "return 1", keys = 1)]
fn unused(conn: &mut C, key: &str) -> R<u64>;
"##;

fn found(place: &Place, arguments: &[&str]) -> Vec<String> {
    let ran = place.run(&[&["check", "--format", "json"], arguments].concat());
    let show = |found: &serde_json::Value| {
        let text = |key: &str| found[key].as_str().unwrap().to_owned();
        format!("{} {}:{}:{}", text("lint"), text("file"), found["line"], found["column"])
    };
    ran.objects().iter().map(show).collect()
}

#[test]
fn findings_are_in_the_line_of_the_rust_file() {
    let place = Place::with(&[("Cargo.toml", "[package]\nname = \"app\"\n"), ("src/lib.rs", RUST), ("b.lua", "x = 1")]);
    let inline = [
        "undefined_global src/lib.rs:5:8",
        "arg_out_of_range src/lib.rs:9:50",
        "unused_arg src/lib.rs:9:25",
        "unused_key src/lib.rs:12:25",
    ];
    let mut all = found(&place, &["src/lib.rs"]);
    all.sort();
    let mut expected = inline.map(str::to_owned);
    expected.sort();
    assert_eq!(all, expected);
    assert_eq!(found(&place, &["src"]).len(), 4);
    assert_eq!(found(&place, &["."])[0], "global_write b.lua:1:1");
    assert_eq!(found(&place, &["."]).len(), 5);
    assert_eq!(found(&place, &["b.lua"]).len(), 1);
    let shown = place.run(&["check", "src"]);
    assert!(shown.out.contains("--> src/lib.rs:5:8") && shown.out.contains("5 | return nwo"), "{}", shown.out);
    assert!(shown.err.contains("in 3 scripts"), "{}", shown.err);
}

#[test]
fn a_rust_file_outside_of_a_package_is_read_too() {
    let place = Place::with(&[("a.rs", RUST), ("none.rs", "fn main() {}")]);
    assert_eq!(found(&place, &["a.rs"]).len(), 4);
    let none = place.run(&["check", "none.rs"]);
    assert_eq!(none.status, 0);
    assert!(none.err.contains("there is no script to check here"), "{}", none.err);
    assert_eq!(place.run(&["check", "nowhere.rs"]).status, 2);
}

#[test]
fn what_an_inline_script_includes_goes_from_its_rust_file() {
    let rust = "#[redis_script(source = r\"-- @include \"\"lib/b.lua\"\"\nreturn b + nwo\", keys = 0)]";
    let rust = rust.replace("r\"", "r#\"").replace("\"\"", "\"").replace("nwo\"", "nwo\"#");
    let place = Place::with(&[
        ("src/lib.rs", &format!("{rust}\nfn f(conn: &mut C) -> R<()>; // redis_script")),
        ("src/lib/b.lua", "local b = ofset\n"),
    ]);
    assert_eq!(found(&place, &["src"]), ["undefined_global src/lib/b.lua:1:11", "undefined_global src/lib.rs:2:12"]);
    // It is only a part of the script in the Rust file.
    assert_eq!(found(&place, &["."]).len(), 2);
}
