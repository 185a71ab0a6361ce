//! Calls on a real server. Each test has a server of its own: script caches are the server's.

#[path = "support/counts.rs"]
mod counts;
mod support;

use futures_util::future::join_all;
use redis::Value;
use redis_script::{
    __private::{invocation, prepare},
    testing::{Server, Version},
};
use support::{call, evaluated, report::is_exception, script};

const COUNT: &str = "return redis.call('INCRBY', KEYS[1], ARGV[1])";

fn flush(conn: &mut redis::Connection) {
    redis::cmd("SCRIPT").arg("FLUSH").exec(conn).unwrap();
}

fn get(conn: &mut redis::Connection, key: &str) -> i64 {
    redis::cmd("GET").arg(key).query::<Option<i64>>(conn).unwrap().unwrap_or(0)
}

#[test]
fn a_call_loads_its_script_once_and_again_after_a_flush() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let add = call::<i64>(script(COUNT), &["n"], &["2"]);
    counts::reset(&mut conn);
    for round in 1..=3 {
        assert_eq!(add.invoke(&mut conn).unwrap(), 2 * round);
    }
    // The first one is answered with NOSCRIPT, and repeated behind the load.
    assert_eq!((counts::of(&mut conn, "evalsha"), counts::of(&mut conn, "script|load")), (4, 1));
    flush(&mut conn);
    counts::reset(&mut conn);
    assert_eq!(add.invoke(&mut conn).unwrap(), 8);
    assert_eq!((counts::of(&mut conn, "evalsha"), counts::of(&mut conn, "script|load")), (2, 1));
    assert_eq!(counts::of(&mut conn, "eval"), 0);
}

#[tokio::test]
async fn the_same_on_an_async_connection() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_multiplexed_async_connection().await.unwrap();
    let add = call::<i64>(script(COUNT), &["n"], &["2"]);
    assert_eq!(add.invoke_async(&mut conn).await.unwrap(), 2);
    flush(&mut server.client().get_connection().unwrap());
    assert_eq!(add.invoke_async(&mut conn).await.unwrap(), 4);
    assert_eq!(add.invoke_async(&mut conn).await.unwrap(), 6);
}

/// Each of many callers has its effect once, whichever of them finds the script missing.
/// Says how often the script was loaded after each flush.
async fn herd(connections: usize, rounds: u64) -> u64 {
    const CALLERS: usize = 200;
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    let mut conns = Vec::new();
    for _ in 0..connections {
        conns.push(server.client().get_multiplexed_async_connection().await.unwrap());
    }
    // A text of its own: other tests of this process load theirs at the same time.
    let source = format!("{COUNT} -- {connections} connections, {rounds} rounds").leak();
    let add = call::<i64>(script(source), &["n"], &["1"]);
    for round in 1..=rounds.cast_signed() {
        flush(&mut own);
        let callers = (0..CALLERS).map(|caller| {
            let (add, mut conn) = (add.clone(), conns[caller % conns.len()].clone());
            tokio::spawn(async move { add.invoke_async(&mut conn).await })
        });
        let mut seen: Vec<i64> = join_all(callers).await.into_iter().map(|result| result.unwrap().unwrap()).collect();
        seen.sort_unstable();
        let callers = i64::try_from(CALLERS).unwrap();
        let expected: Vec<i64> = ((round - 1) * callers + 1..=round * callers).collect();
        assert_eq!(seen, expected);
        assert_eq!(get(&mut own, "n"), round * callers);
    }
    // Redis 6.2 counts the flushes, too.
    let flushes = if matches!(server.version(), Version::Redis(..7, _)) { rounds } else { 0 };
    counts::of(&mut own, "script|load") - flushes
}

