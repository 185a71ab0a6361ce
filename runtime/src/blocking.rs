//! Running a call on a blocking connection.

use redis::{ConnectionLike, RedisResult, Value};

use crate::{
    Error,
    call::Call,
    cold, observe,
    recovery::{Answer, Loaded, read, read_evaluated, read_loaded},
};

/// Sends the call; loads the script first, once, where the server doesn't know it.
pub(crate) fn run<C: ConnectionLike + ?Sized>(conn: &mut C, call: &Call) -> Result<Value, Error> {
    call.check()?;
    if cold::is_first(call) {
        return recover(conn, call);
    }
    match conn.req_command(&call.cmd) {
        Ok(Value::ServerError(error)) => settle(conn, call, Ok(Value::ServerError(error))),
        Ok(reply) => Ok(reply),
        Err(error) => settle(conn, call, Err(error)),
    }
}

/// Everything but the usual reply.
#[cold]
fn settle<C: ConnectionLike + ?Sized>(conn: &mut C, call: &Call, reply: RedisResult<Value>) -> Result<Value, Error> {
    match read(call, reply) {
        Answer::Reply(value) => Ok(value),
        Answer::Failed(error) => Err(error),
        Answer::Missing => {
            observe::cold(call.script());
            recover(conn, call)
        }
    }
}

fn recover<C: ConnectionLike + ?Sized>(conn: &mut C, call: &Call) -> Result<Value, Error> {
    // A cluster connection sends a pipeline where its first command goes, and a load can go anywhere;
    // the call with its text goes to the owner of its key.
    if !conn.supports_pipelining() {
        observe::fell_back(call.script(), None);
        return match read(call, conn.req_command(&call.with_source())) {
            Answer::Reply(value) => Ok(value),
            Answer::Failed(error) => Err(error),
            Answer::Missing => Err(Error::missing(call.script())),
        };
    }
    let replies = conn.req_packed_commands(&call.load_and_call().get_packed_pipeline(), 0, 2);
    match read_loaded(call, replies) {
        Loaded::Answered(result) => result,
        // A connection to a single server, which can't go to another one. (Those to clusters have no pipelines.)
        Loaded::Asked(error) => Err(error),
        Loaded::Refused(refusal) => {
            let reply = conn.req_command(&call.with_source());
            read_evaluated(call, &refusal, reply)
        }
    }
}
