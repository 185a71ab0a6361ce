//! First lines that a server takes, and those that it refuses.

use crate::server::Server;
use redis_script_analysis::{Level, Script};

/// Whole texts; a `\n` where the line ends.
const TEXTS: &[&str] = &[
    "#!lua\nreturn 1",
    "#!lua\r\nreturn 1",
    "#!lua \nreturn 1",
    "#!lua\t\nreturn 1",
    "#!lua\n",
    "#!lua",
    "#!lua return 1",
    "#!lua\rreturn 1",
    "#!",
    "#!\nreturn 1",
    "#!LUA\nreturn 1",
    "#!Lua\nreturn 1",
    "#!js\nreturn 1",
    "#!lua5.1\nreturn 1",
    "#!/usr/bin/lua\nreturn 1",
    "#! lua\nreturn 1",
    "#!/usr/bin/env lua\nreturn 1",
    "#!lua name=foo\nreturn 1",
    "#!lua flags\nreturn 1",
    "#!lua flags=\nreturn 1",
    "#!lua flags=,\nreturn 1",
    "#!lua flags=no-writes\nreturn 1",
    "#!lua flags=no-writes\r\nreturn 1",
    "#!lua   flags=no-writes\t\nreturn 1",
    "#!lua flags=no-writes,\nreturn 1",
    "#!lua flags=,no-writes\nreturn 1",
    "#!lua flags=no-writes,,allow-oom\nreturn 1",
    "#!lua flags=no-writes, allow-oom\nreturn 1",
    "#!lua flags=no-writes,allow-oom\nreturn 1",
    "#!lua flags=no-writes,allow-oom,allow-stale,no-cluster,allow-cross-slot-keys\nreturn 1",
    "#!lua flags = no-writes\nreturn 1",
    "#!lua flags=no_writes\nreturn 1",
    "#!lua flags=raw\nreturn 1",
    "#!lua flags=NO-WRITES\nreturn 1",
    "#!lua FLAGS=no-writes\nreturn 1",
    "#!lua flags=no-writes,no-writes\nreturn 1",
    "#!lua flags=no-writes flags=allow-stale\nreturn 1",
    "#!lua flags=\"no-writes\"\nreturn 1",
    "#!lua \"flags=no-writes\"\nreturn 1",
    "#!lua 'flags=no-writes'\nreturn 1",
    "#!\"lua\"\nreturn 1",
    "\"#!lua\"\nreturn 1",
    "#!lua \"fl\\x61gs=no-writes\"\nreturn 1",
    "#!lua \"fl\\x6gs=no-writes\"\nreturn 1",
    "#!lua 'flags=no-\\'writes'\nreturn 1",
    "#!lua flags=no-writes\"\"\nreturn 1",
    "#!lua flags=\"\"\nreturn 1",
    "#!lua \"\"\nreturn 1",
    "#!lua \"flags=no-writes\nreturn 1",
    "#!lua 'flags=no-writes\nreturn 1",
    "#!lua flags=no-writes\\\nreturn 1",
    "#!lua -- reads\nreturn 1",
    "#!lua\u{b}flags=no-writes\nreturn 1",
    "#!lua \u{c} flags=no-writes\nreturn 1",
    "#!lua flags=no-writes\u{c}\nreturn 1",
    "#!lua flags=no-writes\0\nreturn 1",
    "#!lua\0\nreturn 1",
    " #!lua\nreturn 1",
    "\n#!lua\nreturn 1",
    "\u{feff}#!lua\nreturn 1",
    "#comment\nreturn 1",
    "#!lua flags=allow-oom allow-stale\nreturn 1",
    "#!lua flags=no-write\u{e9}s\nreturn 1",
    "#!lua\nreturn +",
];

/// What no server refuses is no error; what one refuses is.
#[test]
fn verdicts_on_shebangs_are_the_servers() {
    let mut server = Server::start();
    let version = server.version();
    for text in TEXTS {
        let theirs = server.ask(&[b"SCRIPT", b"LOAD", text.as_bytes()]);
        let ours = Script::parse(text.as_bytes()).err();
        let agrees = match (ours.is_some(), theirs.is_err()) {
            (ours, theirs) if ours == theirs => true,
            // Valkey takes what Redis doesn't: `#!LUA`, quotes in the middle.
            (true, false) => version.valkey,
            // Before 7.0, no shebang is valid: that is for `min_server` to say.
            (false, true) => version.major < 7,
            _ => false,
        };
        assert!(agrees, "{text:?}: we say {ours:?}, {version:?} says {theirs:?}");
    }
}

/// (first line, what is expected of it where `quoted` forms and others are only odd)
const PARTIAL_TO_SOME_SERVERS: &[&str] =
    &["#!lua flags=no\"-\"writes\nreturn 1", "#!lua flags=no-writes\"\"x\nreturn 1"];

#[test]
fn what_only_valkey_takes_is_an_error() {
    let mut server = Server::start();
    let version = server.version();
    for text in PARTIAL_TO_SOME_SERVERS {
        assert!(Script::parse(text.as_bytes()).is_err(), "{text:?}");
        let theirs = server.ask(&[b"SCRIPT", b"LOAD", text.as_bytes()]);
        assert!(theirs.is_err() || version.valkey, "{text:?}: {version:?} says {theirs:?}");
    }
}

#[test]
fn odd_but_valid_is_a_warning() {
    for text in ["#!lua flags=\"no-writes\"\nreturn 1", "#!lua flags=no-writes flags=allow-oom\nreturn 1"] {
        let found = Script::parse(text.as_bytes()).unwrap().check(&redis_script_analysis::Declaration::default());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].lint, found[0].level), ("invalid_shebang", Level::Warn));
    }
    let script = Script::parse(b"#!lua flags=no-writes,no-writes flags=allow-oom\nreturn 1").unwrap();
    assert_eq!(script.flags(), ["no-writes", "allow-oom"]);
    assert!(script.read_only());
}
