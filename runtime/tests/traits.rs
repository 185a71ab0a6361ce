//! What the types promise, checked by the compiler.

mod support;

use redis::{
    aio::{ConnectionManager, MultiplexedConnection},
    cluster_async::ClusterConnection,
};
use redis_script::{
    __private::{AnyConnection as _, Connection, OwnedConnection},
    Error, Invocation, Script,
};

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
    send(&Connection(&mut conn).call::<redis_script::Result<i64>>(|| invocation.clone()));
    send(&OwnedConnection(conn).call::<redis_script::Result<i64>>(|| invocation));
}

#[test]
fn futures_of_known_connections_are_send() {
    fn check(mut multiplexed: MultiplexedConnection, mut manager: ConnectionManager, mut cluster: ClusterConnection) {
        let call = support::call::<i64>(support::script("return 1"), &[], &[]);
        send(&Connection(&mut multiplexed).call::<redis_script::Result<i64>>(|| call.clone()));
        send(&Connection(&mut manager).call::<redis_script::Result<i64>>(|| call.clone()));
        send(&Connection(&mut cluster).call::<redis_script::Result<i64>>(|| call.clone()));
        send(&OwnedConnection(multiplexed).call::<redis_script::Result<i64>>(|| call.clone()));
        send(&OwnedConnection(manager).call::<redis_script::Result<i64>>(|| call.clone()));
        send(&OwnedConnection(cluster).call::<redis_script::Result<i64>>(|| call));
    }
    let _: fn(MultiplexedConnection, ConnectionManager, ClusterConnection) = check;
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
