//! Scripts that are loaded before they are called.

#[path = "support/counts.rs"]
mod counts;
mod support;

use redis_script::{
    __private::{self, Arity, Parts},
    Script, missing, missing_async, preload, preload_all, preload_async, scripts,
    testing::Server,
};
use support::{call, leak, parts, script};

// As the attribute's expansion has it.
const TEXT: &str = "return 'registered'";
const REGISTERED: &Script = &__private::script(Parts {
    name: "registered",
    path: "registered.lua",
    source: TEXT,
    sha1: "24d929fbb6a4ca1d5cddb01d013206a5832a54e5",
    flags: &[],
    read_only: false,
    keys: Arity::exactly(0),
    args: Arity::exactly(0),
    evaluate: false,
});
__private::register!(REGISTERED);

fn names(scripts: &[&Script]) -> Vec<&'static str> {
    scripts.iter().filter_map(|script| script.source().lines().next()).collect()
}

#[tokio::test]
async fn scripts_are_loaded_in_one_write_each_once() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let all = ["return 1", "return 2", "return 1"].map(script);
    assert_eq!(names(&missing(&mut conn, all).unwrap()), ["return 1", "return 2"]);
    preload(&mut conn, [all[0]]).unwrap();
    assert_eq!(names(&missing(&mut conn, all).unwrap()), ["return 2"]);
    let mut asynchronous = server.client().get_multiplexed_async_connection().await.unwrap();
    counts::reset(&mut conn);
    preload_async(&mut asynchronous, all).await.unwrap();
    assert_eq!(counts::of(&mut conn, "script|load"), 2);
    assert!(missing_async(&mut asynchronous, all).await.unwrap().is_empty());
    counts::reset(&mut conn);
    assert_eq!(call::<i64>(all[1], &[], &[]).invoke(&mut conn).unwrap(), 2);
    assert_eq!((counts::of(&mut conn, "evalsha"), counts::of(&mut conn, "script|load")), (1, 0));
}

#[test]
fn nothing_to_load_is_no_command() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    preload(&mut conn, []).unwrap();
    assert!(missing(&mut conn, []).unwrap().is_empty());
}

#[test]
fn a_script_that_the_server_does_not_take_is_named() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let error = preload(&mut conn, [script("return 1"), script("return )")]).unwrap_err();
    assert!(error.to_string().starts_with("example.lua:1: ERR Error compiling script"), "{error}");
    let misnamed = leak(Parts { sha1: "0000000000000000000000000000000000000000", ..parts("return 3") });
    let error = preload(&mut conn, [misnamed]).unwrap_err();
    assert!(error.to_string().contains("another SHA1"), "{error}");
}

#[test]
fn the_register_lists_and_loads_every_script_of_the_program() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let all: Vec<_> = scripts().collect();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].name(), all[0].path()), ("registered", "registered.lua"));
    preload_all(&mut conn).unwrap();
    assert!(missing(&mut conn, all).unwrap().is_empty());
}
