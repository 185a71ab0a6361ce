//! Many tasks on one multiplexed connection.

use std::net::SocketAddr;

use redis::aio::MultiplexedConnection;

use super::{Calls, Path, multiplexed, runtime};
use crate::{
    calls::{self, take},
    workload::{BUCKET, CAPACITY, NOW, RATE, REQUESTED},
};

/// The curve of callers.
pub const CALLERS: [usize; 5] = [1, 4, 16, 64, 256];

pub(super) fn paths() -> Vec<Path> {
    let mut paths = Vec::new();
    for tasks in CALLERS {
        let calls = tasks * if tasks < 64 { 100 } else { 40 };
        paths.push(Path::new(format!("concurrent{tasks}/static_script"), calls, move |at| {
            concurrent(at, tasks, |mut conn, count| async move {
                for _ in 0..count {
                    calls::static_script(&mut conn).await;
                }
            })
        }));
        paths.push(Path::new(format!("concurrent{tasks}/any"), calls, move |at| {
            concurrent(at, tasks, |mut conn, count| async move {
                for _ in 0..count {
                    take!(take_tokens, &mut conn);
                }
            })
        }));
        paths.push(Path::new(format!("concurrent{tasks}/ours"), calls, move |at| {
            concurrent(at, tasks, |mut conn, count| async move {
                for _ in 0..count {
                    take!(take_multiplexed, &mut conn);
                }
            })
        }));
    }
    paths
}

fn concurrent<F: Future<Output = ()> + Send + 'static>(
    server: SocketAddr,
    tasks: usize,
    calls: fn(MultiplexedConnection, usize) -> F,
) -> Calls {
    let runtime = runtime();
    let conn = runtime.block_on(multiplexed(server));
    Box::new(move |count| {
        runtime.block_on(async {
            let spawned: Vec<_> =
                (0..tasks).map(|_| tokio::spawn(calls(conn.clone(), count.div_ceil(tasks)))).collect();
            for task in spawned {
                task.await.expect("a task's end");
            }
        });
    })
}
