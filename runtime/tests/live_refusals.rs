//! Calls that a server refuses for the state it is in: what the errors say, and that nothing has happened.

#[path = "support/counts.rs"]
mod counts;
#[path = "support/row.rs"]
mod row;
mod support;

use std::{path::PathBuf, time::Duration};

use redis::{Connection, cmd};
use redis_script::{
    Happened::{Maybe, No, Yes},
    Invocation,
    testing::{Builder, Cluster, Server},
};
use row::{REFUSED, Row, check};
use support::{call, report::is_exception, script};

const WRITE: &str = "return redis.call('SET', KEYS[1], 'v')";

fn connect(server: &Server) -> Connection {
    server.client().get_connection().unwrap()
}

fn write(keys: &[&str]) -> Invocation<()> {
    call(script(WRITE), keys, &[])
}

/// Since its counts were reset, the server has run no script, and it holds so many keys.
fn untouched(conn: &mut Connection, keys: u64) {
    assert_eq!((counts::of(conn, "evalsha"), counts::of(conn, "eval")), (0, 0));
    assert_eq!(cmd("DBSIZE").query::<u64>(conn).unwrap(), keys);
}

fn wait_until(mut ready: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if ready() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the server's state doesn't change");
}

/// A folder that ends with the value, if it is still there.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("redis-script-test-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A server that keeps its data there.
    fn server(&self) -> Builder {
        Server::builder().config("dir", self.0.to_str().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn noauth() {
    let server = Server::start().unwrap();
    let mut own = connect(&server);
    // Who is connected already stays so.
    cmd("CONFIG").arg(&["SET", "requirepass", "secret"]).exec(&mut own).unwrap();
    // In RESP3 they wouldn't even get a connection.
    let url = format!("redis://127.0.0.1:{}/", server.port());
    let mut stranger = redis::Client::open(url).unwrap().get_connection().unwrap();
    counts::reset(&mut own);
    check(Row { code: "NOAUTH", ..REFUSED }, write(&["k"]).invoke(&mut stranger));
    untouched(&mut own, 0);
}

#[test]
fn misconf() {
    let folder = Folder::new("misconf");
    let server = folder.server().config("save", "3600 1").start().unwrap();
    let mut conn = connect(&server);
    // Known to the server, so that the only thing that is refused is the call.
    write(&["n"]).invoke(&mut conn).unwrap();
    drop(folder);
    cmd("BGSAVE").exec(&mut conn).unwrap();
    wait_until(|| {
        let info: String = cmd("INFO").arg("persistence").query(&mut conn).unwrap();
        info.contains("rdb_last_bgsave_status:err")
    });
    // Without flags a script runs up to its first write.
    check(Row { code: "MISCONF", ran: Yes, wrote: No, retryable: true }, write(&["k"]).invoke(&mut conn));
    if !is_exception(&server, "shebang lines") {
        let flagged = script("#!lua\nreturn redis.call('SET', KEYS[1], 'v')");
        check(Row { code: "MISCONF", retryable: true, ..REFUSED }, call(flagged, &["k"], &[]).invoke(&mut conn));
    }
    // A script that catches it could have gone on to write, for all that the error tells.
    let caught = script("return redis.pcall('SET', KEYS[1], 'v')");
    check(
        Row { code: "MISCONF", ran: Maybe, wrote: Maybe, retryable: false },
        call(caught, &["k"], &[]).invoke(&mut conn),
    );
    assert_eq!(cmd("KEYS").arg("*").query::<Vec<String>>(&mut conn).unwrap(), ["n"]);
}

#[test]
fn loading() {
    const KEYS: u64 = 24;
    let folder = Folder::new("loading");
    let server = folder.server().config("rdbcompression", "no").start().unwrap();
    let mut conn = connect(&server);
    let mut fill = redis::pipe();
    for key in 0..KEYS {
        fill.cmd("SET").arg(key).arg(vec![b'x'; 512 * 1024]).ignore();
    }
    fill.exec(&mut conn).unwrap();
    cmd("SAVE").exec(&mut conn).unwrap();
    drop((conn, server));
    // It answers after every two megabytes, and takes its time for each key, in microseconds.
    let server = folder.server().config("key-load-delay", "20000").start().unwrap();
    let mut conn = connect(&server);
    check(Row { code: "LOADING", retryable: true, ..REFUSED }, write(&["k"]).invoke(&mut conn));
    wait_until(|| cmd("PING").exec(&mut conn).is_ok());
    untouched(&mut conn, KEYS);
    // The reason went away, as it said.
    write(&["k"]).invoke(&mut conn).unwrap();
}

#[test]
fn slots_on_their_way() {
    let cluster = Cluster::start(2, 0).unwrap();
    let [first, second] = cluster.primaries() else { panic!("two primaries") };
    let (mut from, mut to) = (connect(first), connect(second));
    let id = |conn: &mut Connection| cmd("CLUSTER").arg("MYID").query::<String>(conn).unwrap();
    let (from_id, to_id) = (id(&mut from), id(&mut to));
    // `bar` is in slot 5061.
    let set_slot = |conn: &mut Connection, state: &str, other: &str| {
        cmd("CLUSTER").arg("SETSLOT").arg(5061).arg(state).arg(other).exec(conn).unwrap();
    };
    set_slot(&mut to, "IMPORTING", &from_id);
    set_slot(&mut from, "MIGRATING", &to_id);
    counts::reset(&mut from);
    counts::reset(&mut to);
    check(Row { code: "ASK", retryable: true, ..REFUSED }, write(&["bar"]).invoke(&mut from));
    // Where the slot goes, but not all of the keys are there yet.
    cmd("ASKING").exec(&mut to).unwrap();
    check(Row { code: "TRYAGAIN", retryable: true, ..REFUSED }, write(&["{bar}1", "{bar}2"]).invoke(&mut to));
    // Without ASKING it still isn't the owner.
    check(Row { code: "MOVED", retryable: true, ..REFUSED }, write(&["bar"]).invoke(&mut to));
    untouched(&mut from, 0);
    untouched(&mut to, 0);
}

#[test]
fn unserved_slots_and_scripts_that_no_cluster_runs() {
    let cluster = Cluster::start(1, 0).unwrap();
    let mut conn = connect(&cluster.primaries()[0]);
    // Redis 6.2 knows no flags: it can't even compile the line.
    let refused = script("#!lua flags=no-cluster\nreturn redis.call('SET', KEYS[1], 'v')");
    check(Row { code: "ERR", ..REFUSED }, call(refused, &["bar"], &[]).invoke(&mut conn));
    assert_eq!(cmd("DBSIZE").query::<u64>(&mut conn).unwrap(), 0);
    cmd("CLUSTER").arg("DELSLOTS").arg(5061).exec(&mut conn).unwrap();
    counts::reset(&mut conn);
    check(Row { code: "CLUSTERDOWN", retryable: true, ..REFUSED }, write(&["bar"]).invoke(&mut conn));
    untouched(&mut conn, 0);
}
