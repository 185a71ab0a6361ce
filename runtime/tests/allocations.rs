//! How often a call allocates: the figures are exact, so they are asserted, with the `redis` crate's own
//! beside them, so that a change there doesn't go unnoticed.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
};

use allocation_counter::AllocationInfo;
use redis::{
    aio::{ConnectionLike, ConnectionManager, MultiplexedConnection},
    cluster::ClusterClient,
    cluster_async::ClusterConnection,
};
use redis_script::{Result, redis_script};

const ROUNDS: u64 = 100;
const BUCKET: &str = "rate-limits:user:12345";

macro_rules! take_tokens {
    ($name:ident, $data:ident, ($($async:tt)?), $connection:ty) => {
        #[redis_script(
            source = "return {1, #KEYS[1] + #ARGV[1] + #ARGV[2] + #ARGV[3] + #ARGV[4]}",
            keys = 1,
            data = $data
        )]
        $($async)? fn $name(
            conn: &mut $connection,
            bucket: &str,
            capacity: u64,
            rate: u64,
            now: u64,
            requested: u64,
        ) -> Result<(bool, u64)>;
    };
}
take_tokens!(take_any, TakeAny, (async), impl ConnectionLike);
take_tokens!(take_multiplexed, TakeMultiplexed, (async), MultiplexedConnection);
take_tokens!(take_manager, TakeManager, (async), ConnectionManager);
take_tokens!(take_cluster, TakeCluster, (async), ClusterConnection);
take_tokens!(take_blocking, TakeBlocking, (), redis::Connection);

macro_rules! take {
    ($function:ident, $conn:expr) => {
        $function($conn, BUCKET, 100, 10, 1_700_000_000, 1)
    };
}

#[test]
fn a_call_on_a_multiplexed_connection_allocates_four_times() {
    let runtime = runtime();
    let mut conn = runtime.block_on(client().get_multiplexed_async_connection()).unwrap();
    let ours = count_async(&runtime, async || take!(take_multiplexed, &mut conn).await.unwrap());
    assert_eq!(ours.count_total, 4 * ROUNDS);
    assert!(ours.bytes_total <= 520 * ROUNDS, "{} bytes", ours.bytes_total / ROUNDS);
}

#[test]
fn a_call_on_any_connection_allocates_five_times() {
    let runtime = runtime();
    let mut conn = runtime.block_on(client().get_multiplexed_async_connection()).unwrap();
    let ours = count_async(&runtime, async || take!(take_any, &mut conn).await.unwrap());
    assert_eq!(ours.count_total, 5 * ROUNDS);
    let theirs = count_async(&runtime, async || script().invoke_async(&mut conn).await.unwrap());
    assert_eq!(theirs.count_total, 14 * ROUNDS);
}

#[test]
fn a_call_on_a_connection_manager_allocates_four_times() {
    let runtime = runtime();
    let mut conn = runtime.block_on(ConnectionManager::new(client())).unwrap();
    let ours = count_async(&runtime, async || take!(take_manager, &mut conn).await.unwrap());
    assert_eq!(ours.count_total, 4 * ROUNDS);
}

#[test]
fn a_call_on_a_cluster_allocates_twelve_times() {
    let runtime = runtime();
    let client = ClusterClient::new([format!("redis://{}", parrot())]).unwrap();
    let mut conn = runtime.block_on(client.get_async_connection()).unwrap();
    let ours = count_async(&runtime, async || take!(take_cluster, &mut conn).await.unwrap());
    // And once in each run of the runtime.
    assert_eq!(ours.count_total / ROUNDS, 12);
    let theirs = count_async(&runtime, async || script().invoke_async(&mut conn).await.unwrap());
    assert_eq!(theirs.count_total / ROUNDS, 23);
}

#[test]
fn a_blocking_call_allocates_less_than_the_redis_crate() {
    let mut conn = client().get_connection().unwrap();
    let ours = count(|| take!(take_blocking, &mut conn).unwrap());
    let theirs = count(|| script().invoke(&mut conn).unwrap());
    assert!(ours.count_total < theirs.count_total, "{} to {}", ours.count_total, theirs.count_total);
    assert_eq!(ours.count_total, 3 * ROUNDS);
}

