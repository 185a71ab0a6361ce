//! The texts that servers make of a script's errors.
//!
//! | server | a script that raises `WRONGTYPE ..` in its line 3 |
//! |---|---|
//! | Redis 6.2 | `ERR Error running script (call to f_<sha1>): @user_script:3: WRONGTYPE ..` |
//! | Redis 7 and 8, Valkey to 9.0 | `WRONGTYPE .. script: <sha1>, on @user_script:3.` |
//! | Valkey 9.1 | `WRONGTYPE .. script: on @user_script:3.` |
//!
//! Lua's own messages begin with `user_script:3: `, those of Redis 6.2's `redis.call` with
//! `@user_script: 3: `. An error that the script returns comes as it is.

use redis::ServerError;

use crate::Script;

/// A server's error, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerText {
    /// The first word, or what Redis 6.2 hides behind its own `ERR`.
    pub(super) code: String,
    /// The rest, without the server's additions, with `path:3` for `user_script:3`, and the line there.
    pub(super) message: String,
    /// The line of the text that was sent, where the server names one.
    pub(super) line: Option<u32>,
    /// Whether the server says that the error was raised while the script ran.
    pub(super) raised: bool,
}

impl ServerText {
    pub(super) fn new(error: &ServerError, script: &Script) -> Self {
        let (mut code, mut message) = (error.code(), error.details().unwrap_or_default());
        // A message without a code, returned as it was caught: its first word is the position.
        let whole;
        if position(code).is_some() || code == "@user_script:" {
            whole = format!("{code} {message}");
            (code, message) = ("ERR", &whole);
        }
        if let Some((line, rest)) = raised_in_6(code, message) {
            let rest = without_position(rest, line);
            let (code, message) = split_code(rest).unwrap_or((code, rest));
            return Self { code: code.to_owned(), message: with_path(message, script), line: Some(line), raised: true };
        }
        let (message, raised_at) = match split_suffix(message) {
            Some((message, line)) => (message, Some(line)),
            None => (message, None),
        };
        let line = raised_at.or_else(|| first_position(message));
        let message = line.map_or(message, |line| without_position(message, line));
        // Redis 6.2 keeps the dash of what a command said, and puts its own position before it.
        let (code, message) = split_code(message).filter(|_| message.starts_with('-')).unwrap_or((code, message));
        Self { code: code.to_owned(), message: with_path(message, script), line, raised: raised_at.is_some() }
    }
}

/// `Error running script (call to f_<sha1>): @user_script:3: rest`, of Redis 6.2.
fn raised_in_6<'a>(code: &str, message: &'a str) -> Option<(u32, &'a str)> {
    let rest = message.strip_prefix("Error running script (call to f_").filter(|_| code == "ERR")?;
    let (_, rest) = rest.split_once("): ")?;
    let (line, length) = position(rest)?;
    Some((line, rest[length..].strip_prefix(": ")?))
}

/// `message script: <sha1>, on @user_script:3.`, and the same without the SHA1.
fn split_suffix(message: &str) -> Option<(&str, u32)> {
    let (rest, line) = message.strip_suffix('.')?.rsplit_once("on @user_script:")?;
    let rest = match rest.strip_suffix(", ") {
        Some(rest) => {
            let (rest, sha1) = rest.split_at_checked(rest.len().checked_sub(40)?)?;
            sha1.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(rest)?
        }
        None => rest,
    };
    Some((rest.strip_suffix("script: ")?.trim_end(), line.parse().ok()?))
}

/// Takes the positions from the front that only repeat the line that is known already.
fn without_position(mut message: &str, line: u32) -> &str {
    while let Some((_, length)) = position(message).filter(|&(found, _)| found == line) {
        match message[length..].strip_prefix(':') {
            Some(rest) => message = rest.trim_start(),
            None => break,
        }
    }
    message
}

/// The code in front of what a command said, which Redis 6.2 puts behind its own `ERR`.
fn split_code(message: &str) -> Option<(&str, &str)> {
    let (word, rest) = message.strip_prefix('-').unwrap_or(message).split_once(' ')?;
    (word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase())).then_some((word, rest))
}

/// The line number anywhere in a message, and nothing where there is none.
fn first_position(message: &str) -> Option<u32> {
    let at = message.find("user_script:")?;
    position(&message[at..]).map(|(line, _)| line)
}

/// The line number of a position at the front, and how long the position is.
fn position(text: &str) -> Option<(u32, usize)> {
    let rest = text.strip_prefix('@').unwrap_or(text).strip_prefix("user_script:")?;
    let number = rest.strip_prefix(' ').unwrap_or(rest);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let line = number[..digits].parse().ok()?;
    Some((line, text.len() - number.len() + digits))
}

