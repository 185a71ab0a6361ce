//! Running a call on an async connection.

use std::pin::Pin;

use redis::{RedisResult, Value, aio::ConnectionLike};

use crate::{
    Error,
    call::Call,
    recovery::{Answer, Loaded, read, read_evaluated, read_loaded},
};

/// Sends the call; loads the script first, once, where the server doesn't know it.
///
/// Dropping the future at any point leaves the connection usable. What was sent by then may still run.
pub(crate) async fn run<C: ConnectionLike + ?Sized>(conn: &mut C, call: &Call) -> Result<Value, Error> {
    if let Some((written, expected)) = call.miscount() {
        return Err(Error::miscounted(call.script, written, expected));
    }
    match conn.req_packed_command(&call.cmd).await {
        Ok(Value::ServerError(error)) => settle(conn, call, Ok(Value::ServerError(error))).await,
        Ok(reply) => Ok(reply),
        Err(error) => settle(conn, call, Err(error)).await,
    }
}

/// Everything but the usual reply. Boxed, so that the future of a usual call stays small.
#[cold]
fn settle<'a, C: ConnectionLike + ?Sized>(
    conn: &'a mut C,
    call: &'a Call,
    reply: RedisResult<Value>,
) -> Pin<Box<impl Future<Output = Result<Value, Error>> + use<'a, C>>> {
    Box::pin(async move {
        match read(call, reply) {
            Answer::Reply(value) => Ok(value),
            Answer::Failed(error) => Err(error),
            Answer::Missing => recover(conn, call).await,
        }
    })
}

async fn recover<C: ConnectionLike + ?Sized>(conn: &mut C, call: &Call) -> Result<Value, Error> {
    let replies = conn.req_packed_commands(&call.load_and_call(), 0, 2).await;
    match read_loaded(call, replies) {
        Loaded::Answered(result) => result,
        Loaded::Refused(refusal) => {
            let reply = conn.req_packed_command(&call.with_source()).await;
            read_evaluated(call, &refusal, reply)
        }
    }
}
