use crate::place::Place;

const HEADER: &str =
    "-- Takes tokens from a bucket.\n-- KEYS[1] bucket\n-- ARGV[1] capacity\n-- ARGV[2..] the members\n";

fn stub(script: &str) -> String {
    let place = Place::with(&[("Cargo.toml", "[package]\nname = \"app\"\n"), ("lua/take-tokens.lua", script)]);
    let ran = place.run(&["stub", "lua/take-tokens.lua"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    place.write("src/lib.rs", ran.out.as_bytes());
    // What is pasted is what the attribute takes: the command reads it back without complaint.
    let listed = place.run(&["list", "--format", "json"]);
    assert_eq!((listed.status, listed.objects().len()), (0, 1), "{}{}", ran.out, listed.err);
    assert_eq!(place.run(&["check"]).err, "", "{}", ran.out);
    ran.out
}

#[test]
fn takes_names_and_counts_from_the_header() {
    let expected = r#"use redis_script::redis_script;

#[redis_script(file = "lua/take-tokens.lua", keys = 1, args = (i64, ..&str))]
pub async fn take_tokens(
    conn: &mut impl redis_script::redis::aio::ConnectionLike,
    bucket: &str,
    capacity: i64,
    args: &[&str],
) -> redis_script::Result<redis_script::redis::Value>;
"#;
    let script = format!("{HEADER}\nreturn {{KEYS[1], tonumber(ARGV[1]), unpack(ARGV, 2)}}\n");
    assert_eq!(stub(&script), expected);
}

#[test]
fn takes_names_and_counts_from_the_code() {
    let out = stub(
        "local queue, type = KEYS[1], ARGV[2]\nlocal ttlMs = tonumber(ARGV[1]) or 0\nreturn {queue, type, ttlMs, KEYS[2]}",
    );
    for line in
        ["keys = 2, args = (i64, &str))]", "    queue: &str,\n    key2: &str,\n    ttl_ms: i64,\n    type_: &str,\n"]
    {
        assert!(out.contains(line), "{out}");
    }
}

#[test]
fn the_last_arguments_that_are_tested_for_may_be_left_out() {
    let out = stub(
        "local ttl = tonumber(ARGV[2]) or 60\nif ARGV[3] then ttl = ttl + 1 end\nreturn redis.call('SET', KEYS[1], ARGV[1], 'EX', ttl)",
    );
    for part in ["args = (&str, Option<i64>, Option<&str>))]", "    ttl: Option<i64>,\n    arg3: Option<&str>,\n"] {
        assert!(out.contains(part), "{out}");
    }
}

#[test]
fn takes_lists_from_loops() {
    let out = stub("for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[1]) end return 1");
    assert!(out.contains("keys = 0.., args = (&str))]"), "{out}");
    assert!(out.contains("    keys: &[&str],\n    arg1: &str,\n"), "{out}");
}

#[test]
fn takes_no_keys_and_no_args() {
    let out = stub("return redis.call('TIME')");
    assert!(out.contains("keys = 0)]"), "{out}");
}

#[test]
fn names_do_not_meet() {
    let out = stub("local conn, a = KEYS[1], KEYS[2]\nlocal b = ARGV[1] return {conn, a, b, ARGV[2]}\n-- KEYS[1]");
    assert!(out.contains("    conn_2: &str,\n    a: &str,\n    b: &str,\n    arg2: &str,\n"), "{out}");
}

#[test]
fn a_script_that_no_server_loads_has_no_function() {
    let place = Place::with(&[("a.lua", "return (")]);
    assert_eq!(place.run(&["stub", "a.lua"]).status, 1);
    assert_eq!(place.run(&["stub", "b.lua"]).status, 2);
}
