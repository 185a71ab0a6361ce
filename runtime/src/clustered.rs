//! A call on a cluster's async connection whose type is known.
//!
//! Through `redis::aio::ConnectionLike` that connection copies every command, and reads the copy once more
//! to find its way. Here the key says the way and the command is given away; its keys and arguments stay
//! behind in the future itself, in case that the server doesn't know the script. What doesn't fit there
//! takes the other way.

use std::pin::Pin;

use redis::{
    Arg, RedisResult, Value,
    cluster_async::ClusterConnection,
    cluster_routing::{Route, RoutingInfo, SingleNodeRoutingInfo, Slot, SlotAddr},
};

use crate::{
    Error, Mode, asynchronous,
    call::{Call, HEAD, Head},
    cold::Moment,
    link::Any,
    slot,
};

/// Sends the call to the owner of its key. It stands within the future of the call: one future less is moved about.
macro_rules! running {
    ($conn:expr, $call:expr) => {
        match $crate::clustered::way(&$call) {
            Ok(Some((route, copy))) => {
                let (head, sent) = ($call.head, $crate::cold::Moment::now());
                match $conn.route_command($call.cmd, route).await {
                    Ok(reply) if !matches!(reply, redis::Value::ServerError(_)) => Ok(reply),
                    reply => $crate::clustered::settle($conn, copy.call(head), reply, sent).await,
                }
            }
            Ok(None) => $crate::asynchronous::run(&mut $crate::link::Any($conn), &$call).await,
            Err(error) => Err(error),
        }
    };
}
pub(crate) use running;

/// Where a call goes, and what is kept of it, if it is a usual one.
#[inline]
pub(crate) fn way(call: &Call) -> Result<Option<(RoutingInfo, Copy)>, Error> {
    if let Some((first, other)) = call.crossing() {
        return Err(Error::cross_slot(call.script(), first, other));
    }
    call.check()?;
    let usual = call.head.mode == Mode::Auto && !call.head.carries_source();
    Ok(if usual { route(call).zip(Copy::of(call)) } else { None })
}

/// Everything but the usual reply.
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

/// The keys and arguments of a usual call, kept without an allocation.
pub(crate) struct Copy {
    bytes: [u8; Self::ROOM],
    used: u8,
}

impl Copy {
    const ROOM: usize = 160;

    /// Each with its length in front of it, if there is room.
    #[inline]
    fn of(call: &Call) -> Option<Self> {
        let mut copy = Self { bytes: [0; Self::ROOM], used: 0 };
        let mut rest = &mut copy.bytes[..];
        for arg in call.cmd.args_iter().skip(HEAD) {
            let Arg::Simple(arg) = arg else { return None };
            let (length, behind) = rest.split_first_mut()?;
            let (text, behind) = behind.split_at_mut_checked(arg.len())?;
            *length = u8::try_from(arg.len()).ok()?;
            text.copy_from_slice(arg);
            rest = behind;
        }
        copy.used = u8::try_from(Self::ROOM - rest.len()).ok()?;
        Some(copy)
    }

    /// The call that it was made of.
    pub(crate) fn call(&self, head: Head) -> Call {
        let used = usize::from(self.used);
        let mut call = Call::new(head.script, head.keys, head.args, used);
        call.begin();
        let mut rest = &self.bytes[..used];
        while let [length, text @ ..] = rest {
            let (arg, behind) = text.split_at(usize::from(*length));
            call.cmd.arg(arg);
            rest = behind;
        }
        call.set_mode(head.mode);
        call
    }
}
