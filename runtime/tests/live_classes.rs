//! What each error says about whether the script ran and wrote, against what it really did.

#[path = "support/row.rs"]
mod row;
mod support;

use std::time::Duration;

use redis::{Connection, cmd};
use redis_script::{
    Error,
    Happened::{Maybe, No, Yes},
    Invocation, Mode, pipe,
    testing::{Cluster, Server},
};
use row::{REFUSED, Row, check};
use support::{call, report::is_exception, script};

const WRITE: &str = "return redis.call('SET', KEYS[1], 'v')";

fn connect(server: &Server) -> Connection {
    server.client().get_connection().unwrap()
}

fn write() -> Invocation<()> {
    call(script(WRITE), &["k"], &[])
}

fn config(conn: &mut Connection, name: &str, value: &str) {
    cmd("CONFIG").arg("SET").arg(name).arg(value).exec(conn).unwrap();
}

#[test]
fn noscript() {
    let server = Server::start().unwrap();
    let row = Row { code: "NOSCRIPT", retryable: true, ..REFUSED };
    check(row, write().mode(Mode::EvalSha).invoke(&mut connect(&server)));
}

#[test]
fn busy_and_killed() {
    let server = Server::builder().config("lua-time-limit", "10").start().unwrap();
    let mut conn = connect(&server);
    let endless = std::thread::spawn({
        let mut conn = connect(&server);
        move || call::<()>(script("while true do end"), &[], &[]).invoke(&mut conn)
    });
    let busy = loop {
        match write().invoke(&mut conn) {
            Ok(()) => std::thread::sleep(Duration::from_millis(5)),
            busy => break busy,
        }
    };
    check(Row { code: "BUSY", retryable: true, ..REFUSED }, busy);
    let busy = pipe().atomic().invoke(write()).exec(&mut conn);
    check(Row { code: "EXECABORT", retryable: true, ..REFUSED }, busy);
    cmd("SCRIPT").arg("KILL").exec(&mut conn).unwrap();
    check(Row { code: "ERR", ran: Yes, wrote: No, retryable: true }, endless.join().unwrap());
}

#[test]
fn texts_that_servers_refuse() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server);
    check(Row { code: "ERR", ..REFUSED }, call(script("return ("), &[], &[]).invoke(&mut conn));
    check(Row { code: "ERR", ..REFUSED }, call(script("#!lua flags=nonsense\nreturn 1"), &[], &[]).invoke(&mut conn));
}

#[test]
fn users_who_may_not() {
    let server = Server::start().unwrap();
    let mut own = connect(&server);
    cmd("ACL").arg(&["SETUSER", "app", "reset", "on", ">pw", "~a*", "+@all", "-del"]).exec(&mut own).unwrap();
    let client = redis::Client::open(server.url().replace("redis://", "redis://app:pw@")).unwrap();
    let mut conn = client.get_connection().unwrap();
    check(Row { code: "NOPERM", ..REFUSED }, write().invoke(&mut conn));
    // What it did before stays.
    let del = script("redis.call('INCR', KEYS[1]) redis.call('DEL', KEYS[1])");
    let refused = call(del, &["a"], &[]).invoke(&mut conn);
    check(Row { code: "ERR", ran: Yes, wrote: Maybe, retryable: false }, refused);
    assert_eq!(cmd("GET").arg("a").query::<i64>(&mut own).unwrap(), 1);
}

#[test]
fn replicas() {
    // Its primary is nowhere.
    let server = Server::builder().config("replicaof", "127.0.0.1 1").start().unwrap();
    let mut conn = connect(&server);
    check(Row { code: "READONLY", ran: Yes, wrote: No, retryable: true }, write().invoke(&mut conn));
    let caught = call(script("return redis.pcall('SET', KEYS[1], 1)"), &["k"], &[]).invoke(&mut conn);
    check(Row { code: "READONLY", ran: Maybe, wrote: No, retryable: true }, caught);
    if !is_exception(&server, "shebang lines") {
        let refused = call(script("#!lua\nreturn redis.call('SET', KEYS[1], 1)"), &["k"], &[]).invoke(&mut conn);
        check(Row { code: "READONLY", retryable: true, ..REFUSED }, refused);
    }
    // Loaded already: an unknown script is NOSCRIPT even there.
    config(&mut conn, "replica-serve-stale-data", "no");
    check(Row { code: "MASTERDOWN", retryable: true, ..REFUSED }, write().invoke(&mut conn));
}

