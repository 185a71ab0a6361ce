//! The names that a script finds: globals, and the fields of the library tables.
//!
//! Taken from dumps of `_G` in running servers: Redis 6.2.14, 7.0.15 (Debian's), 7.4.1, 8.2.3, Valkey
//! 8.1.8 and 9.1.2. There was no Redis 7.2, Valkey 7.2 or Valkey 8.0 at hand: `os` is taken to come
//! with Redis 7.4 and Valkey 8.0, `server` with Valkey 8.0, `redis.SERVER_NAME` and its siblings with
//! the first Valkey; everything else is in all dumps.
//!
//! `getfenv`, `setfenv` and `newproxy` were in every server until security releases of 2025 took them
//! out of old branches too: whether they are there depends on the build.

pub use super::availability::{Availability, Versions};
use crate::declaration::Version;

/// What a name of the sandbox holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A function.
    Function,
    /// A number.
    Number,
    /// A string.
    String,
    /// A table; for its fields see [`field`].
    Table,
    /// A light userdata: `cjson.null`.
    Userdata,
}

/// A name of the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// What it holds, where it exists.
    pub holds: Holds,
    /// Where it exists.
    pub availability: Availability,
}

/// The global `name`; `None` if no server has it.
pub fn global(name: &str) -> Option<&'static Entry> {
    find(GLOBALS, name)
}

/// The field `name` of the library table `table` (`redis`, `math`, ..); `None` if no server has it, or
/// if `table` is no library.
pub fn field(table: &str, name: &str) -> Option<&'static Entry> {
    find(fields(table)?, name)
}

/// All fields of the library table `table`, sorted by name; `None` if it isn't one.
///
/// `KEYS`, `ARGV` and `_G` are tables, but no libraries.
pub fn fields(table: &str) -> Option<&'static [Entry]> {
    LIBRARIES.iter().find(|(name, _)| *name == table).map(|(_, fields)| *fields)
}

/// All globals, sorted by name.
pub fn globals() -> &'static [Entry] {
    GLOBALS
}

