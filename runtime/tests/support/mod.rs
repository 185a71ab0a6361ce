//! Scripts as the attribute would make them, without the attribute.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

pub mod report;

use redis::{ServerError, Value};
use redis_script::{
    __private::{self, Arity, Parts},
    Invocation, Script,
};

/// What an expansion's constants hold for this text, made the test's own by a comment behind it: callers of
/// one script in one process share its load, whichever server they call.
pub fn parts(source: &'static str) -> Parts {
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let source: &'static str = Box::leak(format!("{source}\n-- {test}").into_boxed_str());
    let sha1: &'static str = Box::leak(redis::Script::new(source).get_hash().to_owned().into_boxed_str());
    let read_only = source.lines().next().is_some_and(|line| line.contains("no-writes"));
    let flags: &'static [&'static str] = if read_only { &["no-writes"] } else { &[] };
    let any = Arity::at_least(0);
    Parts {
        name: "example",
        path: "example.lua",
        source,
        sha1,
        flags,
        read_only,
        keys: any,
        args: any,
        evaluate: false,
    }
}

pub fn script(source: &'static str) -> &'static Script {
    leak(parts(source))
}

/// A script that the analysis takes for one that could return the server's `NOSCRIPT`.
pub fn evaluated(source: &'static str) -> &'static Script {
    leak(Parts { evaluate: true, ..parts(source) })
}

pub fn leak(parts: Parts) -> &'static Script {
    Box::leak(Box::new(__private::script(parts)))
}

/// A call with these keys and arguments.
pub fn call<T: redis::FromRedisValue>(script: &'static Script, keys: &[&str], args: &[&str]) -> Invocation<T> {
    let bytes = keys.iter().chain(args).map(|text| text.len()).sum();
    let mut invocation = __private::invocation(script, keys.len(), args.len(), bytes);
    __private::prepare(&mut invocation).keys(keys).args(args).finish();
    invocation
}

/// A server's error, parsed from its text.
pub fn server_error(text: &str) -> Value {
    redis::parse_redis_value(format!("-{text}\r\n").as_bytes()).unwrap()
}

pub fn parsed_error(text: &str) -> ServerError {
    match server_error(text) {
        Value::ServerError(error) => error,
        other => panic!("{text:?} was parsed as {other:?}"),
    }
}

/// The servers' own words.
pub const NOSCRIPT_TEXTS: [&str; 3] = [
    "NOSCRIPT No matching script. Please use EVAL.",
    "NOSCRIPT No matching script.",
    "NOSCRIPT No matching script. Please use EVAL",
];
