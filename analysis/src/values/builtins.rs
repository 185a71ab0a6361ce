//! What the functions of the sandbox return.

use super::kinds::Kinds;

/// The kinds of the first result of a global function.
pub(super) fn global(name: &str) -> Kinds {
    match name {
        "tonumber" => Kinds::NUMBER | Kinds::NIL,
        "tostring" | "type" => Kinds::STRING,
        "pcall" | "xpcall" | "rawequal" => Kinds::BOOLEAN,
        _ => Kinds::ANY,
    }
}

/// The kinds of the first result of a function in a library table.
pub(super) fn member(table: &str, name: &str) -> Kinds {
    match (table, name) {
        ("string", "format" | "sub" | "rep" | "lower" | "upper" | "char" | "reverse" | "gsub")
        | ("table", "concat")
        | ("cjson", "encode")
        | ("cmsgpack" | "struct", "pack")
        | ("redis", "sha1hex")
        | ("bit", "tohex") => Kinds::STRING,
        ("string", "len") | ("struct", "size") | ("math", "floor" | "ceil") | ("bit", _) => Kinds::INTEGER,
        ("string", "find" | "byte") => Kinds::INTEGER | Kinds::NIL,
        // A position capture `()` is a number.
        ("string", "match") => Kinds::STRING | Kinds::INTEGER | Kinds::NIL,
        ("math", "randomseed") => Kinds::ANY,
        ("math", _) | ("table", "getn" | "maxn") | ("os", "clock") => Kinds::NUMBER,
        ("redis", "error_reply") => Kinds::ERROR,
        // Of what is no text it makes an error.
        ("redis", "status_reply") => Kinds::STATUS | Kinds::ERROR,
        _ => Kinds::ANY,
    }
}

/// Whether a function only looks at the tables that it is given, and keeps none.
pub(super) fn only_reads(table: Option<&str>, name: &str) -> bool {
    match table {
        None => matches!(
            name,
            "ipairs" | "pairs" | "unpack" | "type" | "tostring" | "next" | "rawget" | "rawequal" | "tonumber"
        ),
        Some("table") => matches!(name, "concat" | "getn" | "maxn"),
        Some("cjson") => name == "encode",
        Some("cmsgpack") => name == "pack",
        Some("redis") => matches!(name, "call" | "pcall" | "log"),
        _ => false,
    }
}
