//! Derived types of replies and errors, from a server, in RESP2 and RESP3.

mod support;

use redis::{FromRedisValue as _, ProtocolVersion, Value};
use redis_script::testing::Server;
use redis_script::{FromReply, Happened, ScriptError, redis_script};
use support::report::is_exception;

#[derive(Debug, PartialEq, FromReply)]
struct Verdict {
    allowed: bool,
    left: u64,
    reset: Option<u64>,
}

#[derive(Debug, PartialEq, FromReply)]
struct Pair(String, Inner);

#[derive(Debug, PartialEq, FromReply)]
struct Inner {
    score: f64,
    tags: Vec<String>,
}

#[derive(Debug, PartialEq, FromReply)]
struct Id(u64);

#[derive(Debug, PartialEq, FromReply)]
#[reply(transparent)]
struct Ids {
    all: Vec<Id>,
}

#[derive(Debug, PartialEq, FromReply)]
#[reply(map)]
struct Named<T> {
    name: String,
    #[reply(rename = "years")]
    age: T,
    nick: Option<String>,
    #[reply(default)]
    visits: u64,
}

#[derive(Debug, PartialEq, FromReply)]
enum Redeemed {
    #[reply(-1)]
    AlreadyUsed,
    #[reply(0)]
    SoldOut,
    #[reply(other)]
    Left(u64),
}

#[derive(Debug, PartialEq, FromReply)]
enum Level {
    Low = 1,
    High = 2,
}

#[derive(Debug, PartialEq, FromReply)]
#[reply(rename_all = "lowercase")]
enum State {
    Free,
    #[reply("taken", "held")]
    Taken,
    #[reply("OK")]
    Fine,
}

#[derive(Debug, FromReply)]
struct Tree {
    value: u64,
    children: Vec<Tree>,
}

#[redis_script(source = "return {1, 9, false}", keys = 0)]
fn get_verdict(conn: &mut redis::Connection) -> redis_script::Result<Verdict>;

#[redis_script(source = "return {'a', {tostring(0.5), {'x', 'y'}}}", keys = 0)]
fn get_pair(conn: &mut redis::Connection) -> redis_script::Result<Pair>;

#[redis_script(source = "return {1, 2, '3'}", keys = 0)]
fn get_ids(conn: &mut redis::Connection) -> redis_script::Result<Ids>;

#[redis_script(source = "return {'years', 7, 'name', 'a', 'other', {1}}", keys = 0)]
fn flat(conn: &mut redis::Connection) -> redis_script::Result<Named<u8>>;

#[redis_script(
    source = "redis.setresp(3) return {map = {name = 'a', years = 7, nick = 'b', visits = 3}}",
    keys = 0,
    data = AsMap
)]
fn map(conn: &mut redis::Connection) -> redis_script::Result<Named<Option<u64>>>;

#[redis_script(source = "return tonumber(ARGV[1])", keys = 0, args = (i64))]
fn redeem(conn: &mut redis::Connection, left: i64) -> redis_script::Result<Redeemed>;

#[redis_script(source = "return tonumber(ARGV[1])", keys = 0, args = (i64))]
fn get_level(conn: &mut redis::Connection, level: i64) -> redis_script::Result<Level>;

#[redis_script(source = "return ARGV[1]", keys = 0, args = (&str))]
fn get_state(conn: &mut redis::Connection, state: &str) -> redis_script::Result<State>;

#[redis_script(source = "return redis.status_reply('OK')", keys = 0)]
fn fine(conn: &mut redis::Connection) -> redis_script::Result<State>;

#[redis_script(source = "return {1, {{2, {}}, {3, {{4, {}}}}}}", keys = 0)]
fn get_tree(conn: &mut redis::Connection) -> redis_script::Result<Tree>;

#[redis_script(source = "return cjson.decode(ARGV[1])", keys = 0, args = (&str))]
fn decoded(conn: &mut redis::Connection, json: &str) -> redis_script::Result<Verdict>;

