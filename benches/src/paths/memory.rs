//! A reply that needs no server: what is left is making it and converting it.

use futures_util::FutureExt;
use redis::{Cmd, Pipeline, RedisFuture, Value, aio::ConnectionLike};

use super::{Path, sequential};
use crate::calls;

const INTEGERS: u16 = 1000;

pub(super) fn paths() -> Vec<Path> {
    vec![
        Path::new("memory1000/ours", 300, |_| {
            sequential(async { Memory }, async |conn| {
                let reply = calls::integers_any(conn, "").await.expect("a reply");
                assert_eq!(reply.len(), usize::from(INTEGERS));
            })
        }),
        Path::new("memory1000/static_script", 300, |_| {
            sequential(async { Memory }, async |conn| {
                let reply: Vec<i64> = calls::STATIC_SCRIPT.key("").invoke_async(conn).await.expect("a reply");
                assert_eq!(reply.len(), usize::from(INTEGERS));
            })
        }),
    ]
}

/// A connection that answers every command with so many integers.
struct Memory;

impl ConnectionLike for Memory {
    fn req_packed_command<'a>(&'a mut self, _: &'a Cmd) -> RedisFuture<'a, Value> {
        async { Ok(Value::Array((0..i64::from(INTEGERS)).map(Value::Int).collect())) }.boxed()
    }

    fn req_packed_commands<'a>(&'a mut self, _: &'a Pipeline, _: usize, _: usize) -> RedisFuture<'a, Vec<Value>> {
        async { unreachable!("nothing here is pipelined") }.boxed()
    }

    fn get_db(&self) -> i64 {
        0
    }
}
