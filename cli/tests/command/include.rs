//! Scripts that are made of several files.

use crate::place::Place;

const CLOCK: &str = "-- The clock.\nlocal function now()\n  return redis.call('TIME')[1] + ofset\nend\n";

#[test]
fn findings_are_in_the_file_that_they_are_about() {
    let place = Place::with(&[
        ("lua/a.lua", "-- @include \"lib/clock.lua\"\nreturn now() + KEYS[0]\n"),
        ("lua/b.lua", "local x = 1\n-- @include \"lib/clock.lua\"\nreturn now() + x\n"),
        ("lua/lib/clock.lua", CLOCK),
    ]);
    let ran = place.run(&["check", "--format", "json", "lua"]);
    let files: Vec<String> =
        ran.objects().iter().map(|found| format!("{} {}", found["file"].as_str().unwrap(), found["line"])).collect();
    // What is said of the clock is said once, and the clock alone is no script.
    assert_eq!(files, ["lua/lib/clock.lua 3", "lua/a.lua 2"], "{}", ran.out);
    assert_eq!(ran.status, 1);
    let ran = place.run(&["check", "lua/a.lua"]);
    assert!(ran.out.contains("--> lua/lib/clock.lua:3:34"), "{}", ran.out);
    assert!(ran.out.contains("  = included by lua/a.lua:1\n"), "{}", ran.out);
    assert!(ran.err.contains("1 error, 1 warning in 1 script"), "{}", ran.err);
    // A file that is named is checked.
    assert_eq!(place.run(&["check", "--format", "json", "lua/lib/clock.lua"]).objects().len(), 1);
    // A folder of files that only others include has nothing to check, if it is known what runs.
    assert_eq!(place.run(&["check", "--format", "json", "lua/lib"]).objects().len(), 1);
    place.write("Cargo.toml", b"[package]\nname = \"app\"\n");
    place
        .write("src/lib.rs", b"#[redis_script(file = \"lua/a.lua\", keys = 1)]\nfn a(conn: &mut C, k: &str) -> R<()>;");
    assert_eq!(place.run(&["check", "--format", "json", "lua/lib"]).objects().len(), 0);
}

#[test]
fn what_cannot_be_joined_is_an_error_in_its_file() {
    let place = Place::with(&[
        ("a.lua", "-- @include \"lib/b.lua\"\n-- @include \"nowhere.lua\"\nreturn 1\n"),
        ("lib/b.lua", "-- @include \"../a.lua\"\nreturn 2\n"),
    ]);
    let ran = place.run(&["check", "--format", "json", "a.lua"]);
    let found: Vec<String> = ran
        .objects()
        .iter()
        .map(|found| {
            format!("{} {}:{}", found["lint"].as_str().unwrap(), found["file"].as_str().unwrap(), found["line"])
        })
        .collect();
    assert_eq!(found, ["invalid_include a.lua:2", "invalid_include lib/b.lua:1", "invalid_include lib/b.lua:2"]);
    assert_eq!(ran.status, 1);
    for command in ["expand", "sha1", "stub"] {
        let ran = place.run(&[command, "a.lua"]);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{command}");
        assert!(ran.err.contains("a.lua -> lib/b.lua -> a.lua"), "{command}: {}", ran.err);
    }
}

#[test]
fn expand_prints_what_is_hashed() {
    let place = Place::with(&[
        ("a.lua", "#!lua flags=no-writes\r\n-- @include \"lib/b.lua\"\r\nreturn b\r\n"),
        ("lib/b.lua", "local b = 1"),
        ("plain.lua", "return 1\r\n"),
    ]);
    let expanded = place.run(&["expand", "a.lua"]);
    assert_eq!((expanded.status, expanded.out.as_str()), (0, "#!lua flags=no-writes\nlocal b = 1\nreturn b\n"));
    place.write("expanded.lua", expanded.out.as_bytes());
    let hash = |file: &str| place.run(&["sha1", file]).out[..40].to_owned();
    assert_eq!(hash("a.lua"), hash("expanded.lua"));
    assert_eq!(place.run(&["expand", "plain.lua"]).out, "return 1\r\n");
    let piped = place.run_with(&["expand", "-"], b"-- @include \"lib/b.lua\"\nreturn b", &[]);
    assert_eq!(piped.out, "local b = 1\nreturn b");
    assert_eq!(place.run(&["expand", "nowhere.lua"]).status, 2);
}

#[test]
fn a_stub_and_a_list_see_the_whole_script() {
    let rust = "#[redis_script(file = \"a.lua\", keys = 1)]\nfn a(conn: &mut C, key: &str) -> R<()>;";
    let place = Place::with(&[
        ("Cargo.toml", "[package]\nname = \"app\"\n"),
        ("src/lib.rs", &format!("use redis_script::redis_script;\n{rust}")),
        ("a.lua", "-- @include \"lib/b.lua\"\nreturn get(KEYS[1])\n"),
        (
            "lib/b.lua",
            "-- KEYS[7] is not of this script\nlocal function get(key)\n  return redis.call('GET', key)\nend\n",
        ),
    ]);
    let listed = place.run(&["list", "--format", "json"]).objects().swap_remove(0);
    assert_eq!(listed["commands"], serde_json::json!(["GET"]));
    assert_eq!(listed["includes"], serde_json::json!(["lib/b.lua"]));
    assert_eq!(listed["sha1"], place.run(&["sha1", "a.lua"]).out[..40]);
    assert!(place.run(&["list"]).out.contains("includes lib/b.lua"));
    let stub = place.run(&["stub", "a.lua"]);
    assert!(stub.out.contains("file = \"a.lua\", keys = 1)"), "{}{}", stub.out, stub.err);
}
