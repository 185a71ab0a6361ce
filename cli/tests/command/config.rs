//! `redis-script.toml`: what holds for a whole package.

use crate::place::Place;

const MANIFEST: (&str, &str) = ("Cargo.toml", "[package]\nname = \"app\"\n");
/// One warning, and one command that Redis 7.0 doesn't have.
const SCRIPT: &str = "redis.call('SET', 'constant', 1)\nreturn redis.call('HTTL', KEYS[1], 'FIELDS', 1, 'f')\n";

fn findings(files: &[(&str, &str)], arguments: &[&str]) -> Vec<String> {
    Place::with(files).run(&[&["check", "--format", "json", "--keys", "1", "a.lua"], arguments].concat()).findings()
}

#[test]
fn it_sets_levels_and_servers() {
    let files = [MANIFEST, ("a.lua", SCRIPT)];
    assert_eq!(findings(&files, &[]), ["undeclared_key 1:19", "command_too_new 2:19"]);
    let config = "min_server = \"redis 7.4\"\n[lints]\nundeclared_key = \"allow\"\nunused_arg = \"allow\"\n";
    let files = [MANIFEST, ("a.lua", SCRIPT), ("redis-script.toml", config)];
    assert_eq!(findings(&files, &[]), [""; 0]);
    // The command line goes before it.
    assert_eq!(findings(&files, &["--warn", "undeclared_key"]), ["undeclared_key 1:19"]);
    assert_eq!(findings(&files, &["--min-server", "7.0"]), ["command_too_new 2:19"]);
}

#[test]
fn the_attribute_goes_before_it() {
    let rust = "#[redis_script(file = \"a.lua\", keys = 1, warn(undeclared_key), min_server = \"7.0\")]\n\
                fn run(conn: &mut impl redis::ConnectionLike, key: &str) -> redis_script::Result<i64>;\n";
    let config = "min_server = \"redis 7.4\"\nlints.undeclared_key = \"deny\"\n";
    let files = [MANIFEST, ("a.lua", SCRIPT), ("src/lib.rs", rust), ("redis-script.toml", config)];
    let place = Place::with(&files);
    let ran = place.run(&["check", "--format", "json", "a.lua"]);
    assert_eq!(ran.findings(), ["undeclared_key 1:19", "command_too_new 2:19"]);
    assert_eq!(ran.objects()[0]["level"], "warn");
}

#[test]
fn mistakes_in_it_are_misuse() {
    let config = "min_server = \"7.0\"\n[lints]\nundeclared_ky = \"deny\"\n";
    let place = Place::with(&[MANIFEST, ("a.lua", "return 1\n"), ("redis-script.toml", config)]);
    let ran = place.run(&["check", "a.lua"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("unknown lint `undeclared_ky`, did you mean `undeclared_key`?"), "{}", ran.err);
    assert!(ran.err.contains("redis-script.toml:3:1"), "{}", ran.err);
}