#[test]
fn no_memory_left() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server);
    cmd("SET").arg("n").arg(1).exec(&mut conn).unwrap();
    config(&mut conn, "maxmemory", "1");
    check(Row { code: "OOM", ran: Yes, wrote: No, retryable: true }, write().invoke(&mut conn));
    if !is_exception(&server, "shebang lines") {
        let refused = call(script("#!lua\nreturn redis.call('SET', KEYS[1], 1)"), &["k"], &[]).invoke(&mut conn);
        check(Row { code: "OOM", retryable: true, ..REFUSED }, refused);
    }
    let source = "local e = redis.pcall('SET', KEYS[1], 1) redis.call('DEL', 'n') return e";
    let caught = call(script(source), &["k"], &[]).invoke(&mut conn);
    check(Row { code: "OOM", ran: Maybe, wrote: Maybe, retryable: false }, caught);
    assert!(!cmd("EXISTS").arg("n").query::<bool>(&mut conn).unwrap(), "it did write");
}

#[test]
fn no_replicas() {
    let server = Server::builder().config("min-replicas-to-write", "1").start().unwrap();
    check(Row { code: "NOREPLICAS", ran: Yes, wrote: No, retryable: true }, write().invoke(&mut connect(&server)));
}

#[test]
fn clusters() {
    let cluster = Cluster::start(2, 0).unwrap();
    let [first, second] = cluster.primaries() else { panic!("two primaries") };
    // `foo` is in slot 12182, `bar` in slot 5061.
    check(
        Row { code: "MOVED", retryable: true, ..REFUSED },
        call(script(WRITE), &["foo"], &[]).invoke(&mut connect(first)),
    );
    let crossing = call::<()>(script(WRITE), &["foo", "bar"], &[]).invoke(&mut connect(second)).unwrap_err();
    assert!(matches!(&crossing, Error::CrossSlot(error) if error.keys() == [b"foo", b"bar"]), "{crossing}");
    assert_eq!(redis::RedisError::from(crossing.clone()).kind(), redis::ServerErrorKind::CrossSlot.into());
    check(Row { code: "CROSSSLOT", ..REFUSED }, Err(crossing));
    // A key that isn't declared, on another server, after a write.
    let source = "redis.call('SET', KEYS[1], 1) return redis.call('GET', 'foo')";
    let remote = call(script(source), &["bar"], &[]).invoke(&mut connect(first));
    check(Row { code: "ERR", ran: Yes, wrote: Maybe, retryable: false }, remote);
    assert_eq!(cmd("GET").arg("bar").query::<i64>(&mut connect(first)).unwrap(), 1);
    cmd("CLUSTER").arg("DELSLOTS").arg(5061).exec(&mut connect(first)).unwrap();
    let unserved = call(script(WRITE), &["bar"], &[]).invoke(&mut connect(first));
    check(Row { code: "CLUSTERDOWN", retryable: true, ..REFUSED }, unserved);
}

#[test]
fn errors_of_the_scripts_own() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server);
    let raised = call(script("redis.call('SET', KEYS[1], 1) error('boom')"), &["k"], &[]).invoke(&mut conn);
    check(Row { code: "ERR", ran: Yes, wrote: Maybe, retryable: false }, raised);
    let returned = call(script("return redis.error_reply('LIMIT reached')"), &["k"], &[]).invoke(&mut conn);
    check(Row { code: "LIMIT", ran: Maybe, wrote: Maybe, retryable: false }, returned);
    let from_data = support::evaluated("return redis.error_reply(ARGV[1])");
    let forged = call(from_data, &[], &["BUSY not at all"]).invoke(&mut conn);
    check(Row { code: "BUSY", ran: Maybe, wrote: Maybe, retryable: false }, forged);
    let wrong_type = call::<Vec<i64>>(script("return 'text'"), &[], &[]).invoke(&mut conn).unwrap_err();
    assert_eq!((wrong_type.ran(), wrong_type.wrote(), wrong_type.is_retryable()), (Yes, Maybe, false));
    if !is_exception(&server, "shebang lines") {
        let only_reads = script("#!lua flags=no-writes\nerror('boom')");
        let error = call::<()>(only_reads, &[], &[]).invoke(&mut conn).unwrap_err();
        assert_eq!((error.ran(), error.wrote()), (Yes, No));
    }
}

#[test]
fn connections_that_are_lost() {
    let server = Server::start().unwrap();
    let (mut own, mut conn) = (connect(&server), connect(&server));
    let kill =
        |own: &mut Connection| cmd("CLIENT").arg(&["KILL", "TYPE", "normal", "SKIPME", "yes"]).exec(own).unwrap();
    kill(&mut own);
    let error = write().invoke(&mut conn).unwrap_err();
    assert_eq!((error.ran(), error.wrote(), error.is_retryable()), (Maybe, Maybe, false));
    let mut conn = connect(&server);
    kill(&mut own);
    let only_reads = script("#!lua flags=no-writes\nreturn 1");
    let error = call::<i64>(only_reads, &[], &[]).invoke(&mut conn).unwrap_err();
    assert_eq!((error.ran(), error.wrote(), error.is_retryable()), (Maybe, No, true));
}
