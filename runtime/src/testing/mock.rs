//! What a call sends, for mocks.

use redis::{Cmd, Pipeline, Value};

use crate::{Invocation, call};

/// What a call sends, and is answered, where the server knows its script.
///
/// For a mock that is told which commands to expect, such as `redis_test::MockRedisConnection`:
///
/// ```
/// # fn take_tokens() -> redis_script::Invocation<(bool, u64)> {
/// #     use redis_script::__private::{Arity, Parts, invocation, prepare, script};
/// #     let (keys, args) = (Arity::exactly(1), Arity::exactly(0));
/// #     let parts = Parts { name: "a", path: "", source: "", sha1: "", flags: &[], read_only: false, keys, args, evaluate: false };
/// #     let mut call = invocation(Box::leak(Box::new(script(parts))), 1, 0, 0);
/// #     prepare(&mut call).key("bucket").finish();
/// #     call
/// # }
/// use redis_script::testing;
/// use redis_test::{MockCmd, MockRedisConnection, redis_value};
///
/// let invocation = take_tokens();
/// let (command, reply) = testing::hot(&invocation, redis_value!([1, 9]));
/// let mut conn = MockRedisConnection::new([MockCmd::new(command, Ok(reply))]);
/// assert_eq!(invocation.invoke(&mut conn).unwrap(), (true, 9));
/// ```
pub fn hot<T>(invocation: &Invocation<T>, reply: Value) -> (Cmd, Value) {
    (invocation.cmd().clone(), reply)
}

/// What a call sends, and is answered, where the server doesn't know its script: the call, and then the load
/// and the call in one write.
///
/// ```
/// # fn take_tokens() -> redis_script::Invocation<(bool, u64)> {
/// #     use redis_script::__private::{Arity, Parts, invocation, prepare, script};
/// #     let (keys, args) = (Arity::exactly(1), Arity::exactly(0));
/// #     let parts = Parts { name: "a", path: "", source: "", sha1: "", flags: &[], read_only: false, keys, args, evaluate: false };
/// #     let mut call = invocation(Box::leak(Box::new(script(parts))), 1, 0, 0);
/// #     prepare(&mut call).key("bucket").finish();
/// #     call
/// # }
/// use redis_script::testing;
/// use redis_test::{MockCmd, MockRedisConnection, redis_value};
///
/// let invocation = take_tokens();
/// let ((call, noscript), (load_and_call, replies)) = testing::cold(&invocation, redis_value!([1, 9]));
/// let mut conn = MockRedisConnection::new([
///     MockCmd::new(call, Ok(noscript)),
///     MockCmd::with_values(load_and_call, Ok(replies)),
/// ]);
/// assert_eq!(invocation.invoke(&mut conn).unwrap(), (true, 9));
/// ```
///
/// # Panics
///
/// If the call is always sent with its script ([`Script::is_always_evaluated`](crate::Script::is_always_evaluated),
/// [`Mode::Eval`](crate::Mode::Eval)), so that it can't be cold, or doesn't recover
/// ([`Mode::EvalSha`](crate::Mode::EvalSha)).
pub fn cold<T>(invocation: &Invocation<T>, reply: Value) -> ((Cmd, Value), (Pipeline, Vec<Value>)) {
    let call = &invocation.call;
    assert!(call.head.is_recoverable(), "this call has no recovery");
    let sha1 = Value::BulkString(call.script().sha1().into());
    ((call.cmd.clone(), call::noscript()), (call.load_and_call(), vec![sha1, reply]))
}
