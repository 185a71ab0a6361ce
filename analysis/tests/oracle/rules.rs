//! What the rules say happens, happening.

use crate::server::{Server, Version};
use redis_script_analysis::{Declaration, Level, MinServer, Script};

/// What a server does.
enum Happens {
    /// It raises an error with this in its text.
    Raises(&'static str),
    /// It replies this; nothing for a null.
    Replies(&'static str),
    /// It replies an error that begins so.
    Forges(&'static str),
}
use Happens::{Forges, Raises, Replies};

const NO_GLOBAL: &str = "nonexistent global variable";
/// Redis 6.2 words a write to a global in its own way.
const READ_ONLY: &str = "readonly table|attempted to create global variable";

/// (rule, script, what happens). One key and one argument are given and declared, both `x`.
const FAULTS: &[(&str, &str, Happens)] = &[
    ("key_out_of_range", "return KEYS[2]", Replies("")),
    ("key_out_of_range", "return KEYS[0]", Replies("")),
    ("key_out_of_range", "return KEYS['1']", Replies("")),
    ("key_out_of_range", "return redis.call('GET', KEYS[2])", Raises("arguments must be strings or integers")),
    ("key_out_of_range", "local a, b = unpack(KEYS) return b", Replies("")),
    ("arg_out_of_range", "return ARGV[2]", Replies("")),
    ("arg_out_of_range", "return ARGV[1] .. ARGV[2]", Raises("attempt to concatenate")),
    ("unused_key", "return ARGV[1]", Replies("x")),
    ("unused_arg", "return KEYS[1]", Replies("x")),
    ("undefined_global", "return nothing", Raises(NO_GLOBAL)),
    ("undefined_global", "if nothing then return 1 end", Raises(NO_GLOBAL)),
    ("undefined_global", "return nothing ~= nil", Raises(NO_GLOBAL)),
    ("undefined_global", "return _G.nothing", Raises(NO_GLOBAL)),
    ("undefined_global", "local globals = _G return globals['nothing']", Raises(NO_GLOBAL)),
    ("undefined_global", "return require('x')", Raises(NO_GLOBAL)),
    ("undefined_global", "return io.read()", Raises(NO_GLOBAL)),
    ("undefined_global", "return arg", Raises(NO_GLOBAL)),
    ("global_write", "count = 1", Raises(READ_ONLY)),
    ("global_write", "function f() end", Raises(READ_ONLY)),
    ("global_write", "local function f() total = 1 end f()", Raises(READ_ONLY)),
    ("global_write", "KEYS = {}", Raises(READ_ONLY)),
    ("global_write", "_G.x = 1", Raises(READ_ONLY)),
    ("global_write", "rawset(_G, 'x', 1)", Raises(READ_ONLY)),
    ("global_write", "setmetatable(_G, {})", Raises(READ_ONLY)),
    ("readonly_table_write", "redis.x = 1", Raises(READ_ONLY)),
    ("readonly_table_write", "function string.split() end", Raises(READ_ONLY)),
    ("readonly_table_write", "local t = table t.unpack = unpack", Raises(READ_ONLY)),
    ("readonly_table_write", "cjson.null = false", Raises(READ_ONLY)),
    ("readonly_table_write", "rawset(math, 'tau', 6)", Raises(READ_ONLY)),
    ("readonly_table_write", "setmetatable(string, {})", Raises(READ_ONLY)),
    ("readonly_table_write", "table.insert(redis, 1)", Raises(READ_ONLY)),
    ("unknown_api_field", "return redis.Call('PING')", Raises("attempt to call field 'Call'")),
    ("unknown_api_field", "return table.unpack({1})", Raises("attempt to call field 'unpack'")),
    ("arg_out_of_range", "return redis.call('GET', ARGV[0])", Raises("arguments must be strings or integers")),
    ("zero_index", "return redis.call('GET', redis.call('TIME')[0])", Raises("arguments must be strings or integers")),
    ("map_fields_dropped", "return {count = 1}", Replies("0")),
    ("forged_error_code", "return redis.error_reply('NOSCRIPT x')", Forges("NOSCRIPT x")),
    ("forged_error_code", "return redis.error_reply('-NOSCRIPT x')", Forges("NOSCRIPT x")),
    ("forged_error_code", "return {err = 'MOVED 1 a:1'}", Forges("MOVED 1 a:1")),
    ("forged_error_code", "return {err = 'NOAUTH'}", Forges("NOAUTH")),
    ("forged_error_code", "return redis.error_reply(string.format('ASK %s', 'x'))", Forges("ASK x")),
];

/// Scripts that work, and that no rule may call an error.
const WORKS: &[(&str, Happens)] = &[
    ("local function f(...) return arg[1] end return f('x')", Replies("x")),
    ("return rawget(_G, 'nothing')", Replies("")),
    ("local ok = pcall(function() return nothing end) return tostring(ok)", Replies("false")),
    ("local KEYS = {'a', 'b'} return KEYS[2]", Replies("b")),
    ("KEYS[2] = 'b' return KEYS[2]", Replies("b")),
    ("table.insert(ARGV, 'b') return ARGV[2]", Replies("b")),
    ("return ARGV[2] or 'none'", Replies("none")),
    ("return tostring(tonumber(ARGV[2]) or 5)", Replies("5")),
    ("local ttl = ARGV[2] if ttl then return ttl end return 'none'", Replies("none")),
    ("return tostring(type(ARGV[2]) == 'nil')", Replies("true")),
    ("local u = table.unpack or unpack return (u(ARGV))", Replies("x")),
    ("local string = {} function string.f() return 'x' end return string.f()", Replies("x")),
    ("return redis.error_reply('NOSCRIPT')", Forges("ERR NOSCRIPT")),
    ("return redis.error_reply('LOCKED x')", Forges("LOCKED x")),
    ("error('MOVED 1 a:1')", Raises("user_script:1: MOVED")),
    ("return redis['call']('PING').ok", Replies("PONG")),
    ("local goto, continue = 'a', 'b' return goto .. continue", Replies("ab")),
];

#[test]
fn faults_are_found_and_show_on_a_server() {
    let mut server = Server::start();
    let version = server.version();
    let declaration = declaration(version);
    for (rule, text, happens) in FAULTS {
        let found = Script::parse(text.as_bytes()).unwrap().check(&declaration);
        assert!(found.iter().any(|found| found.lint == *rule && found.level == Level::Error), "{text}: {found:?}");
        // 6.2 keeps the dash.
        if version.major >= 7 || !text.contains("'-") {
            happens.check(&mut server, text);
        }
    }
}

/// Faults that the script can look at itself: it replies what became of them.
#[test]
fn silent_faults_show_in_replies() {
    let mut server = Server::start();
    let mut array = |text: &str| {
        server.ask(&[b"EVAL", text.as_bytes(), b"0"]).map(|count| String::from_utf8_lossy(&count).into_owned())
    };
    // The client says how long an array is.
    assert_eq!(array("return {nil, 'a', 'b'}").as_deref(), Ok("0"));
    assert_eq!(array("return {count = 1, [0] = 'a'}").as_deref(), Ok("0"));
    assert_eq!(array(r#"return "\x41\u{41}\z ""#).as_deref(), Ok("x41u{41}z "));
    assert_eq!(array("return tostring(cjson.empty_array)").as_deref(), Ok("nil"));
    assert_eq!(array("return tostring(redis.call('TIME')[0])").as_deref(), Ok("nil"));
}

/// On a server of its own: it may not live on.
#[test]
fn an_error_table_without_err_crashes_or_says_nothing() {
    let mut server = Server::start();
    let found = Script::parse(b"error({code = 1})").unwrap().check(&Declaration::default());
    assert_eq!(found[0].lint, "error_without_err_field");
    match server.try_ask(&[b"EVAL", b"error({code = 1})", b"0"]) {
        None => {}
        Some(reply) => assert!(reply.is_err_and(|error| !error.contains("code"))),
    }
}

#[test]
fn working_scripts_have_no_errors() {
    let mut server = Server::start();
    let version = server.version();
    for (text, happens) in WORKS {
        // 6.2 sends a single word as it is.
        if version.major < 7 && text.contains("('NOSCRIPT')") {
            continue;
        }
        let mut found = Script::parse(text.as_bytes()).unwrap().check(&declaration(version));
        // The declared key and argument are not what this is about.
        found.retain(|found| found.level == Level::Error && !found.lint.starts_with("unused_"));
        assert!(found.is_empty(), "{text}: {found:?}");
        happens.check(&mut server, text);
    }
}

/// One key, one argument, and the server at hand as the oldest.
fn declaration(version: Version) -> Declaration {
    let oldest = Some(redis_script_analysis::Version(version.major, version.minor));
    let min_server = if version.valkey {
        MinServer { redis: None, valkey: oldest }
    } else {
        MinServer { redis: oldest, valkey: None }
    };
    let one = Some(redis_script_analysis::Arity::exactly(1));
    Declaration { keys: one, args: one, min_server, ..Declaration::default() }
}

impl Happens {
    fn check(&self, server: &mut Server, text: &str) {
        let reply = server.ask(&[b"EVAL", text.as_bytes(), b"1", b"x", b"x"]);
        let holds = match (self, &reply) {
            (Raises(wanted), Err(error)) => {
                error.contains("user_script") && wanted.split('|').any(|wanted| error.contains(wanted))
            }
            (Forges(wanted), Err(error)) => error.starts_with(wanted),
            (Replies(wanted), Ok(reply)) => reply == wanted.as_bytes(),
            _ => false,
        };
        assert!(holds, "{text}: {reply:?}");
    }
}

/// Our own scripts: what we call loadable is, and nothing else.
#[test]
fn fixtures_load_where_we_say_so() {
    let mut server = Server::start();
    let version = server.version();
    let mut count = 0;
    for path in scripts(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))) {
        let text = std::fs::read(&path).unwrap();
        // Before 7.0 there is no shebang.
        if version.major < 7 && text.starts_with(b"#!") {
            continue;
        }
        let ours = Script::parse(&text);
        let theirs = server.ask(&[b"SCRIPT", b"LOAD", &text]);
        let only_valkey = version.valkey && text.starts_with(b"#!LUA");
        assert!(ours.is_ok() == theirs.is_ok() || only_valkey, "{}: {:?}, {theirs:?}", path.display(), ours.err());
        count += 1;
    }
    assert!(count > 150, "only {count} scripts");
}

/// All `.lua` files below `folder`.
fn scripts(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(scripts(&path));
        } else if path.extension().is_some_and(|extension| extension == "lua") {
            found.push(path);
        }
    }
    found
}
