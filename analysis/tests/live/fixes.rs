//! What is fixed loads, and then does what the finding said that it doesn't.

use crate::random::Generator;
use crate::server::{Reply, Server, Version};
use redis_script_analysis::{Declaration, Diagnostic, Script, apply_fixes};
use std::path::Path;

fn found(text: &[u8]) -> Vec<Diagnostic> {
    Script::parse(text).map_or_else(|errors| errors, |script| script.check(&Declaration::default()))
}

/// The script with its fixes, if it has any.
fn fixed(text: &[u8]) -> Option<Vec<u8>> {
    let fixed = apply_fixes(text, found(text).iter().map(|finding| &*finding.fix));
    (fixed.applied > 0).then_some(fixed.text)
}

fn loads(server: &mut Server, text: &[u8]) -> Result<(), String> {
    match server.call([b"SCRIPT".as_slice(), b"LOAD", text]) {
        Reply::Error(error) => Err(format!("{error}\n{}", String::from_utf8_lossy(text))),
        _ => Ok(()),
    }
}

#[test]
fn fixed_fixtures_load() {
    let mut server = Server::start();
    let reads_shebangs = server.version().major >= 7;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints");
    let mut loaded = 0;
    for lint in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(lint.unwrap().path().join("flag")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "fixed")
                && !path.ends_with("and_a_syntax_error.fixed")
            {
                let text = std::fs::read(&path).unwrap();
                let loaded_it = loads(&mut server, &text);
                if !text.starts_with(b"#!") || reads_shebangs {
                    loaded_it.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                } else {
                    assert!(loaded_it.is_err_and(|error| error.contains("near '#'")), "{}", path.display());
                }
                loaded += 1;
            }
        }
    }
    assert!(loaded > 20, "only {loaded} scripts");
}

#[test]
fn fixed_scripts_made_at_random_load_and_have_fewer_findings() {
    let mut server = Server::start();
    let mut mended = 0;
    for seed in 1..=3000 {
        let text = Generator::script(seed);
        let Some(after) = fixed(text.as_bytes()) else { continue };
        loads(&mut server, &after).unwrap();
        let fixable = |text: &[u8]| found(text).iter().filter(|finding| !finding.fix.is_empty()).count();
        assert!(fixable(&after) < fixable(text.as_bytes()), "seed {seed}\n{text}\n{}", String::from_utf8_lossy(&after));
        mended += 1;
    }
    assert!(mended > 100, "only {mended} scripts are mended");
}

/// (what a server has, the script, what it then returns, and what it returned before)
const RUNS: &[(&[&str], &str, &str, &str)] = &[
    (&[], "x = 1 return x", "Integer(1)", "Attempt to modify a readonly table"),
    (&[], "return ARGV[1] > 5 and 1 or 0", "Integer(1)", "attempt to compare"),
    (&[], "if redis.call('EXISTS', KEYS[1]) then return 1 end return 0", "Integer(0)", "Integer(1)"),
    (&[], "if not redis.call('EXISTS', KEYS[1]) then return 1 end return 0", "Integer(1)", "Integer(0)"),
    (&["SET", "k", "v"], "return redis.call('TYPE', KEYS[1]) == 'string' and 1 or 0", "Integer(1)", "Integer(0)"),
    (&["SET", "k", "v"], "return redis.call('EXISTS', KEYS[1]) == false and 1 or 0", "Integer(0)", "Integer(0)"),
];

/// From 8.1 on, Valkey looks for an engine of that name in capitals, too. Before 7.0 there are no shebang lines.
#[test]
fn a_fixed_shebang_is_understood() {
    let mut server = Server::start();
    let Version { valkey, major, minor } = server.version();
    let (before, after) = if major < 7 {
        ("near '#'", "near '#'")
    } else if valkey && (major, minor) >= (8, 1) {
        ("Integer(1)", "Integer(1)")
    } else {
        ("Unexpected engine", "Integer(1)")
    };
    let text = "#!LUA\nreturn 1";
    let was = server.eval(text, &[], &[]).text();
    assert!(was.contains(before), "{was}");
    let fixed = String::from_utf8(fixed(text.as_bytes()).unwrap()).unwrap();
    assert_eq!(fixed, "#!lua\nreturn 1");
    let is = server.eval(&fixed, &[], &[]).text();
    assert!(is.contains(after), "{is}");
}

#[test]
fn fixed_scripts_do_what_was_meant() {
    let mut server = Server::start();
    for (setup, text, expected, before) in RUNS {
        server.call(["FLUSHALL"]);
        if !setup.is_empty() {
            server.call(*setup);
        }
        let was = server.eval(text, &["k"], &["7"]).text();
        assert!(was.contains(before), "{text}: {was}");
        let after = String::from_utf8(fixed(text.as_bytes()).expect(text)).unwrap();
        assert_eq!(server.eval(&after, &["k"], &["7"]).text(), *expected, "{after}");
    }
}
