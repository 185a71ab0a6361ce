//! The servers that tests are given.

mod support;

use std::{
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use redis_script::testing::{Cluster, Server, Version};

#[test]
fn a_server_starts_within_a_second_and_ends_with_its_value() {
    let started = Instant::now();
    let server = Server::start().unwrap();
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    let mut conn = server.client().get_connection().unwrap();
    let pong: String = redis::cmd("PING").query(&mut conn).unwrap();
    assert_eq!(pong, "PONG");
    let port = server.port();
    drop(server);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

/// The server's own id and version, and the protocol that connections speak, are told to `cargo xtask matrix`.
#[test]
fn connections_speak_the_protocol_that_is_asked_for() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let info: String = redis::cmd("INFO").arg("server").query(&mut conn).unwrap();
    let field = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    let run_id = field("run_id").unwrap();
    assert_eq!(run_id.len(), 40, "{run_id}");
    let (product, version) = match server.version() {
        Version::Valkey(..) => ("valkey", field("valkey_version").unwrap()),
        _ => ("redis", field("redis_version").unwrap()),
    };
    let hello: std::collections::HashMap<String, redis::Value> = redis::cmd("HELLO").query(&mut conn).unwrap();
    let asked = std::env::var("REDIS_SCRIPT_PROTOCOL").unwrap_or_default();
    let spoken = if asked == "resp3" { 3 } else { 2 };
    assert_eq!(hello["proto"], redis::Value::Int(spoken));
    support::report::write(format_args!("server\t{product}\t{version}\t{run_id}\tresp{spoken}"));
    let mut other = redis::Client::open(server.url_resp3()).unwrap().get_connection().unwrap();
    let hello: std::collections::HashMap<String, redis::Value> = redis::cmd("HELLO").query(&mut other).unwrap();
    assert_eq!(hello["proto"], redis::Value::Int(3));
}

#[test]
fn servers_have_their_own_settings() {
    let server = Server::builder()
        .config("maxmemory", "123mb")
        .config("client-output-buffer-limit", "pubsub 1mb 1mb 7")
        .start()
        .unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let setting = |name: &str, conn: &mut redis::Connection| -> (String, String) {
        redis::cmd("CONFIG").arg("GET").arg(name).query(conn).unwrap()
    };
    assert_eq!(setting("maxmemory", &mut conn).1, (123 << 20).to_string());
    let limits = setting("client-output-buffer-limit", &mut conn).1;
    assert!(limits.contains("pubsub 1048576 1048576 7"), "{limits}");
}

#[test]
fn a_server_that_does_not_start_says_why() {
    let error = Server::builder().config("nonsense", "1").start().unwrap_err().to_string();
    assert!(error.contains("nonsense"), "{error}");
    let error = Server::builder().executable("/nowhere/redis-server").start().unwrap_err().to_string();
    assert!(error.contains("/nowhere/redis-server"), "{error}");
}

#[test]
fn servers_started_at_once_are_different_ones() {
    let threads: Vec<_> = (0..8).map(|_| std::thread::spawn(|| Server::start().unwrap())).collect();
    let servers: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let ports: std::collections::HashSet<_> = servers.iter().map(Server::port).collect();
    assert_eq!(ports.len(), servers.len());
    for server in &servers {
        redis::cmd("PING").exec(&mut server.client().get_connection().unwrap()).unwrap();
    }
}

/// This test starts itself, kills what it started, and looks for the server.
#[test]
fn a_server_ends_when_its_process_is_killed() {
    const CHILD: &str = "REDIS_SCRIPT_TEST_IS_CHILD";
    if std::env::var_os(CHILD).is_some() {
        // Started on another thread, which ends before the process does.
        let server = std::thread::spawn(|| Server::start().unwrap()).join().unwrap();
        println!("port={}", server.port());
        std::thread::sleep(Duration::from_secs(600));
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_server_ends_when_its_process_is_killed", "--nocapture"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port: u16 = lines
        .map_while(Result::ok)
        .find_map(|line| line.split_once("port=")?.1.parse().ok())
        .expect("the child's port");
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    child.kill().unwrap();
    child.wait().unwrap();
    let killed = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_ok() {
        assert!(killed.elapsed() < Duration::from_secs(10), "the server outlives its process");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_cluster_serves_all_slots_and_leaves_nothing_behind() {
    let cluster = Cluster::start(3, 1).unwrap();
    assert_eq!((cluster.primaries().len(), cluster.replicas().len()), (3, 3));
    for server in cluster.servers() {
        let mut conn = server.client().get_connection().unwrap();
        let info: String = redis::cmd("CLUSTER").arg("INFO").query(&mut conn).unwrap();
        assert!(info.contains("cluster_slots_ok:16384"), "{info}");
    }
    let port = cluster.primaries()[0].port();
    drop(cluster);
    let folder = std::env::temp_dir().join(format!("redis-script-{}-{port}", std::process::id()));
    assert!(!folder.exists(), "{}", folder.display());
}
