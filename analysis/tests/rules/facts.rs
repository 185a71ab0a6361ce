//! What is known about a script without a declaration.

use crate::fixture;
use redis_script_analysis::{Script, Vector};
use std::path::Path;

fn script(text: &str) -> Script {
    Script::parse(text.as_bytes()).unwrap_or_else(|errors| panic!("{text}: {errors:?}"))
}

/// (script, highest required argument, highest read one, whether that is all)
const COUNTS: &[(&str, u32, u32, bool)] = &[
    ("return ARGV[1]", 1, 1, true),
    ("local argv = ARGV return argv[2]", 2, 2, true),
    ("local a = ARGV local b = a return b[3]", 3, 3, true),
    ("return _G.ARGV[2]", 2, 2, true),
    ("return (ARGV)[2]", 2, 2, true),
    ("local a = ARGV or {} return a[2]", 2, 2, true),
    ("local n = 2 return ARGV[n * 2 - 1]", 3, 3, true),
    ("local n = 2 n = 3 return ARGV[n]", 0, 0, false),
    ("local a, b, c = unpack(ARGV)", 3, 3, true),
    ("local a, b, c c, b = unpack(ARGV)", 2, 2, true),
    ("local x, a, b = 1, unpack(ARGV)", 2, 2, true),
    ("local a, b = unpack(ARGV, 3)", 4, 4, true),
    ("local a, b, c = unpack(ARGV, 2, 3)", 3, 3, true),
    ("local a = unpack(ARGV), 1", 1, 1, true),
    ("return (unpack(ARGV))", 1, 1, true),
    ("return {unpack(ARGV)}", 0, 0, false),
    ("return {unpack(ARGV, 1, 2)}", 2, 2, true),
    ("return {unpack(ARGV, 2, #ARGV)}", 0, 0, false),
    ("return select(2, unpack(ARGV))", 0, 0, false),
    ("return #ARGV", 0, 0, false),
    ("for i = 1, #ARGV do end return ARGV[2]", 2, 2, false),
    ("for i, v in ipairs(ARGV) do end", 0, 0, false),
    ("return cjson.encode(ARGV)", 0, 0, false),
    ("local f = function(t) return t[1] end return f(ARGV)", 0, 0, false),
    ("local t = {ARGV} return t[1][1]", 0, 0, false),
    ("return loadstring('return ARGV[1]')()", 0, 0, false),
    ("for k in pairs(_G) do end", 0, 0, false),
    ("return _G[KEYS[1]]", 0, 0, false),
    ("return rawget(_G, 'os') and ARGV[1]", 1, 1, true),
    ("return ARGV[1] or ARGV[2]", 2, 2, true),
    ("local ARGV = {} return ARGV[1]", 0, 0, true),
    ("local function f(ARGV) return ARGV[9] end return f({})", 0, 0, true),
    ("return ARGV[1] and ARGV[2]", 2, 2, true),
    ("return (ARGV[2] or '') .. ARGV[1]", 1, 2, true),
    ("if ARGV[2] then return ARGV[2] end return ARGV[1]", 1, 2, true),
    ("local x = tonumber(ARGV[2]) if x == nil then x = 5 end return x + ARGV[1]", 1, 2, true),
    ("local x = ARGV[1] == 'a' and ARGV[2] or 'b' return x", 1, 2, true),
    ("return 1", 0, 0, true),
];

#[test]
fn arguments_are_counted() {
    for (text, required, highest, exact) in COUNTS {
        let script = script(text);
        let usage = script.usage().of(Vector::Argv);
        let found = (usage.highest_required(), usage.highest(), usage.is_exact());
        assert_eq!(found, (*required, *highest, *exact), "{text}");
    }
}

