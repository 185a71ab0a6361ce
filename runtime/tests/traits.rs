//! What the types promise, checked by the compiler.

mod support;

use redis_script::{Error, Invocation, Script};

const fn sized<T>(most: usize) {
    assert!(size_of::<T>() <= most);
}

const _: () = sized::<Error>(64);

fn send<T: Send>(_: &T) {}
fn send_and_sync<T: Send + Sync + 'static>() {}

#[test]
fn types_can_go_to_other_threads() {
    send_and_sync::<Script>();
    send_and_sync::<Error>();
    // Whatever it returns.
    send_and_sync::<Invocation<std::rc::Rc<()>>>();
}

#[test]
fn futures_are_send_where_the_connection_is() {
    let invocation = support::call::<i64>(support::script("return 1"), &[], &[]);
    let mut conn = redis_test::MockRedisConnection::new([]);
    send(&invocation.invoke_async(&mut conn));
    send(&redis_script::__private::call::<_, redis_script::Result<i64>>(&mut conn, invocation.clone()));
    send(&redis_script::__private::call_owned::<_, redis_script::Result<i64>>(conn, invocation));
}

#[test]
fn a_connection_can_be_a_trait_object() {
    let invocation = support::call::<i64>(support::script("return 1"), &[], &[]);
    let mut conn = redis_test::MockRedisConnection::new([]);
    drop(invocation.invoke_async(&mut conn as &mut dyn redis::aio::ConnectionLike));
    assert!(invocation.invoke(&mut conn as &mut dyn redis::ConnectionLike).is_err());
}

#[test]
fn errors_convert_to_those_of_the_redis_crate_and_back() {
    fn get() -> redis::RedisResult<i64> {
        let mut conn = redis_test::MockRedisConnection::new([]);
        Ok(support::call::<i64>(support::script("return 1"), &[], &[]).invoke(&mut conn)?)
    }
    fn outer() -> redis_script::Result<i64> {
        Ok(get()?)
    }
    assert!(matches!(outer().unwrap_err(), Error::Redis { script: None, .. }));
}
