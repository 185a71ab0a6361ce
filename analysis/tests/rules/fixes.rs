//! The edits that come with a diagnostic: what they make of a script, and that they touch nothing else.
//!
//! What becomes of a fixture lies beside it, `name.fixed`, where anything in it can be fixed.

use crate::fixture;
use redis_script_analysis::{Declaration, Fixed, Script, apply_fixes, lints};
use std::path::{Path, PathBuf};

/// The script with every fix applied, and every one that then shows up.
fn fixed(text: &[u8], declaration: &Declaration) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..20 {
        let found = fixture::check(&text, declaration);
        let Fixed { text: after, applied } = apply_fixes(&text, found.iter().map(|finding| &*finding.fix));
        if applied == 0 {
            return text;
        }
        text = after;
    }
    panic!("the fixes go on and on:\n{}", String::from_utf8_lossy(&text));
}

fn flagged() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints");
    lints().iter().flat_map(|lint| fixture::scripts(&folder.join(lint.name).join("flag"))).collect()
}

#[test]
fn fixtures_are_mended() {
    let mut wrong = Vec::new();
    let mut mended = 0;
    for path in flagged() {
        let text = std::fs::read(&path).unwrap();
        let declaration = fixture::declared_in(&text);
        let after = fixed(&text, &declaration);
        let file = path.with_extension("fixed");
        if after == text {
            assert!(!file.exists(), "{} is there, and nothing is fixed", file.display());
            continue;
        }
        mended += 1;
        let left = fixture::check(&after, &declaration);
        for finding in fixture::check(&text, &declaration).iter().filter(|finding| !finding.fix.is_empty()) {
            let stays = left.iter().any(|left| left.lint == finding.lint && left.message == finding.message);
            assert!(!stays, "{}: {} stays", path.display(), finding.message);
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &after).unwrap();
        } else if std::fs::read(&file).ok().as_ref() != Some(&after) {
            wrong.push(format!("{} isn't\n{}", file.display(), String::from_utf8_lossy(&after)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(mended > 20, "only {mended} fixtures are mended");
}

/// Line ends, bytes that are no UTF-8 and tabs around a fix come out as they went in.
#[test]
fn nothing_else_is_touched() {
    let crlf = |text: &[u8]| text.split(|byte| *byte == b'\n').collect::<Vec<_>>().join(&b"\r\n"[..]);
    let latin = |text: &[u8]| [text, b"\n--\t caf\xe9\r\n\t"].concat();
    for path in flagged() {
        let text = std::fs::read(&path).unwrap();
        // What decides lies in the head of a fixture.
        let declaration = fixture::declared_in(&text);
        let after = fixed(&text, &declaration);
        if text.contains(&b'\r') || after == text {
            continue;
        }
        assert_eq!(fixed(&crlf(&text), &declaration), crlf(&after), "{}", path.display());
        assert_eq!(fixed(&latin(&text), &declaration), latin(&after), "{}", path.display());
    }
}

/// (script, what becomes of it)
const FIXED: &[(&str, &str)] = &[
    ("x = 1 return x", "local x = 1 return x"),
    ("x = 1; x = x + 1; return x", "local x = 1; x = x + 1; return x"),
    ("a = 1 a, b = 2, 3 return a + b", "local a = 1 a, b = 2, 3 return a + b"),
    ("a, b = 1, 2 return a + b", "local a, b = 1, 2 return a + b"),
    (
        "function f(n) return n > 0 and f(n - 1) end return f(3)",
        "local function f(n) return n > 0 and f(n - 1) end return f(3)",
    ),
    (
        "if ARGV[1] then x = 1 return x else x = 2 return x end",
        "if ARGV[1] then local x = 1 return x else local x = 2 return x end",
    ),
    ("repeat x = redis.call('INCR', 'n') until x > 3", "repeat local x = redis.call('INCR', 'n') until x > 3"),
    ("x = 1 local function f() return x end return f()", "local x = 1 local function f() return x end return f()"),
    ("return tonumber(ARGV[1]) < 5 and ARGV[2] >= 1", "return tonumber(ARGV[1]) < 5 and tonumber(ARGV[2]) >= 1"),
    ("return 5 < ARGV[1] .. '0'", "return 5 < tonumber(ARGV[1] .. '0')"),
    ("return {not redis.call('EXISTS', KEYS[1])}", "return {redis.call('EXISTS', KEYS[1]) == 0}"),
    (
        "if not(redis.call('EXISTS', KEYS[1])) then return 1 end",
        "if not(redis.call('EXISTS', KEYS[1]) == 1) then return 1 end",
    ),
    ("return (not redis.call('LLEN', KEYS[1])) == true", "return (redis.call('LLEN', KEYS[1]) == 0) == true"),
    ("return not redis.call('SCARD', KEYS[1]) == true", "return not (redis.call('SCARD', KEYS[1]) > 0) == true"),
    (
        "if redis.call('EXISTS', KEYS[1], KEYS[2]) then return 1 end",
        "if redis.call('EXISTS', KEYS[1], KEYS[2]) > 0 then return 1 end",
    ),
    ("return true == redis.call('SETNX', KEYS[1], 1)", "return 1 == redis.call('SETNX', KEYS[1], 1)"),
    ("return redis.call('TYPE', KEYS[1]) ~= 'list'", "return redis.call('TYPE', KEYS[1]).ok ~= 'list'"),
    ("#! lua\nreturn 1", "#!lua\nreturn 1"),
    ("#!/usr/bin/lua5.1\nreturn 1", "#!lua\nreturn 1"),
    ("#!Lua flags = No_Writes , allow-oom\nreturn 1", "#!lua flags=no-writes,allow-oom\nreturn 1"),
    ("#!lua no-writes\nreturn 1", "#!lua flags=no-writes\nreturn 1"),
    ("#!lua flags='no-writes'\r\nreturn 1", "#!lua flags=no-writes\r\nreturn 1"),
];

#[test]
fn what_is_certain_is_fixed() {
    for (text, expected) in FIXED {
        let after = fixed(text.as_bytes(), &Declaration::default());
        assert_eq!(String::from_utf8_lossy(&after), *expected, "{text}");
        Script::parse(&after).unwrap_or_else(|errors| panic!("{expected}: {errors:?}"));
    }
}

/// Scripts that have a finding, and no one mend that is sure to be meant.
const LEFT: &[&str] = &[
    // Read before, or where the local would not reach.
    "if ARGV[1] then x = 1 else x = 2 end return x",
    "x = x or 1 return x",
    "local function f() return x end x = 1 return f()",
    "for i = 1, 3 do x = i end return x",
    "f = function() return f end return f",
    // Some of the targets are something else.
    "local a a, b = 1, 2 return b",
    "local t = {} t.a, b = 1, 2 return b",
    "x, x = 1, 2 return x",
    // Names that a server gives a meaning.
    "KEYS = {} return 1",
    "type = redis.call('TYPE', KEYS[1]) return 1",
    // Reached by other ways.
    "x = 1 return _G.x",
    "x = 1 return loadstring('return x')()",
    // A text that is no number, a `tonumber` of the script's own.
    "return 'many' < 5",
    "local function tonumber(s) return s end return ARGV[1] < 5 and tonumber(1)",
    "return ARGV[1] == 5",
    // 0 isn't the one no.
    "if redis.call('TTL', KEYS[1]) then return 1 end",
    "if redis.call('INCR', KEYS[1]) then return 1 end",
    "return redis.call('LLEN', KEYS[1]) == true",
    "return redis.call('SET', KEYS[1], 1, 'NX') == 'OK'",
    "#!/usr/bin/env python\nreturn 1",
    "#!lua name=x\nreturn 1",
    "#!lua -- reads only\nreturn 1",
    "#!lua",
];

#[test]
fn what_is_not_certain_is_left() {
    for text in LEFT {
        let found = fixture::check(text.as_bytes(), &Declaration::default());
        assert!(!found.is_empty(), "nothing is found in {text}");
        assert_eq!(String::from_utf8_lossy(&fixed(text.as_bytes(), &Declaration::default())), *text);
    }
}
