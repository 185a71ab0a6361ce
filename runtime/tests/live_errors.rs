//! What servers say of a script's error, and what becomes of it.

mod support;

use redis_script::{Error, ScriptError, testing::Server};
use support::{call, report::is_exception, script};

fn error_of(source: &'static str, conn: &mut redis::Connection) -> ScriptError {
    match call::<()>(script(source), &["key"], &["argument"]).invoke(conn) {
        Err(Error::Script(error)) => error,
        other => panic!("{source:?}: {other:?}"),
    }
}

#[test]
fn a_raised_error_names_the_file_the_line_and_what_stands_there() {
    let server = Server::start().unwrap();
    for url in [server.url(), server.url_resp3()] {
        let mut conn = redis::Client::open(url).unwrap().get_connection().unwrap();
        redis::cmd("SET").arg("key").arg("text").exec(&mut conn).unwrap();
        for (source, line, code, message) in [
            ("local a = 1\nerror('boom')", 2, "ERR", "boom"),
            ("\n\r\n  redis.call('LPUSH', KEYS[1], 1)", 3, "WRONGTYPE", "Operation against a key holding"),
            ("redis.call('INCR', KEYS[1])", 1, "ERR", "value is not an integer"),
            ("local x\n\nreturn x + 1", 3, "ERR", "attempt to perform arithmetic on"),
            ("local function f()\n  error('inner')\nend\nf()", 2, "ERR", "inner"),
            ("-- a comment\nreturn nosuch", 2, "ERR", "nonexistent global variable 'nosuch'"),
            ("redis.call('SET', KEYS[1])", 1, "ERR", "rong number of args"),
        ] {
            let error = error_of(source, &mut conn);
            assert_eq!((error.path(), error.line()), ("example.lua", Some(line)), "{error}");
            assert_eq!(error.code(), code, "{error}");
            assert!(error.message().contains(message), "{error}");
            assert!(error.is_raised(), "{error}");
            assert_eq!(error.source_line(), source.lines().nth(line as usize - 1).map(str::trim), "{error}");
            let text = error.to_string();
            assert!(text.starts_with(&format!("example.lua:{line}: {code} ")), "{text}");
            assert!(!text.contains("user_script") && !text.contains(error.script().sha1()), "{text}");
            assert_eq!(text.matches("example.lua").count(), 1, "{text}");

            let converted = redis::RedisError::from(Error::Script(error));
            assert_eq!(converted.code(), Some(code));
            assert!(converted.to_string().contains(&format!("example.lua:{line}: ")), "{converted}");
        }
    }
}

#[test]
fn a_script_raises_errors_of_its_own() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let returned = error_of("return redis.error_reply('LIMIT too many requests')", &mut conn);
    assert_eq!((returned.code(), returned.message()), ("LIMIT", "too many requests"));
    assert_eq!((returned.line(), returned.is_raised()), (None, false));
    assert_eq!(returned.to_string(), "example.lua: LIMIT too many requests");

    let caught = error_of("local ok, e = pcall(function()\n  error('bad') end)\nreturn {err = e}", &mut conn);
    assert_eq!((caught.code(), caught.message(), caught.line()), ("ERR", "bad", Some(2)));

    if is_exception(&server, "errors raised as tables") {
        return;
    }
    let raised = error_of("\nerror({err = 'LIMIT too many requests'})", &mut conn);
    assert_eq!((raised.code(), raised.message(), raised.line()), ("LIMIT", "too many requests", Some(2)));
    assert!(raised.is_raised());
}

#[test]
fn a_text_that_does_not_compile_names_its_line() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let error = error_of("local x =\n\nreturn )", &mut conn);
    assert_eq!((error.line(), error.is_raised()), (Some(3), false));
    assert_eq!(error.source_line(), Some("return )"));
}

#[test]
fn kinds_are_kept_in_errors_of_the_redis_crate() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    for (source, kind) in [
        ("return redis.error_reply('READONLY no')", redis::ServerErrorKind::ReadOnly.into()),
        ("return redis.error_reply('TRYAGAIN no')", redis::ServerErrorKind::TryAgain.into()),
        ("return redis.error_reply('LIMIT no')", redis::ErrorKind::Extension),
        ("error('boom')", redis::ServerErrorKind::ResponseError.into()),
    ] {
        assert_eq!(redis::RedisError::from(Error::Script(error_of(source, &mut conn))).kind(), kind);
    }
}
