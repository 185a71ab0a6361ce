//! A call on a cluster's async connection whose type is known.
//!
//! Through `redis::aio::ConnectionLike` that connection copies every command, and reads the copy once more
//! to find its way. Here the key says the way and the command is given away; where the server doesn't know the
//! script, it is made once more of the keys and arguments, which are still in the future.

use std::pin::Pin;

use redis::{
    RedisResult, Value,
    cluster_async::ClusterConnection,
    cluster_routing::{Route, RoutingInfo, SingleNodeRoutingInfo, Slot, SlotAddr},
};

use crate::{Error, Mode, asynchronous, call::Call, cold::Moment, link::Any, slot};

/// What became of a call that was sent once.
pub(crate) enum Attempt {
    Ended(Result<Value, Error>),
    /// Something else than the usual reply to a call that was sent then. [`settle`] goes on.
    Open(RedisResult<Value>, Moment),
}

/// Sends the call to the owner of its key. (No future of a function's own, so that it is compiled once.)
#[inline]
pub(crate) async fn attempt(conn: &mut ClusterConnection, call: Call) -> Attempt {
    match way(&call) {
        Ok(Some(route)) => {
            let sent = Moment::now();
            match conn.route_command(call.cmd, route).await {
                Ok(reply) if !matches!(reply, Value::ServerError(_)) => Attempt::Ended(Ok(reply)),
                reply => Attempt::Open(reply, sent),
            }
        }
        Ok(None) => Attempt::Ended(asynchronous::run(&mut Any(conn), &call).await),
        Err(error) => Attempt::Ended(Err(error)),
    }
}

/// Where a call goes, if it is a usual one.
#[inline]
fn way(call: &Call) -> Result<Option<RoutingInfo>, Error> {
    if let Some((first, other)) = call.crossing() {
        return Err(Error::cross_slot(call.script(), first, other));
    }
    call.check()?;
    let usual = call.head.mode == Mode::Auto && !call.head.carries_source();
    Ok(if usual { route(call) } else { None })
}

/// Goes on with a call, made once more, that is still open.
#[cold]
pub(crate) fn settle(
    conn: &mut ClusterConnection,
    call: Call,
    reply: RedisResult<Value>,
    sent: Moment,
) -> Pin<Box<impl Future<Output = Result<Value, Error>>>> {
    Box::pin(async move { asynchronous::settle(&mut Any(conn), &call, reply, sent).await })
}

/// To the server that owns the first key, or to a replica of it where that may answer.
#[inline]
fn route(call: &Call) -> Option<RoutingInfo> {
    let slot = Slot::new(slot::slot(call.head.keys_of(&call.cmd).next()?))?;
    let address = if call.script().is_read_only() { SlotAddr::ReplicaOptional } else { SlotAddr::Master };
    Some(RoutingInfo::SingleNode(SingleNodeRoutingInfo::SpecificNode(Route::with_slot(slot, address))))
}
