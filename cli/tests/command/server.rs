//! The commands that talk to a server.

use crate::place::Place;
use redis_script::testing::{Server, Version};

#[test]
fn verify_compiles_what_it_is_given() {
    let place = Place::with(&[("a.lua", "return 1\n"), ("lua/b.lua", "return redis.call('GET', KEYS[1])\n")]);
    let ran = place.run(&["verify"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains("2 scripts fit ") && ran.err.contains("a private server"), "{}", ran.err);
}

#[test]
fn verify_reports_what_the_server_rejects() {
    let place = Place::with(&[
        ("lua/a.lua", "local x = 1\nreturn +\n"),
        ("lua/b.lua", "#!lua flags=fast\nreturn 1\n"),
        ("lua/c.lua", "return 1\n"),
    ]);
    let ran = place.run(&["verify", "lua"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(
        ran.out.contains("rejects the script: ") && ran.out.contains("lua/a.lua:2: unexpected symbol"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("--> lua/b.lua") && ran.out.contains("Unexpected flag in script shebang"), "{}", ran.out);
    assert!(ran.err.contains("1 script fit ") && ran.err.contains("2 not"), "{}", ran.err);
}

#[test]
fn verify_reports_what_the_server_lacks() {
    let place = Place::with(&[("a.lua", "redis.call('FRAMES', KEYS[1])\nreturn redis.call('CONFIG', 'GOT')\n")]);
    let ran = place.run(&["verify", "a.lua"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("has no command `FRAMES`"), "{}", ran.out);
}

#[test]
fn verify_reports_names_that_a_later_server_has() {
    let server = Server::start().unwrap();
    let Version::Redis(major, minor) = server.version() else { return };
    let place = Place::with(&[("a.lua", "return os.clock()\n")]);
    let ran = place.run(&["verify"]);
    // Redis has `os.clock` from 7.4 on.
    let lacks = (major, minor) < (7, 4);
    assert_eq!(ran.status, i32::from(lacks), "{}{}", ran.out, ran.err);
    assert_eq!(ran.out.contains("--> a.lua:1:8"), lacks, "{}", ran.out);
}

#[test]
fn verify_loads_into_a_server_that_it_is_given() {
    let server = Server::start().unwrap();
    let place = Place::with(&[("a.lua", "return 'verified'\n")]);
    assert_eq!(place.run(&["verify", "--server", &server.url()]).status, 2);
    let ran = place.run(&["verify", "--server", &server.url(), "--load", "a.lua"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("in its cache"), "{}", ran.err);
    let sha1 = place.run(&["sha1", "a.lua"]).out[..40].to_owned();
    let mut connection = server.client().get_connection().unwrap();
    let there: Vec<bool> = redis_script::redis::cmd("SCRIPT").arg("EXISTS").arg(sha1).query(&mut connection).unwrap();
    assert_eq!(there, [true]);
}

#[test]
fn verify_says_where_there_is_no_server() {
    let place = Place::with(&[("a.lua", "return 1\n")]);
    let ran = place.run_with(&["verify"], b"", &[("REDIS_SCRIPT_SERVER", "/nowhere/redis-server")]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("/nowhere/redis-server"), "{}", ran.err);
    let ran = place.run(&["verify", "--load", "--server", "redis://127.0.0.1:1/"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("can't reach the server"), "{}", ran.err);
}

const DEBUGGED: &str =
    "local n = redis.call('INCRBY', KEYS[1], ARGV[1])\nlocal doubled = n * 2\nreturn { doubled, ARGV[2] }\n";

#[test]
fn debug_steps_prints_and_shows_the_reply() {
    let place = Place::with(&[("a.lua", DEBUGGED)]);
    let commands = b"redis SET k 40\nn\nprint n\nb 3\nc\np doubled\n\neval return  1 + 1\nredis GET k\nc\n";
    let ran = place.run_with(&["debug", "a.lua", "--keys", "k", "--args", "-5", "a b"], commands, &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let expected = [
        "* Stopped at 1, stop reason = step over",
        "-> 1   local n = redis.call('INCRBY', KEYS[1], ARGV[1])",
        "<reply> \"+OK\"",
        "* Stopped at 2, stop reason = step over",
        "<value> 35",
        "* Stopped at 3, stop reason = break point",
        "<value> 70",
        "<retval> 2",
        "<reply> \"35\"",
        "=> 1) (integer) 70\n   2) \"a b\"",
    ];
    let mut rest = ran.out.as_str();
    for part in expected {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("{part} is not where it should be\n{}", ran.out)).1;
    }
    assert!(!ran.out.contains("endsession") && !ran.out.contains("debugger>"), "{}", ran.out);
}

#[test]
fn debug_ends_as_the_script_does() {
    let place = Place::with(&[
        ("a.lua", "return redis.call('GET')\n"),
        ("b.lua", "return +\n"),
        ("c.lua", "#!lua flags=no-writes\nreturn {}\n"),
    ]);
    let raised = place.run_with(&["debug", "a.lua"], b"c\n", &[]);
    assert_eq!(raised.status, 1, "{}", raised.out);
    assert!(raised.out.contains("Wrong number of args"), "{}", raised.out);
    let broken = place.run_with(&["debug", "b.lua"], b"", &[]);
    assert_eq!(broken.status, 1, "{}", broken.out);
    assert!(broken.out.contains("Error compiling script"), "{}", broken.out);
    assert!(place.run_with(&["debug", "c.lua"], b"continue\n", &[]).out.ends_with("=> (empty array)\n"));
    assert_eq!(place.run(&["debug", "missing.lua"]).status, 2);
}

#[test]
fn debug_can_be_left_aborted_and_begun_again() {
    let place = Place::with(&[("a.lua", DEBUGGED)]);
    let debug = |commands: &[u8]| place.run_with(&["debug", "a.lua", "--keys", "k", "--args", "1"], commands, &[]);
    for leave in [&b"quit\n"[..], b"", b"n\n"] {
        let ran = debug(leave);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(!ran.out.contains("=>"), "{}", ran.out);
    }
    let aborted = debug(b"abort\n");
    assert_eq!(aborted.status, 1);
    assert!(aborted.out.contains("aborted"), "{}", aborted.out);
    assert_eq!(debug(b"n\nrestart\nquit\n").out.matches("* Stopped at 1,").count(), 2);
    let open = debug(b"redis SET k 'x\nc\n");
    assert!(open.out.contains("a quote is not closed") && open.out.contains("=> 1) (integer) 2"), "{}", open.out);
}
