//! A call on a cluster's async connection whose type is known.
//!
//! Through `redis::aio::ConnectionLike` that connection copies every command, and reads the copy once more
//! to find its way. Here the key says the way and the command is given away; its keys and arguments stay
//! behind in the future itself, in case that the server doesn't know the script. What doesn't fit there
//! takes the other way.

use redis::{
    Arg, Value,
    cluster_async::ClusterConnection,
    cluster_routing::{Route, RoutingInfo, SingleNodeRoutingInfo, SlotAddr},
};

use crate::{
    Error, Mode, asynchronous,
    call::{Call, HEAD, Head},
    link::Any,
};

/// Sends the call to the owner of its key.
pub(crate) async fn run(conn: &mut ClusterConnection, call: Call) -> Result<Value, Error> {
    if let Some((first, other)) = call.crossing() {
        return Err(Error::cross_slot(call.script(), first, other));
    }
    let Some((route, copy)) = route(&call).zip(Copy::of(&call)) else {
        return asynchronous::run(&mut Any(conn), &call).await;
    };
    call.check()?;
    let head = call.head;
    match conn.route_command(call.cmd, route).await {
        Ok(reply) if !matches!(reply, Value::ServerError(_)) => Ok(reply),
        reply => {
            let call = copy.call(head);
            asynchronous::settle(&mut Any(conn), &call, reply).await
        }
    }
}

/// To the server that owns the first key, or to a replica of it where that may answer.
fn route(call: &Call) -> Option<RoutingInfo> {
    let key = call.head.keys_of(&call.cmd).next()?;
    let address = if call.script().is_read_only() { SlotAddr::ReplicaOptional } else { SlotAddr::Master };
    Some(RoutingInfo::SingleNode(SingleNodeRoutingInfo::SpecificNode(Route::with_key(key, address))))
}

/// The keys and arguments of a usual call, kept without an allocation.
struct Copy {
    bytes: [u8; Self::ROOM],
    used: usize,
}

impl Copy {
    const ROOM: usize = 256;

    /// Each with its length in front of it.
    fn of(call: &Call) -> Option<Self> {
        if call.head.mode != Mode::Auto || call.head.carries_source() {
            return None;
        }
        let mut copy = Self { bytes: [0; Self::ROOM], used: 0 };
        for arg in call.cmd.args_iter().skip(HEAD) {
            let Arg::Simple(arg) = arg else { return None };
            let end = copy.used + 1 + arg.len();
            let [length, text @ ..] = copy.bytes.get_mut(copy.used..end)? else { return None };
            *length = u8::try_from(arg.len()).ok()?;
            text.copy_from_slice(arg);
            copy.used = end;
        }
        Some(copy)
    }

    /// The call that it was made of.
    fn call(&self, head: Head) -> Call {
        let mut call = Call::begin(head.script, head.keys, head.args, self.used);
        let mut rest = &self.bytes[..self.used];
        while let [length, text @ ..] = rest {
            let (arg, behind) = text.split_at(usize::from(*length));
            call.cmd.arg(arg);
            rest = behind;
        }
        call.set_mode(head.mode);
        call
    }
}
