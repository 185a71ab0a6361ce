//! Where errors of scripts are that are made of several files, on live servers.

use redis_script::redis_script;
use redis_script::testing::Server;

#[redis_script(file = "../lua/fails.lua", keys = 0, args = (&str))]
fn fails(conn: &mut impl redis::ConnectionLike, how: &str) -> redis_script::Result<()>;

#[redis_script(source = "-- @include \"../lua/lib/fail.lua\"\nlocal a = 1\nfail('inline')", keys = 0)]
fn fails_inline(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<()>;

fn script_error(result: redis_script::Result<()>) -> redis_script::ScriptError {
    match result {
        Err(redis_script::Error::Script(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_error_names_the_file_and_the_line_that_it_comes_from() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    for (how, path, line, source, message) in [
        ("here", "../lua/fails.lua", 5, "error('boom')", "boom"),
        ("there", "../lua/lib/fail.lua", 3, "error(message)", "there"),
    ] {
        let error = script_error(fails(&mut conn, how));
        assert_eq!((error.path(), error.line(), error.source_line()), (path, Some(line), Some(source)), "{error}");
        assert_eq!(error.message(), message);
        assert_eq!(error.to_string(), format!("{path}:{line}: ERR {message}, at `{source}`"));
        let converted = redis::RedisError::from(redis_script::Error::Script(error));
        assert!(converted.to_string().contains(&format!("{path}:{line}: ")), "{converted}");
    }
}

#[test]
fn a_position_inside_of_a_text_is_that_of_its_file() {
    let server = Server::start().unwrap();
    let error = script_error(fails(&mut server.client().get_connection().unwrap(), "caught"));
    assert_eq!((error.code(), error.message()), ("CAUGHT", "in ../lua/lib/fail.lua:3: deep and more"));
}

#[test]
fn a_script_in_the_attribute_has_its_functions_name() {
    let server = Server::start().unwrap();
    let error = script_error(fails_inline(&mut server.client().get_connection().unwrap()));
    assert_eq!((error.path(), error.line()), ("../lua/lib/fail.lua", Some(3)));
    assert_eq!(error.script().path(), "");
}
