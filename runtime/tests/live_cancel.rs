//! Futures that are dropped before they are done.

mod support;

use std::time::Duration;

use redis::cmd;
use redis_script::{pipe, testing::Server};
use support::{call, script};

/// Polls a call so often, and drops it.
async fn cancel_after(polls: usize, future: impl Future) -> bool {
    let mut future = std::pin::pin!(future);
    for _ in 0..polls {
        let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(future.as_mut().poll(cx).is_ready())).await;
        if polled {
            return false;
        }
        tokio::task::yield_now().await;
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
    true
}

#[tokio::test]
async fn a_call_can_be_dropped_at_any_await() {
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    let mut conn = server.client().get_multiplexed_async_connection().await.unwrap();
    let mut cancelled = 0;
    for polls in 0..8 {
        let source: &'static str = format!("return {{KEYS[1], redis.call('INCR', 'n')}} -- {polls}").leak();
        let script = script(source);
        for flush in [true, false] {
            if flush {
                cmd("SCRIPT").arg("FLUSH").exec(&mut own).unwrap();
            }
            let dropped = call::<(String, i64)>(script, &["dropped"], &[]);
            cancelled += u32::from(cancel_after(polls, dropped.invoke_async(&mut conn)).await);
            // Its reply, if it still comes, is nobody else's, and nothing is in the way of the next call.
            let kept = call::<(String, i64)>(script, &["kept"], &[]);
            assert_eq!(kept.invoke_async(&mut conn).await.unwrap().0, "kept");
        }
    }
    assert!(cancelled >= 4, "{cancelled} calls were dropped half-way");
}

#[tokio::test]
async fn so_can_a_pipeline() {
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    let mut conn = server.client().get_multiplexed_async_connection().await.unwrap();
    for polls in 0..6 {
        for atomic in [false, true] {
            cmd("SCRIPT").arg("FLUSH").exec(&mut own).unwrap();
            let echo = |key| call::<String>(script("return KEYS[1]"), &[key], &[]);
            let mut dropped = pipe();
            dropped.invoke(echo("dropped")).invoke(echo("dropped"));
            if atomic {
                dropped.atomic();
            }
            cancel_after(polls, dropped.query_async::<Vec<String>>(&mut conn)).await;
            let (kept,): (String,) = pipe().invoke(echo("kept")).query_async(&mut conn).await.unwrap();
            assert_eq!(kept, "kept");
        }
    }
}
