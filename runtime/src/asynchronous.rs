//! Running a call on an async connection.

use std::pin::Pin;

use redis::{RedisResult, Value};

use crate::{
    Error,
    call::Call,
    cold::{self, Loading, Moment, Others},
    link::Link,
    observe,
    recovery::{Answer, Loaded, read, read_evaluated, read_loaded},
};

/// How often a call is sent again behind others' loads before it takes the script along itself. More than
/// once, since a cluster has more than one server that others can be loading it to.
const FOLLOWS: usize = 4;
/// How often it is sent again since others have loaded the script meanwhile.
const LATE: usize = 2;

/// [`run`] inside of another future, and what becomes of the reply: on the way of every reply that is one future
/// less, and the reply stays where it is.
macro_rules! running {
    ($link:expr, $call:expr, $reply:ident => $result:expr) => {
        if $crate::asynchronous::is_usual($call) {
            let sent = $crate::cold::Moment::now();
            match $link.one(&$call.cmd).await {
                Ok($reply) if !matches!($reply, redis::Value::ServerError(_)) => $result,
                reply => match $crate::asynchronous::settle($link, $call, reply, sent).await {
                    Ok($reply) => $result,
                    Err(error) => Err(error),
                },
            }
        } else {
            match $crate::asynchronous::begin_otherwise($link, $call).await {
                Ok($reply) => $result,
                Err(error) => Err(error),
            }
        }
    };
}
pub(crate) use running;

/// Sends the call; loads the script first, once, where the server doesn't know it.
///
/// Dropping the future at any point leaves the connection usable. What was sent by then may still run.
pub(crate) async fn run<L: Link>(link: &mut L, call: &Call) -> Result<Value, Error> {
    running!(link, call, reply => Ok(reply))
}

/// Whether the call is sent as it is.
#[inline]
pub(crate) fn is_usual(call: &Call) -> bool {
    call.head.miscount(&call.cmd).is_none() && !cold::is_first(call)
}

/// A call that isn't sent at all, or takes the script along.
#[cold]
pub(crate) fn begin_otherwise<'a, L: Link>(
    link: &'a mut L,
    call: &'a Call,
) -> Pin<Box<impl Future<Output = Result<Value, Error>> + use<'a, L>>> {
    Box::pin(async move {
        call.check()?;
        // Who misses it meanwhile comes behind this load, too.
        let _loading = Loading::begin(call.script().sha1(), Moment::now());
        load_and_call(link, call).await
    })
}

/// Everything but the usual reply to a call that was sent then.
#[cold]
pub(crate) fn settle<'a, L: Link>(
    link: &'a mut L,
    call: &'a Call,
    reply: RedisResult<Value>,
    sent: Moment,
) -> Pin<Box<impl Future<Output = Result<Value, Error>> + use<'a, L>>> {
    Box::pin(async move {
        match read(call, reply) {
            Answer::Reply(value) => Ok(value),
            Answer::Failed(error) => Err(error),
            Answer::Missing => {
                observe::cold(call.script());
                recover(link, call, sent).await
            }
        }
    })
}

async fn recover<L: Link>(link: &mut L, call: &Call, mut sent: Moment) -> Result<Value, Error> {
    let (mut behind, mut late) = (0, 0);
    // Nobody has the right to load it twice, but who has followed others often enough loads it without.
    let _loading = loop {
        match Loading::begin(call.script().sha1(), if late < LATE { sent } else { Moment::now() }) {
            Err(Others::Load) if behind < FOLLOWS => behind += 1,
            Err(Others::Loaded) if late < LATE => late += 1,
            loading => break loading,
        }
        // If the load isn't or wasn't on the same server, the call misses again.
        sent = Moment::now();
        match read(call, link.one(&call.cmd).await) {
            Answer::Reply(value) => return Ok(value),
            Answer::Failed(error) => return Err(error),
            Answer::Missing => {}
        }
    };
    load_and_call(link, call).await
}

/// The script and the call in one write. Boxed, so that the future of a usual call stays small.
#[cold]
fn load_and_call<'a, L: Link>(
    link: &'a mut L,
    call: &'a Call,
) -> Pin<Box<impl Future<Output = Result<Value, Error>> + use<'a, L>>> {
    Box::pin(async move {
        let replies = link.many(&call.load_and_call(), 0, 2).await;
        match read_loaded(call, replies) {
            Loaded::Answered(result) => result,
            Loaded::Refused(refusal) => {
                let reply = link.one(&call.with_source()).await;
                read_evaluated(call, &refusal, reply)
            }
            Loaded::Asked(_) => {
                observe::fell_back(call.script(), None);
                match read(call, link.one(&call.with_source()).await) {
                    Answer::Reply(value) => Ok(value),
                    Answer::Failed(error) => Err(error),
                    Answer::Missing => Err(Error::missing(call.script())),
                }
            }
        }
    })
}