/// Scripts whose NOSCRIPT may be their own.
const FORGERS: &[&str] = &[
    "return redis.error_reply('NOSCRIPT No matching script.')",
    "return redis.error_reply(ARGV[1])",
    "return {err = ARGV[1]}",
    "return {['err'] = ARGV[1] .. ' x'}",
    "local t = {} t.err = redis.call('GET', KEYS[1]) return t",
    "local fail = redis.error_reply return fail(ARGV[1])",
    "local api = redis return api.error_reply(ARGV[1])",
    "local name = 'error_reply' return redis[name](ARGV[1])",
    "local ok, e = pcall(redis.error_reply, ARGV[1]) return e",
    "return cjson.decode(ARGV[1])",
    "local t = cmsgpack.unpack(ARGV[1]) return t.reply",
    "local ok, t = pcall(cjson.decode, ARGV[1]) return t",
    "local t = {} t[ARGV[1]] = ARGV[2] return t",
    "local t, raw = {}, redis.call('HGETALL', KEYS[1]) for i = 1, #raw, 2 do t[raw[i]] = raw[i + 1] end return t",
    "return redis.error_reply(ARGV[1] or 'ERR x')",
    "return redis.error_reply(string.format(ARGV[1]))",
    "return redis.error_reply(string.format('%s', ARGV[1]))",
    "return redis.error_reply('NOS' .. ARGV[1])",
    "return loadstring(ARGV[1])()",
    "local ok, e = pcall(function() error(ARGV[1], 0) end) return {err = e}",
];

/// Scripts that can't.
const HONEST: &[&str] = &[
    "return 1",
    "return redis.call('GET', KEYS[1])",
    "return redis.pcall('GET', KEYS[1])",
    "return redis.error_reply('ERR ' .. ARGV[1])",
    "return redis.error_reply('LOCKED ' .. ARGV[1])",
    "return {err = string.format('ERR %s', ARGV[1])}",
    "return {err = 'MOVED 1 a:1'}",
    "local r = redis.pcall('GET', KEYS[1]) if r.err then return redis.error_reply(r.err) end return r",
    "local ok, e = pcall(redis.call, 'GET', KEYS[1]) if not ok then return {err = e} end return e",
    "return cjson.encode(cjson.decode(ARGV[1]))",
    "local t = {} t[#t + 1] = ARGV[1] return t",
    "local t = {} for i, v in ipairs(ARGV) do t[i] = v end return t",
    "local t = {} t[ARGV[1]] = 1 return cjson.encode(t)",
    "return redis.status_reply(ARGV[1])",
    "error(ARGV[1])",
];

#[test]
fn forgers_are_known() {
    for text in FORGERS {
        assert!(script(text).can_forge_noscript(), "{text}");
    }
    for text in HONEST {
        assert!(!script(text).can_forge_noscript(), "{text}");
    }
}

#[test]
fn ordinary_scripts_are_no_forgers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shipped");
    let forgers: Vec<_> = fixture::scripts(&folder)
        .into_iter()
        .filter(|path| Script::parse(&std::fs::read(path).unwrap()).unwrap().can_forge_noscript())
        .collect();
    assert!(forgers.is_empty(), "{forgers:?}");
}

/// Any text is read in a time that grows with its length alone.
#[test]
fn long_texts_take_no_long_time() {
    let repeated = |text: &str| text.repeat(150_000 / text.len());
    let texts = [
        repeated("local g = _G\n").replace("local g", "g"),
        repeated("x = nothing -- redis-script: allow(global_write)\n"),
        repeated("-- redis-script: allow(unused_key)\n"),
        repeated("do local a, b, c = unpack(KEYS) end KEYS[1] = KEYS[2] "),
        repeated("redis.call('DEL', unpack(KEYS, 1, 60))\n"),
        format!("return {}1", repeated("ARGV[1] or ")),
        format!("return {}1", repeated("nothing + ")),
        repeated("do local t = {} t[ARGV[1]] = ARGV[2] redis.error_reply(ARGV[1]) end "),
        repeated("do local function f(a, b) if b then a = b end end f(ARGV[1], ARGV[3]) end "),
        (0..15_000).map(|n| format!("f(name{n})")).collect::<Vec<_>>().join(" "),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        let declaration = fixture::declaration("keys = 1, args = 1, allow(unused_arg)");
        let found = fixture::check(text.as_bytes(), &declaration).len();
        let head: String = text.chars().take(40).collect();
        let taken = start.elapsed();
        assert!(taken.as_secs() < 5, "{taken:?} for {} bytes of {head:?}, {found} findings", text.len());
    }
}