#[tokio::test]
async fn a_herd_on_one_connection() {
    assert_eq!(herd(1, 50).await, 50, "the others' second EVALSHAs arrive behind the load");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_herd_on_one_connection_of_several_threads() {
    assert_eq!(herd(1, 40).await, 40, "whoever hears of its first EVALSHA when, the load was in front of the second");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_herd_on_several_connections_and_threads() {
    herd(8, 5).await;
}

#[test]
fn a_script_that_returns_the_servers_noscript_runs_once() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    for text in support::NOSCRIPT_TEXTS {
        let source = format!("redis.call('INCR', KEYS[1]) return redis.error_reply({text:?})");
        let forged = call::<i64>(evaluated(source.leak()), &[text], &[]);
        for runs in 1..=2 {
            assert_eq!(forged.invoke(&mut conn).unwrap_err().code(), Some("NOSCRIPT"));
            assert_eq!(get(&mut conn, text), runs);
        }
    }
    // Raised, or with other words, it is told apart by its text: not even these need to be sent whole.
    for body in [
        "error({err='NOSCRIPT No matching script.'})",
        "return redis.error_reply('NOSCRIPT No matching script')",
        "return {err='NOSCRIPT'}",
        "return {redis.error_reply('NOSCRIPT No matching script.')}",
    ] {
        let source = format!("redis.call('INCR', KEYS[1]) {body}");
        let key = format!("raised:{body}");
        let forged = call::<()>(script(source.leak()), &[&key], &[]);
        assert!(forged.invoke(&mut conn).is_err(), "{body}");
        assert_eq!(get(&mut conn, &key), 1, "{body}");
    }
}

#[test]
fn a_user_who_may_not_load_still_runs_scripts() {
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    let acl = |rules: &[&str], conn: &mut redis::Connection| {
        redis::cmd("ACL").arg("SETUSER").arg("app").arg("reset").arg("on").arg(">pw").arg("~*").arg(rules).exec(conn)
    };
    acl(&["+@all", "-script"], &mut own).unwrap();
    let url = server.url().replace("redis://", "redis://app:pw@");
    let mut conn = redis::Client::open(url).unwrap().get_connection().unwrap();
    let add = call::<i64>(script(COUNT), &["n"], &["1"]);
    counts::reset(&mut own);
    assert_eq!(add.invoke(&mut conn).unwrap(), 1);
    assert_eq!(add.invoke(&mut conn).unwrap(), 2);
    assert_eq!(counts::of(&mut own, "eval"), 1);

    flush(&mut own);
    acl(&["+@all", "-script", "-eval"], &mut own).unwrap();
    let error = add.invoke(&mut conn).unwrap_err();
    assert_eq!(error.code(), Some("NOPERM"));
    assert!(error.to_string().contains("SCRIPT LOAD"), "{error}");
    assert_eq!(get(&mut own, "n"), 2);
}

#[test]
fn a_read_only_script_runs_for_users_who_may_only_read() {
    let server = Server::start().unwrap();
    // That is what `min_server` is for.
    if is_exception(&server, "shebang lines and EVALSHA_RO") {
        return;
    }
    let mut own = server.client().get_connection().unwrap();
    redis::cmd("ACL").arg(&["SETUSER", "app", "reset", "on", ">pw", "%R~*", "+@all"]).exec(&mut own).unwrap();
    redis::cmd("SET").arg("k").arg("v").exec(&mut own).unwrap();
    let url = server.url().replace("redis://", "redis://app:pw@");
    let mut conn = redis::Client::open(url).unwrap().get_connection().unwrap();
    let peek = call::<String>(script("#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])"), &["k"], &[]);
    assert_eq!(peek.invoke(&mut conn).unwrap(), "v");
    let refused = call::<i64>(script(COUNT), &["k"], &["1"]).invoke(&mut conn).unwrap_err();
    assert_eq!(refused.code(), Some("NOPERM"));
}

#[tokio::test]
async fn keys_and_arguments_are_binary_and_replies_too() {
    let server = Server::start().unwrap();
    let bytes: Vec<u8> = (0..=255).collect();
    let echo = script("return {KEYS[1], ARGV[1], ARGV[2], ARGV[3], redis.sha1hex(ARGV[1])}");
    for url in [server.url(), server.url_resp3()] {
        let client = redis::Client::open(url).unwrap();
        let mut conn = client.get_multiplexed_async_connection().await.unwrap();
        let mut call = invocation::<(Vec<u8>, Vec<u8>, String, String, String)>(echo, 1, 3, 600);
        prepare(&mut call).key(&bytes[..]).arg(&bytes).arg("").arg("ünï → 🦀").finish();
        let (key, first, second, third, _) = call.invoke_async(&mut conn).await.unwrap();
        assert_eq!((key, first), (bytes.clone(), bytes.clone()));
        assert_eq!((second.as_str(), third.as_str()), ("", "ünï → 🦀"));
    }
}

#[test]
fn numbers_arrive_as_they_are_written() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let echo = script("return ARGV");
    let floats = [0.5, -0.0, f64::MIN_POSITIVE, f64::MAX, f64::EPSILON, 5e-324, 1e300, 0.1];
    let mut call = invocation::<Vec<f64>>(echo, 0, floats.len(), 200);
    prepare(&mut call).args(&floats).finish();
    assert_eq!(call.invoke(&mut conn).unwrap(), floats);
    let mut call = invocation::<(i64, u64, i8)>(echo, 0, 3, 60);
    prepare(&mut call).arg(i64::MIN).arg(u64::MAX).arg(-1i8).finish();
    assert_eq!(call.invoke(&mut conn).unwrap(), (i64::MIN, u64::MAX, -1));
}

#[test]
fn replies_of_every_shape() {
    let server = Server::start().unwrap();
    for url in [server.url(), server.url_resp3()] {
        let mut conn = redis::Client::open(url).unwrap().get_connection().unwrap();
        let mut reply = |source: &'static str| call::<Value>(script(source), &[], &[]).invoke(&mut conn).unwrap();
        assert_eq!(reply("return 1"), Value::Int(1));
        assert_eq!(reply("return nil"), Value::Nil);
        assert_eq!(reply(""), Value::Nil);
        assert_eq!(reply("return false"), Value::Nil);
        assert_eq!(reply("return {ok='fine'}"), Value::SimpleString("fine".into()));
        assert_eq!(reply("return {1, {'a'}, {}}"), redis_test::redis_value!([1, ["a"], []]));
        let mut conn2 = server.client().get_connection().unwrap();
        assert!(call::<bool>(script("return 1 == 1"), &[], &[]).invoke(&mut conn2).unwrap());
        assert!(!call::<bool>(script("return 1 == 2"), &[], &[]).invoke(&mut conn2).unwrap());
        assert_eq!(call::<Option<i64>>(script("return nil"), &[], &[]).invoke(&mut conn2).unwrap(), None);
        call::<()>(script("return {ok='fine'}"), &[], &[]).invoke(&mut conn2).unwrap();
    }
}

#[test]
fn a_call_after_the_connection_was_lost_is_not_sent_again() {
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let add = call::<i64>(script(COUNT), &["n"], &["1"]);
    add.invoke(&mut conn).unwrap();
    redis::cmd("CLIENT").arg("KILL").arg("TYPE").arg("normal").arg("SKIPME").arg("yes").exec(&mut own).unwrap();
    assert!(add.invoke(&mut conn).is_err());
    assert_eq!(get(&mut own, "n"), 1);
}