fn find(entries: &'static [Entry], name: &str) -> Option<&'static Entry> {
    entries.binary_search_by(|entry| entry.name.cmp(name)).ok().map(|at| &entries[at])
}

const fn entry(name: &'static str, holds: Holds, redis: Versions, valkey: Versions) -> Entry {
    Entry { name, holds, availability: Availability { redis, valkey } }
}

const fn here(name: &'static str, holds: Holds) -> Entry {
    entry(name, holds, Versions::All, Versions::All)
}

/// The same holds for all these names, in all servers.
const fn all<const N: usize>(holds: Holds, names: [&'static str; N]) -> [Entry; N] {
    let mut entries = [here("", holds); N];
    let mut at = 0;
    while at < N {
        entries[at].name = names[at];
        at += 1;
    }
    entries
}

const GLOBALS: &[Entry] = &[
    here("ARGV", Holds::Table),
    here("KEYS", Holds::Table),
    here("_G", Holds::Table),
    here("_VERSION", Holds::String),
    here("__redis__err__handler", Holds::Function),
    entry("__server__err__handler", Holds::Function, Versions::Never, Versions::Since(Version(8, 0))),
    here("assert", Holds::Function),
    here("bit", Holds::Table),
    here("cjson", Holds::Table),
    here("cmsgpack", Holds::Table),
    here("collectgarbage", Holds::Function),
    here("coroutine", Holds::Table),
    here("error", Holds::Function),
    here("gcinfo", Holds::Function),
    entry("getfenv", Holds::Function, Versions::SomeBuilds, Versions::SomeBuilds),
    here("getmetatable", Holds::Function),
    here("ipairs", Holds::Function),
    here("load", Holds::Function),
    here("loadstring", Holds::Function),
    here("math", Holds::Table),
    entry("newproxy", Holds::Function, Versions::SomeBuilds, Versions::SomeBuilds),
    here("next", Holds::Function),
    entry("os", Holds::Table, Versions::Since(Version(7, 4)), Versions::Since(Version(8, 0))),
    here("pairs", Holds::Function),
    here("pcall", Holds::Function),
    entry("print", Holds::Function, Versions::Before(Version(7, 0)), Versions::Never),
    here("rawequal", Holds::Function),
    here("rawget", Holds::Function),
    here("rawset", Holds::Function),
    here("redis", Holds::Table),
    here("select", Holds::Function),
    entry("server", Holds::Table, Versions::Never, Versions::Since(Version(8, 0))),
    entry("setfenv", Holds::Function, Versions::SomeBuilds, Versions::SomeBuilds),
    here("setmetatable", Holds::Function),
    here("string", Holds::Table),
    here("struct", Holds::Table),
    here("table", Holds::Table),
    here("tonumber", Holds::Function),
    here("tostring", Holds::Function),
    here("type", Holds::Function),
    here("unpack", Holds::Function),
    here("xpcall", Holds::Function),
];

const LIBRARIES: &[(&str, &[Entry])] = &[
    ("bit", BIT),
    ("cjson", CJSON),
    ("cmsgpack", CMSGPACK),
    ("coroutine", COROUTINE),
    ("math", MATH),
    ("os", OS),
    ("redis", REDIS),
    ("server", REDIS),
    ("string", STRING),
    ("struct", STRUCT),
    ("table", TABLE),
];

const BIT: &[Entry] = &all(
    Holds::Function,
    ["arshift", "band", "bnot", "bor", "bswap", "bxor", "lshift", "rol", "ror", "rshift", "tobit", "tohex"],
);

const CJSON: &[Entry] = &[
    here("_NAME", Holds::String),
    here("_VERSION", Holds::String),
    here("decode", Holds::Function),
    here("decode_invalid_numbers", Holds::Function),
    here("decode_max_depth", Holds::Function),
    here("encode", Holds::Function),
    here("encode_invalid_numbers", Holds::Function),
    here("encode_keep_buffer", Holds::Function),
    here("encode_max_depth", Holds::Function),
    here("encode_number_precision", Holds::Function),
    here("encode_sparse_array", Holds::Function),
    here("new", Holds::Function),
    here("null", Holds::Userdata),
];

const CMSGPACK: &[Entry] = &[
    here("_COPYRIGHT", Holds::String),
    here("_DESCRIPTION", Holds::String),
    here("_NAME", Holds::String),
    here("_VERSION", Holds::String),
    here("pack", Holds::Function),
    here("unpack", Holds::Function),
    here("unpack_limit", Holds::Function),
    here("unpack_one", Holds::Function),
];

const COROUTINE: &[Entry] = &all(Holds::Function, ["create", "resume", "running", "status", "wrap", "yield"]);

const MATH: &[Entry] = &[
    here("abs", Holds::Function),
    here("acos", Holds::Function),
    here("asin", Holds::Function),
    here("atan", Holds::Function),
    here("atan2", Holds::Function),
    here("ceil", Holds::Function),
    here("cos", Holds::Function),
    here("cosh", Holds::Function),
    here("deg", Holds::Function),
    here("exp", Holds::Function),
    here("floor", Holds::Function),
    here("fmod", Holds::Function),
    here("frexp", Holds::Function),
    here("huge", Holds::Number),
    here("ldexp", Holds::Function),
    here("log", Holds::Function),
    here("log10", Holds::Function),
    here("max", Holds::Function),
    here("min", Holds::Function),
    here("mod", Holds::Function),
    here("modf", Holds::Function),
    here("pi", Holds::Number),
    here("pow", Holds::Function),
    here("rad", Holds::Function),
    here("random", Holds::Function),
    here("randomseed", Holds::Function),
    here("sin", Holds::Function),
    here("sinh", Holds::Function),
    here("sqrt", Holds::Function),
    here("tan", Holds::Function),
    here("tanh", Holds::Function),
];

const OS: &[Entry] = &all(Holds::Function, ["clock"]);

const REDIS: &[Entry] = &[
    here("LOG_DEBUG", Holds::Number),
    here("LOG_NOTICE", Holds::Number),
    here("LOG_VERBOSE", Holds::Number),
    here("LOG_WARNING", Holds::Number),
    entry("REDIS_VERSION", Holds::String, Versions::Since(Version(7, 0)), Versions::All),
    entry("REDIS_VERSION_NUM", Holds::Number, Versions::Since(Version(7, 0)), Versions::All),
    here("REPL_ALL", Holds::Number),
    here("REPL_AOF", Holds::Number),
    here("REPL_NONE", Holds::Number),
    here("REPL_REPLICA", Holds::Number),
    here("REPL_SLAVE", Holds::Number),
    entry("SERVER_NAME", Holds::String, Versions::Never, Versions::All),
    entry("VALKEY_VERSION", Holds::String, Versions::Never, Versions::All),
    entry("VALKEY_VERSION_NUM", Holds::Number, Versions::Never, Versions::All),
    entry("acl_check_cmd", Holds::Function, Versions::Since(Version(7, 0)), Versions::All),
    here("breakpoint", Holds::Function),
    here("call", Holds::Function),
    here("debug", Holds::Function),
    here("error_reply", Holds::Function),
    here("log", Holds::Function),
    here("pcall", Holds::Function),
    here("replicate_commands", Holds::Function),
    here("set_repl", Holds::Function),
    here("setresp", Holds::Function),
    here("sha1hex", Holds::Function),
    here("status_reply", Holds::Function),
];

const STRING: &[Entry] = &all(
    Holds::Function,
    [
        "byte", "char", "dump", "find", "format", "gfind", "gmatch", "gsub", "len", "lower", "match", "rep", "reverse",
        "sub", "upper",
    ],
);

const STRUCT: &[Entry] = &all(Holds::Function, ["pack", "size", "unpack"]);

const TABLE: &[Entry] =
    &all(Holds::Function, ["concat", "foreach", "foreachi", "getn", "insert", "maxn", "remove", "setn", "sort"]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::MinServer;

    const REDIS_7: MinServer = MinServer { redis: Some(Version(7, 0)), valkey: None };

    fn missing(name: &str, min: MinServer) -> Option<String> {
        global(name).unwrap().availability.missing(min)
    }

    #[test]
    fn is_sorted_by_name() {
        for entries in LIBRARIES.iter().map(|(_, entries)| *entries).chain([GLOBALS]) {
            assert!(entries.is_sorted_by(|a, b| a.name < b.name), "{entries:?}");
        }
    }

    #[test]
    fn says_which_servers_lack_a_name() {
        let default = MinServer::default();
        assert_eq!(missing("unpack", default), None);
        assert_eq!(missing("os", default).unwrap(), "Redis before 7.4 and Valkey before 8.0");
        assert_eq!(missing("os", MinServer { redis: Some(Version(7, 4)), valkey: None }), None);
        assert_eq!(missing("server", default).unwrap(), "Redis and Valkey before 8.0");
        assert_eq!(missing("server", MinServer { redis: None, valkey: Some(Version(8, 0)) }), None);
        assert_eq!(missing("print", REDIS_7).unwrap(), "Redis");
        let old = MinServer { redis: Some(Version(6, 2)), valkey: None };
        assert_eq!(missing("print", old).unwrap(), "Redis from 7.0 on");
        assert!(missing("setfenv", REDIS_7).unwrap().contains("security fixes"));
    }

    #[test]
    fn knows_fields_of_libraries_only() {
        assert!(field("table", "concat").is_some());
        assert!(field("table", "unpack").is_none());
        assert!(field("server", "call").is_some());
        assert!(fields("KEYS").is_none());
        assert!(global("io").is_none());
    }
}