#[test]
fn a_call_in_a_pipeline_of_a_hundred_allocates_three_times() {
    let runtime = runtime();
    let mut conn = runtime.block_on(client().get_multiplexed_async_connection()).unwrap();
    let ours = count(|| {
        let mut pipeline = redis_script::Pipeline::with_capacity(100);
        for _ in 0..100 {
            pipeline.invoke(TakeAny::prepare(BUCKET, 100, 10, 1_700_000_000, 1));
        }
        let replies: Vec<(bool, u64)> = runtime.block_on(pipeline.query_async(&mut conn)).unwrap();
        assert_eq!(replies.len(), 100);
        replies[0]
    });
    let batch = count(|| {
        let calls = (0..100).map(|_| TakeAny::prepare(BUCKET, 100, 10, 1_700_000_000, 1));
        let batch: redis_script::Batch<(bool, u64)> = calls.collect();
        runtime.block_on(batch.query_async(&mut conn)).unwrap()[99]
    });
    for per_pipeline in [ours, batch].map(|counted| counted.count_total / ROUNDS) {
        assert!((300..=312).contains(&per_pipeline), "{per_pipeline} for a hundred");
    }
}

/// Allocations in `ROUNDS` calls, those of the connection's own task included: it runs on this thread.
fn count(mut call: impl FnMut() -> (bool, u64)) -> AllocationInfo {
    let mut rounds = || (0..ROUNDS).for_each(|_| assert_eq!(call(), (true, 9)));
    rounds();
    allocation_counter::measure(rounds)
}

/// The same within one run of the runtime.
fn count_async(runtime: &tokio::runtime::Runtime, mut call: impl AsyncFnMut() -> (bool, u64)) -> AllocationInfo {
    let mut rounds = || {
        runtime.block_on(async {
            for _ in 0..ROUNDS {
                assert_eq!(call().await, (true, 9));
            }
        });
    };
    rounds();
    allocation_counter::measure(rounds)
}

fn script() -> redis::ScriptInvocation<'static> {
    static SCRIPT: std::sync::LazyLock<redis::Script> =
        std::sync::LazyLock::new(|| redis::Script::new("return {1, 9}"));
    let mut invocation = SCRIPT.key(BUCKET);
    invocation.arg(100).arg(10).arg(1_700_000_000).arg(1);
    invocation
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn client() -> redis::Client {
    redis::Client::open(format!("redis://{}", parrot())).unwrap()
}

/// A server that answers every call with the same reply, on threads of its own.
fn parrot() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut buffer = vec![0; 1 << 16];
                let mut input = Vec::new();
                while let Ok(length @ 1..) = stream.read(&mut buffer) {
                    input.extend_from_slice(&buffer[..length]);
                    let mut replies = Vec::new();
                    while let Some((name, length)) = command(&input) {
                        replies.extend_from_slice(&answer(&name, address));
                        input.drain(..length);
                    }
                    stream.write_all(&replies).unwrap();
                }
            });
        }
    });
    address
}

/// The name of the first command, and its length, if it is there as a whole.
fn command(input: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut at = 0;
    let number = |input: &[u8], at: &mut usize| -> Option<usize> {
        let line = input.get(*at + 1..)?;
        let end = line.iter().position(|&byte| byte == b'\r')?;
        *at += end + 3;
        std::str::from_utf8(&line[..end]).ok()?.parse().ok()
    };
    let count = number(input, &mut at)?;
    let mut name = None;
    for _ in 0..count {
        let length = number(input, &mut at)?;
        let word = input.get(at..at + length)?;
        name.get_or_insert_with(|| word.to_ascii_uppercase());
        at += length + 2;
    }
    (at <= input.len()).then(|| (name.unwrap_or_default(), at))
}

fn answer(name: &[u8], address: SocketAddr) -> Vec<u8> {
    match name {
        b"EVALSHA" => b"*2\r\n:1\r\n:9\r\n".to_vec(),
        b"PING" => b"+PONG\r\n".to_vec(),
        b"CLUSTER" => {
            let (host, port) = (address.ip().to_string(), address.port());
            format!("*1\r\n*3\r\n:0\r\n:16383\r\n*3\r\n${}\r\n{host}\r\n:{port}\r\n$1\r\n1\r\n", host.len())
                .into_bytes()
        }
        _ => b"+OK\r\n".to_vec(),
    }
}
