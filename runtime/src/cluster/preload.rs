//! Loading scripts on every node.

use std::{
    collections::BTreeMap,
    future::poll_fn,
    io,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Poll, Waker},
    thread,
    time::Duration,
};

use redis::{
    RedisError, RedisResult, Value, aio::ConnectionLike, cluster_async::ClusterConnection,
    cluster_routing::SingleNodeRoutingInfo,
};

use crate::{Result, Script, preload::Loads};

/// What became of a preload on one node.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NodeOutcome {
    /// The node's address, as the cluster lists it.
    pub address: String,
    /// Whether it is a primary.
    pub is_primary: bool,
    /// Whether it has all of the scripts now, or why it may not.
    pub result: Result<()>,
}

/// Loads scripts on every node of a cluster, replicas included, one node after the other, for at most `limit`
/// on each. A node that is down or frozen is reported, and is in no other's way.
///
/// No call needs this: one whose script is missing loads it on the node that owns its keys.
///
/// # Errors
///
/// If the cluster doesn't say which nodes it has. What goes wrong on a node is in its outcome.
pub async fn preload(
    conn: &mut ClusterConnection,
    scripts: impl IntoIterator<Item = &'static Script>,
    limit: Duration,
) -> Result<Vec<NodeOutcome>> {
    let loads = Loads::new(scripts);
    let slots = slots(conn, limit).await?;
    let mut outcomes = Vec::new();
    for ((host, port), is_primary) in nodes(slots.extract_error()?)? {
        let address = format!("{host}:{port}");
        let node = SingleNodeRoutingInfo::ByAddress { host, port };
        let count = loads.scripts.len();
        let result = match count {
            0 => Ok(()),
            _ => match within(limit, conn.route_pipeline(loads.pipeline.clone(), 0, count, node)).await {
                Ok(replies) => loads.check(replies),
                Err(error) => Err(error.into()),
            },
        };
        outcomes.push(NodeOutcome { address, is_primary, result });
    }
    Ok(outcomes)
}

/// Asks some node for all of them, and perhaps another one where that one doesn't answer.
async fn slots(conn: &mut ClusterConnection, limit: Duration) -> RedisResult<Value> {
    const ATTEMPTS: usize = 5;
    let mut command = redis::cmd("CLUSTER");
    command.arg("SLOTS");
    let mut reply = within(limit, conn.req_packed_command(&command)).await;
    for _ in 1..ATTEMPTS {
        if reply.is_ok() {
            break;
        }
        reply = within(limit, conn.req_packed_command(&command)).await;
    }
    reply
}

/// The nodes in the reply to `CLUSTER SLOTS`, each once: ranges of (from, to, primary, replica, ..), each node
/// of which is (host, port, ..).
fn nodes(slots: Value) -> RedisResult<BTreeMap<(String, u16), bool>> {
    let ranges: Vec<Vec<Value>> = redis::from_redis_value(slots)?;
    let mut nodes = BTreeMap::new();
    for range in ranges {
        for (place, node) in range.into_iter().skip(2).enumerate() {
            let parts: Vec<Value> = redis::from_redis_value(node)?;
            let mut parts = parts.into_iter();
            let (Some(host), Some(port)) = (parts.next(), parts.next()) else { continue };
            let address = (redis::from_redis_value(host)?, redis::from_redis_value(port)?);
            nodes.insert(address, place == 0);
        }
    }
    Ok(nodes)
}

/// Gives up on a request after a while. The redis crate's cluster connections wait for ever by default, and
/// the timer here is one thread, so that it serves every async runtime.
async fn within<T>(limit: Duration, request: impl Future<Output = RedisResult<T>>) -> RedisResult<T> {
    let alarm = Arc::new(Mutex::new((false, None::<Waker>)));
    let rings = Arc::downgrade(&alarm);
    thread::spawn(move || {
        thread::sleep(limit);
        if let Some(alarm) = rings.upgrade() {
            let mut alarm = alarm.lock().unwrap_or_else(PoisonError::into_inner);
            alarm.0 = true;
            if let Some(waker) = alarm.1.take() {
                waker.wake();
            }
        }
    });
    let mut request = pin!(request);
    poll_fn(|cx| {
        if let Poll::Ready(result) = request.as_mut().poll(cx) {
            return Poll::Ready(result);
        }
        let mut alarm = alarm.lock().unwrap_or_else(PoisonError::into_inner);
        if alarm.0 {
            return Poll::Ready(Err(RedisError::from(io::Error::from(io::ErrorKind::TimedOut))));
        }
        alarm.1 = Some(cx.waker().clone());
        Poll::Pending
    })
    .await
}