/// Every position with the path and the line of its file.
fn with_path(message: &str, script: &Script) -> String {
    let mut mapped = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find("user_script:") {
        let start = if rest[..at].ends_with('@') { at - 1 } else { at };
        let Some((line, length)) = position(&rest[start..]) else {
            let end = at + "user_script:".len();
            mapped.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        };
        mapped.push_str(&rest[..start]);
        let (path, line) = script.place(line);
        mapped.push_str(path);
        mapped.push(':');
        mapped.push_str(&line.to_string());
        rest = &rest[start + length..];
    }
    mapped.push_str(rest);
    mapped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String, Option<u32>, bool) {
        let redis::Value::ServerError(error) = redis::parse_redis_value(format!("-{text}\r\n").as_bytes()).unwrap()
        else {
            panic!("{text:?} is no error");
        };
        let ServerText { code, message, line, raised } = ServerText::new(&error, &SCRIPT);
        (code, message, line, raised)
    }

    const SCRIPT: Script = crate::private::script(crate::private::Parts {
        name: "a",
        path: "a.lua",
        source: "",
        sha1: "",
        flags: &[],
        read_only: false,
        keys: crate::private::Arity::exactly(0),
        args: crate::private::Arity::exactly(0),
        evaluate: false,
    });

    #[test]
    fn every_position_is_that_of_its_file() {
        let script = SCRIPT.with_lines(&[(1, "a.lua", 1), (3, "lib/b.lua", 2), (5, "a.lua", 4)]);
        let text = "x user_script:1: y user_script:3: z user_script:4: @user_script:5: user_script:60: end";
        assert_eq!(with_path(text, &script), "x a.lua:1: y lib/b.lua:2: z lib/b.lua:3: a.lua:4: a.lua:59: end");
    }

    fn is(
        code: &str,
        message: &str,
        line: impl Into<Option<u32>>,
        raised: bool,
    ) -> (String, String, Option<u32>, bool) {
        (code.to_owned(), message.to_owned(), line.into(), raised)
    }

    /// Redis 7.0, Redis 8.2 and Valkey 8.1; Valkey 9.1.
    const SUFFIXES: [&str; 2] = ["script: 30dbf44ee522f8a2347c0980a343281c9ab1dd97, on", "script: on"];

    #[test]
    fn raised_errors() {
        for s in SUFFIXES {
            assert_eq!(read(&format!("ERR user_script:2: boom {s} @user_script:2.")), is("ERR", "boom", 2, true));
            assert_eq!(read(&format!("MYCODE boom {s} @user_script:2.")), is("MYCODE", "boom", 2, true));
            assert_eq!(
                read(&format!("ERR user_script:7: boom {s} @user_script:2.")),
                is("ERR", "a.lua:7: boom", 2, true),
                "`error('boom', 2)` names the caller's line"
            );
            assert_eq!(
                read(&format!("WRONGTYPE Operation against a key {s} @user_script:12.")),
                is("WRONGTYPE", "Operation against a key", 12, true)
            );
        }
    }

    #[test]
    fn raised_errors_of_redis_6() {
        let head = "ERR Error running script (call to f_30dbf44ee522f8a2347c0980a343281c9ab1dd97):";
        assert_eq!(read(&format!("{head} @user_script:2: user_script:2: boom")), is("ERR", "boom", 2, true));
        assert_eq!(
            read(&format!("{head} @user_script:3: @user_script: 3: Wrong number of args")),
            is("ERR", "Wrong number of args", 3, true)
        );
        assert_eq!(
            read(&format!("{head} @user_script:2: WRONGTYPE Operation against a key")),
            is("WRONGTYPE", "Operation against a key", 2, true)
        );
        assert_eq!(read(&format!("{head} @user_script:2: -OOM no")), is("OOM", "no", 2, true));
        assert_eq!(read(&format!("{head} @user_script:2: no position")), is("ERR", "no position", 2, true));
    }

    #[test]
    fn returned_errors() {
        assert_eq!(read("MYCODE boom"), is("MYCODE", "boom", None, false));
        assert_eq!(read("oops"), is("oops", "", None, false));
        assert_eq!(read("@user_script: 1: Wrong number"), is("ERR", "Wrong number", 1, false));
        assert_eq!(read("@user_script: 1: -OOM no memory"), is("OOM", "no memory", 1, false));
        assert_eq!(read("user_script:4: bad amount"), is("ERR", "bad amount", 4, false));
        assert_eq!(read("ERR caught user_script:4: bad"), is("ERR", "caught a.lua:4: bad", 4, false));
    }

    #[test]
    fn errors_of_the_compiler() {
        assert_eq!(
            read("ERR Error compiling script (new function): user_script:2: unexpected symbol near '<eof>'"),
            is("ERR", "Error compiling script (new function): a.lua:2: unexpected symbol near '<eof>'", 2, false)
        );
    }

    #[test]
    fn what_only_resembles_a_servers_text_stays() {
        for text in [
            "user_script:",
            "@user_script:",
            "@user_script: x",
            "user_script:99999999999: x",
            "x script: on @user_script:.",
            "x script: abc, on @user_script:1.",
            "script: on @user_script:1.",
            "Error running script (call to f_",
            "",
            "é @user_script",
        ] {
            let (code, message, ..) = read(&format!("ERR {text}"));
            assert_eq!(code, "ERR");
            assert!(text == "script: on @user_script:1." || !message.is_empty() || text.is_empty(), "{text:?}");
            read(text);
        }
    }
}
