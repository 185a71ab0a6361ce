//! How often a call allocates: the figure is exact, so it is asserted.

mod support;

use std::io::{Read, Write};

use redis_script::Result;
use support::script;

const REPLY: &[u8] = b"*2\r\n:1\r\n:9\r\n";
const ROUNDS: u64 = 100;

/// A server that answers whatever it is asked with the same reply. Costs the client nothing: it runs on
/// a thread of its own, and allocations are counted per thread.
fn parrot() -> redis::Client {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            // Commands begin with `*`, and nothing else here does. The client's first ones set up the
            // connection: `CLIENT SETINFO`, answered in the same way.
            for _ in buffer[..length].iter().filter(|&&byte| byte == b'*') {
                stream.write_all(REPLY).unwrap();
            }
        }
    });
    redis::Client::open(format!("redis://{address}")).unwrap()
}

/// The generated function's body for one key and four numbers.
async fn take(
    conn: &mut impl redis::aio::ConnectionLike,
    script: &'static redis_script::Script,
) -> Result<(bool, u64)> {
    let key = "rate-limits:user:12345";
    let invocation = redis_script::__private::prepare::<Result<(bool, u64)>>(script, 1, 4, key.len() + 4 * 20)
        .key(key)
        .arg(100u64)
        .arg(10u64)
        .arg(1_700_000_000u64)
        .arg(1u64)
        .finish();
    redis_script::__private::call(conn, invocation).await
}

#[test]
fn a_call_through_any_connection_allocates_seven_times() {
    let script = script("return {1, 9}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let conn = runtime.block_on(parrot().get_multiplexed_async_connection()).unwrap();
    let ours = count(&runtime, async || {
        assert_eq!(take(&mut conn.clone(), script).await.unwrap(), (true, 9));
    });
    assert_eq!(ours, 7 * ROUNDS);

    // What the redis crate's own type does, so that a change there doesn't go unnoticed.
    let theirs = redis::Script::new(script.source());
    let theirs = count(&runtime, async || {
        let mut invocation = theirs.key("rate-limits:user:12345");
        invocation.arg(100).arg(10).arg(1_700_000_000).arg(1);
        let reply: (bool, u64) = invocation.invoke_async(&mut conn.clone()).await.unwrap();
        assert_eq!(reply, (true, 9));
    });
    assert_eq!(theirs, 14 * ROUNDS);
}

/// Allocations in `ROUNDS` calls, those of the connection's own task included: it runs on this thread.
fn count(runtime: &tokio::runtime::Runtime, call: impl AsyncFn()) -> u64 {
    let rounds = async || {
        for _ in 0..ROUNDS {
            call().await;
        }
    };
    runtime.block_on(rounds());
    allocation_counter::measure(|| runtime.block_on(rounds())).count_total
}