#[redis_script(source = "return cjson.decode(ARGV[1])", keys = 0, args = (&str))]
fn decoded_pair(conn: &mut redis::Connection, json: &str) -> redis_script::Result<Pair>;

#[redis_script(source = "return cjson.decode(ARGV[1])", keys = 0, args = (&str))]
fn decoded_name(conn: &mut redis::Connection, json: &str) -> redis_script::Result<Named<u8>>;

fn connect(server: &Server, protocol: ProtocolVersion) -> redis::Connection {
    let mut conn = server.client().get_connection().unwrap();
    if protocol == ProtocolVersion::RESP3 {
        let _: Value = redis::cmd("HELLO").arg(3).query(&mut conn).unwrap();
    }
    conn
}

#[test]
fn replies_are_read() {
    let server = Server::start().unwrap();
    for protocol in [ProtocolVersion::RESP2, ProtocolVersion::RESP3] {
        let conn = &mut connect(&server, protocol);
        assert_eq!(get_verdict(conn).unwrap(), Verdict { allowed: true, left: 9, reset: None });
        let inner = Inner { score: 0.5, tags: vec!["x".to_owned(), "y".to_owned()] };
        assert_eq!(get_pair(conn).unwrap(), Pair("a".to_owned(), inner));
        assert_eq!(get_ids(conn).unwrap(), Ids { all: vec![Id(1), Id(2), Id(3)] });
        assert_eq!(flat(conn).unwrap(), Named { name: "a".to_owned(), age: 7, nick: None, visits: 0 });
        let whole = Named { name: "a".to_owned(), age: Some(7), nick: Some("b".to_owned()), visits: 3 };
        assert_eq!(map(conn).unwrap(), whole, "{protocol:?}");
        for (left, redeemed) in [(-1, Redeemed::AlreadyUsed), (0, Redeemed::SoldOut), (5, Redeemed::Left(5))] {
            assert_eq!(redeem(conn, left).unwrap(), redeemed);
        }
        assert_eq!((get_level(conn, 1).unwrap(), get_level(conn, 2).unwrap()), (Level::Low, Level::High));
        for (text, read) in [("free", State::Free), ("taken", State::Taken), ("held", State::Taken)] {
            assert_eq!(get_state(conn, text).unwrap(), read);
        }
        assert_eq!(fine(conn).unwrap(), State::Fine);
        let tree = get_tree(conn).unwrap();
        assert_eq!((tree.value, tree.children[1].children[0].value), (1, 4));
    }
}

