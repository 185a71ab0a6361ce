//! Settings of the declaration and comments of the script.

use crate::fixture;
use redis_script_analysis::{Diagnostic, Level, Subject};

fn found(text: &str, declared: &str) -> Vec<(&'static str, Level)> {
    let diagnostics = fixture::check(text.as_bytes(), &fixture::declaration(declared));
    diagnostics.iter().map(|diagnostic| (diagnostic.lint, diagnostic.level)).collect()
}

const GLOBAL: &str = "x = 1";
const DYNAMIC: &str = "return redis.error_reply(ARGV[1])";

#[test]
fn a_setting_by_name_counts_for_all_cases_of_a_rule() {
    assert_eq!(found(GLOBAL, ""), [("global_write", Level::Error)]);
    assert_eq!(found(GLOBAL, "warn(global_write)"), [("global_write", Level::Warn)]);
    assert_eq!(found(GLOBAL, "allow(global_write)"), []);
    assert_eq!(found("return ARGV[2]", "args = 2, deny(unused_arg)"), [("unused_arg", Level::Error)]);
    assert_eq!(found(DYNAMIC, "deny(forged_error_code)"), [("forged_error_code", Level::Error)]);
}

#[test]
fn the_last_setting_counts() {
    assert_eq!(found(GLOBAL, "allow(global_write), warn(global_write)"), [("global_write", Level::Warn)]);
    assert_eq!(found(GLOBAL, "deny(global_write), allow(global_write)"), []);
}

#[test]
fn strict_is_the_group_of_what_is_silent_otherwise() {
    assert_eq!(found(DYNAMIC, ""), [("forged_error_code", Level::Info)]);
    assert_eq!(found(DYNAMIC, "warn(strict)"), [("forged_error_code", Level::Warn)]);
    assert_eq!(found(DYNAMIC, "allow(strict)"), []);
    // Its literal cases aren't in the group.
    let literal = "return redis.error_reply('MOVED 1 a:1')";
    assert_eq!(found(literal, "warn(strict)"), [("forged_error_code", Level::Error)]);
    assert_eq!(found(literal, "allow(strict)"), [("forged_error_code", Level::Error)]);
    // A name is more than a group, whatever comes last.
    assert_eq!(found(DYNAMIC, "allow(forged_error_code), deny(strict)"), []);
}

#[test]
fn what_no_server_loads_is_an_error_whatever_is_allowed() {
    assert_eq!(found("return +", "allow(lua_syntax)"), [("lua_syntax", Level::Error)]);
    let text = "#!lua flags=no-writes\nreturn 1";
    let declared = "flags = [], allow(invalid_shebang)";
    assert!(found(text, declared).contains(&("invalid_shebang", Level::Error)));
    assert_eq!(found("#!lua 'flags=no-writes'\nreturn 1", "allow(invalid_shebang)"), []);
}

#[test]
fn comments_cover_their_line_or_the_statement_below() {
    let clean = |text: &str| assert_eq!(found(text, ""), [], "{text}");
    clean("x = 1 -- redis-script: allow(global_write)");
    clean("x = 1 --redis-script:allow( global_write , ) because");
    clean("x = 1 --[[ redis-script: allow(global_write) ]]");
    clean("--[[ redis-script: allow(global_write) ]]\nx = 1");
    clean("-- redis-script: allow(undefined_global)\nreturn {\n  1,\n  nothing\n}");
    clean("if KEYS[1] then\n  -- redis-script: allow(global_write)\n  x = 1\nend");
    clean("x = nothing -- redis-script: allow(global_write, undefined_global)");
    let text = "-- redis-script: allow(global_write)\nif KEYS[1] then\n  x = 1\nend";
    assert_eq!(found(text, ""), [("unused_allow", Level::Warn), ("global_write", Level::Error)]);
}

#[test]
fn an_unused_allow_is_a_finding_like_any_other() {
    let unused = "-- redis-script: allow(global_write)\nreturn 1";
    assert_eq!(found(unused, "deny(unused_allow)"), [("unused_allow", Level::Error)]);
    assert_eq!(found(unused, "allow(unused_allow)"), []);
    assert_eq!(found("return 1", "allow(global_write), warn(global_write)"), []);
    assert_eq!(found("return 1", "allow(unused_key)"), [("unused_allow", Level::Warn)]);
    // A name that isn't known is for who read the declaration to report.
    assert_eq!(found("return 1", "allow(no_such_lint)"), []);
}

#[test]
fn findings_about_the_declaration_name_the_part() {
    let subjects = |text: &str, declared: &str| {
        let found: Vec<Diagnostic> = fixture::check(text.as_bytes(), &fixture::declaration(declared));
        found.into_iter().filter_map(|found| found.subject).collect::<Vec<_>>()
    };
    assert_eq!(subjects("return KEYS[2]", "keys = 1"), [Subject::Key(0), Subject::Keys]);
    assert_eq!(subjects("return ARGV[1]", "args = 3"), [Subject::Args]);
    assert_eq!(subjects("return 1", "flags = [\"no-writes\"]"), [Subject::Flags]);
    assert_eq!(subjects("#!lua\nreturn 1", "min_server = \"6.2\""), [Subject::MinServer]);
    assert_eq!(subjects("return 1", "allow(global_write)"), [Subject::Setting("global_write".into())]);
}

#[test]
fn findings_come_in_the_order_of_the_text() {
    let text = "y = 1\nreturn KEYS[3] .. nothing";
    let names: Vec<&str> = found(text, "keys = 1, args = 1").iter().map(|(lint, _)| *lint).collect();
    assert_eq!(names, ["unused_arg", "unused_key", "global_write", "key_out_of_range", "undefined_global"]);
}

/// Scripts cut, doubled and mixed at random: whatever comes out has an answer.
#[test]
fn no_text_and_no_declaration_panics() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shipped");
    let mut texts: Vec<Vec<u8>> = fixture::scripts(&folder).iter().map(|path| std::fs::read(path).unwrap()).collect();
    texts.push(b"#!lua flags=no-writes\n-- redis-script: allow(x)\nx = KEYS[0] \"\\x4\" \\u{".to_vec());
    let declaration = fixture::declaration("keys = 2.., args = 3, flags = [\"x\"], warn(strict), allow(unused_key)");
    let mut state = 1u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    for round in 0..2000 {
        let mut text = texts[round % texts.len()].clone();
        for _ in 0..=random(3) {
            let (from, to) = (random(text.len()), random(text.len()));
            let piece = text[from.min(to)..from.max(to)].to_vec();
            match random(3) {
                0 => drop(text.drain(from.min(to)..from.max(to))),
                1 => text.truncate(from),
                _ => drop(text.splice(to..to, piece)),
            }
        }
        text.truncate(4000);
        for found in fixture::check(&text, &declaration) {
            assert_eq!(found.snippet("x.lua", &text).is_some(), found.span.is_some());
            assert!(!found.message.is_empty());
        }
    }
}
