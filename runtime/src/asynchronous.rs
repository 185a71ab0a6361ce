//! Running a call on an async connection.

use std::pin::Pin;

use redis::{RedisResult, Value};

use crate::{
    Error,
    call::Call,
    cold::{self, Loading},
    link::Link,
    observe,
    recovery::{Answer, Loaded, read, read_evaluated, read_loaded},
};

/// How often a call is sent again behind others' loads before it takes the script along itself. More than
/// once, since a cluster has more than one server that others can be loading it to.
const FOLLOWS: usize = 4;

/// Sends the call; loads the script first, once, where the server doesn't know it.
///
/// Dropping the future at any point leaves the connection usable. What was sent by then may still run.
pub(crate) async fn run<L: Link>(link: &mut L, call: &Call) -> Result<Value, Error> {
    call.check()?;
    if cold::is_first(call) {
        return load_and_call(link, call).await;
    }
    match link.one(&call.cmd).await {
        Ok(Value::ServerError(error)) => settle(link, call, Ok(Value::ServerError(error))).await,
        Ok(reply) => Ok(reply),
        Err(error) => settle(link, call, Err(error)).await,
    }
}

/// Everything but the usual reply.
#[cold]
pub(crate) fn settle<'a, L: Link>(
    link: &'a mut L,
    call: &'a Call,
    reply: RedisResult<Value>,
) -> Pin<Box<impl Future<Output = Result<Value, Error>> + use<'a, L>>> {
    Box::pin(async move {
        match read(call, reply) {
            Answer::Reply(value) => Ok(value),
            Answer::Failed(error) => Err(error),
            Answer::Missing => {
                observe::cold(call.script());
                recover(link, call).await
            }
        }
    })
}

async fn recover<L: Link>(link: &mut L, call: &Call) -> Result<Value, Error> {
    let mut loading = Loading::begin(call.script().sha1());
    for _ in 0..FOLLOWS {
        if loading.is_some() {
            break;
        }
        // Somebody else's load is on its way. If it isn't to the same server, the call misses again.
        match read(call, link.one(&call.cmd).await) {
            Answer::Reply(value) => return Ok(value),
            Answer::Failed(error) => return Err(error),
            Answer::Missing => loading = Loading::begin(call.script().sha1()),
        }
    }
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