#[test]
fn errors_name_the_field_and_what_was_found() {
    let server = Server::start().unwrap();
    let conn = &mut connect(&server, ProtocolVersion::RESP2);
    let of = |error: redis_script::Error| {
        assert_eq!(error.ran(), Happened::Yes);
        assert!(error.script().is_some());
        error.to_string()
    };
    for (json, said) in [
        (
            "[1, 2]",
            "decoded: the script ran, but its reply is no `live_derives::Verdict`: Incompatible type - expected an array of 3 items, found one of 2: `reset` is missing",
        ),
        ("[1, \"secret\", 3]", "field `left` (item 2): expected `u64`, found a text"),
        ("[1, 2, 3, 4]", "expected an array of 3 items, found one of 4"),
        ("7", "expected an array of 3 items, found an integer"),
    ] {
        let error = of(decoded(conn, json).unwrap_err());
        assert!(error.ends_with(said) && !error.contains("secret"), "{error}");
    }
    let nested = of(decoded_pair(conn, r#"["a", [[], []]]"#).unwrap_err());
    assert!(nested.ends_with("field `1` (item 2): field `score` (item 1): expected `f64`, found an array"), "{nested}");
    let missing = of(decoded_name(conn, r#"["name", "a"]"#).unwrap_err());
    assert!(missing.ends_with("field `years`: the reply has no such name"), "{missing}");
    let odd = of(decoded_name(conn, r#"["name"]"#).unwrap_err());
    assert!(odd.ends_with("expected names and values in turn, or a map, found an array of 1"), "{odd}");
    let unreadable = of(decoded_name(conn, r#"["name", "a", "years", "old"]"#).unwrap_err());
    assert!(unreadable.ends_with("field `years`: expected `u8`, found a text"), "{unreadable}");
    let level = of(get_level(conn, 3).unwrap_err());
    assert!(level.ends_with("expected one of 1, 2, found another integer"), "{level}");
    let state = of(get_state(conn, "gone").unwrap_err());
    assert!(state.ends_with("expected one of \"free\", \"taken\", \"held\", \"OK\", found another text"), "{state}");
}

#[test]
fn commands_of_the_redis_crate_read_them_too() {
    let server = Server::start().unwrap();
    let conn = &mut connect(&server, ProtocolVersion::RESP2);
    let _: () = redis::cmd("HSET").arg("h").arg(&["name", "a", "years", "7"]).query(conn).unwrap();
    let named: Named<u8> = redis::cmd("HGETALL").arg("h").query(conn).unwrap();
    assert_eq!((named.name.as_str(), named.age), ("a", 7));
    let _: () = redis::cmd("MSET").arg(&["a", "free", "b", "held"]).query(conn).unwrap();
    let states: Vec<State> = redis::cmd("MGET").arg(&["a", "b"]).query(conn).unwrap();
    assert_eq!(states, [State::Free, State::Taken]);
    // By reference, as well.
    let reply = Value::Array(vec![Value::Int(0), Value::Int(1), Value::Nil]);
    assert!(!Verdict::from_redis_value_ref(&reply).unwrap().allowed);
}

/// What it is shows in no name.
type Raised = redis_script::ScriptError;

#[derive(Debug, ScriptError)]
enum TakeError {
    #[code("LIMIT")]
    OverLimit(String),
    Closed,
    Broken {
        error: Raised,
    },
    #[script_error(other)]
    Other(redis_script::Error),
}

#[redis_script(
    source = "local kind = ARGV[1]
    if kind == 'limit' then return redis.error_reply('LIMIT over quota') end
    if kind == 'closed' then return {err = 'CLOSED for good'} end
    if kind == 'broken' then error({err = 'BROKEN in two'}) end
    if kind == 'type' then return redis.call('INCR', KEYS[1]) end
    return 1",
    keys = 1,
    args = (&str)
)]
fn take(conn: &mut redis::Connection, key: &str, kind: &str) -> Result<u64, TakeError>;

#[test]
fn errors_are_told_apart_by_their_codes() {
    let server = Server::start().unwrap();
    for protocol in [ProtocolVersion::RESP2, ProtocolVersion::RESP3] {
        let conn = &mut connect(&server, protocol);
        let _: () = redis::cmd("SET").arg("k").arg("no number").query(conn).unwrap();
        assert_eq!(take(conn, "k", "").unwrap(), 1);
        let limit = take(conn, "k", "limit").unwrap_err();
        assert!(matches!(&limit, TakeError::OverLimit(message) if message == "over quota"), "{limit:?}");
        assert_eq!(limit.to_string(), "LIMIT over quota");
        let closed = take(conn, "k", "closed").unwrap_err();
        assert!(matches!(closed, TakeError::Closed));
        assert_eq!(closed.to_string(), "CLOSED");
        if !is_exception(&server, "errors that are raised as tables") {
            match take(conn, "k", "broken").unwrap_err() {
                TakeError::Broken { error } => {
                    assert_eq!((error.code(), error.message()), ("BROKEN", "in two"));
                    assert_eq!(TakeError::Broken { error: error.clone() }.to_string(), error.to_string());
                }
                other => panic!("{other:?}"),
            }
        }
        let other = take(conn, "k", "type").unwrap_err();
        assert!(matches!(&other, TakeError::Other(error) if error.code() == Some("ERR")), "{other:?}");
        assert!(std::error::Error::source(&other).is_some());
    }
}
