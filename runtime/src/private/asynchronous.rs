//! The way from a generated `async fn` to its connection, chosen by the connection's type.
//!
//! ```text
//! use krate::__private::AnyConnection as _;
//! krate::__private::Connection(conn).call::<R>(move || TakeTokens::prepare(..))
//! ```
//!
//! Where the type is one of those with an inherent `call`, that one is taken; else, a type parameter
//! included, the trait's. Where all parameters can be used more than once, it is `call_again`: the call can then be made
//! a second time, and nothing of it has to be kept.

use redis::aio::{ConnectionLike, MultiplexedConnection};

use super::{Connection, ScriptResult};
use crate::{
    Invocation,
    asynchronous::running,
    link::{Any, Link},
    observe::{Observation, within},
    reply,
};

/// A connection that the call owns.
#[derive(Debug)]
pub struct OwnedConnection<C>(pub C);

/// What an `async fn` runs on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an async connection",
    label = "not a `redis::aio::ConnectionLike`",
    note = "an `async fn` runs on a `redis::aio::ConnectionLike`, such as `redis::aio::MultiplexedConnection`; a plain `fn` runs on a `redis::ConnectionLike`, such as `redis::Connection`"
)]
pub trait AsyncConnection: ConnectionLike {
    /// The connection, at a call. As a method it is found on a connection, on a `&mut` to one, and on whatever
    /// dereferences to one, such as a pool's guard; where it isn't found, the call on it is no second error.
    #[doc(hidden)]
    fn __async_connection(&mut self) -> Connection<'_, Self> {
        Connection(self)
    }
}

#[diagnostic::do_not_recommend]
impl<C: ConnectionLike + ?Sized> AsyncConnection for C {}

/// The call on a connection of any type.
pub trait AnyConnection<C: ?Sized>: Sized {
    /// Runs a call.
    fn call<R: ScriptResult>(self, prepare: impl FnOnce() -> Invocation<R::Value>) -> impl Future<Output = R>
    where
        C: AsyncConnection;

    /// Runs a call that can be made again.
    fn call_again<R: ScriptResult>(self, prepare: impl Fn() -> Invocation<R::Value>) -> impl Future<Output = R>
    where
        C: AsyncConnection;
}

impl<C: ?Sized> AnyConnection<C> for Connection<'_, C> {
    #[inline]
    fn call<R: ScriptResult>(self, prepare: impl FnOnce() -> Invocation<R::Value>) -> impl Future<Output = R>
    where
        C: AsyncConnection,
    {
        run(Any(self.0), prepare())
    }

    #[inline]
    fn call_again<R: ScriptResult>(self, prepare: impl Fn() -> Invocation<R::Value>) -> impl Future<Output = R>
    where
        C: AsyncConnection,
    {
        run(Any(self.0), prepare())
    }
}

impl<C> AnyConnection<C> for OwnedConnection<C> {
    #[inline]
    fn call<R: ScriptResult>(self, prepare: impl FnOnce() -> Invocation<R::Value>) -> impl Future<Output = R>
    where
        C: AsyncConnection,
    {
        run_owned(self.0, prepare())
    }

    #[inline]
    fn call_again<R: ScriptResult>(self, prepare: impl Fn() -> Invocation<R::Value>) -> impl Future<Output = R>
    where
        C: AsyncConnection,
    {
        run_owned(self.0, prepare())
    }
}

async fn run_owned<R: ScriptResult>(mut conn: impl ConnectionLike, invocation: Invocation<R::Value>) -> R {
    run(Any(&mut conn), invocation).await
}

/// The call's future, which doesn't know how the call was made: all functions with one type of result share it.
#[inline]
#[allow(clippy::manual_async_fn, reason = "an `async fn` would move the call into its future, and there once more")]
fn run<R: ScriptResult>(mut link: impl Link, mut invocation: Invocation<R::Value>) -> impl Future<Output = R> {
    async move {
        let (call, plain) = (&invocation.call, invocation.plain);
        let observation = Observation::call(&call.head);
        let script = call.script();
        let result = within!(observation, running!(&mut link, call, reply => reply::decode(script, plain, reply)));
        invocation.call.end();
        observation.end(script, &result);
        R::from_result(result)
    }
}

macro_rules! direct {
    (in $wrapper:ty) => {
        impl $wrapper {
            /// Runs a call.
            #[inline]
            pub fn call<R: ScriptResult>(
                self,
                prepare: impl FnOnce() -> Invocation<R::Value>,
            ) -> impl Future<Output = R> {
                run(self.0, prepare())
            }

            /// Runs a call that can be made again.
            #[inline]
            pub fn call_again<R: ScriptResult>(
                self,
                prepare: impl Fn() -> Invocation<R::Value>,
            ) -> impl Future<Output = R> {
                run(self.0, prepare())
            }
        }
    };
    ($connection:ty) => {
        direct!(in Connection<'_, $connection>);
        direct!(in OwnedConnection<$connection>);
    };
}

direct!(MultiplexedConnection);
#[cfg(feature = "connection-manager")]
direct!(redis::aio::ConnectionManager);

#[cfg(feature = "cluster-async")]
mod cluster {
    use redis::cluster_async::ClusterConnection;

    use super::{OwnedConnection, run};
    use crate::{
        Invocation,
        cluster::AtMostOnce,
        clustered::{Attempt, attempt, settle},
        link::Any,
        observe::{Observation, within},
        private::{Connection, ScriptResult},
        reply,
    };

    impl Connection<'_, ClusterConnection> {
        /// Runs a call. What is made only once is kept.
        pub async fn call<R: ScriptResult>(self, prepare: impl FnOnce() -> Invocation<R::Value>) -> R {
            let kept = prepare();
            self.call_again(|| kept.clone()).await
        }

        /// Runs a call that can be made again.
        #[inline]
        pub fn call_again<R: ScriptResult>(
            self,
            prepare: impl Fn() -> Invocation<R::Value>,
        ) -> impl Future<Output = R> {
            call(self.0, prepare)
        }
    }

    impl OwnedConnection<ClusterConnection> {
        /// Runs a call.
        pub async fn call<R: ScriptResult>(mut self, prepare: impl FnOnce() -> Invocation<R::Value>) -> R {
            Connection(&mut self.0).call(prepare).await
        }

        /// Runs a call that can be made again.
        pub async fn call_again<R: ScriptResult>(mut self, prepare: impl Fn() -> Invocation<R::Value>) -> R {
            call(&mut self.0, prepare).await
        }
    }

    async fn call<R: ScriptResult>(conn: &mut ClusterConnection, prepare: impl Fn() -> Invocation<R::Value>) -> R {
        let Invocation { call, plain } = prepare();
        let script = call.script();
        let observation = Observation::call(&call.head);
        let reply = match within!(observation, attempt(conn, call).await) {
            Attempt::Ended(reply) => reply,
            Attempt::Open(reply, sent) => within!(observation, settle(conn, prepare().call, reply, sent).await),
        };
        let result = reply.and_then(|reply| reply::decode(script, plain, reply));
        observation.end(script, &result);
        R::from_result(result)
    }

    // Keys of different slots are refused before anything is sent.
    async fn checked<R: ScriptResult>(conn: &mut AtMostOnce, invocation: Invocation<R::Value>) -> R {
        match invocation.check_slots() {
            Ok(()) => run(Any(conn), invocation).await,
            Err(error) => R::from_result(Err(error)),
        }
    }

    impl Connection<'_, AtMostOnce> {
        /// Runs a call.
        pub fn call<R: ScriptResult>(self, prepare: impl FnOnce() -> Invocation<R::Value>) -> impl Future<Output = R> {
            checked(self.0, prepare())
        }

        /// Runs a call that can be made again.
        pub fn call_again<R: ScriptResult>(
            self,
            prepare: impl Fn() -> Invocation<R::Value>,
        ) -> impl Future<Output = R> {
            checked(self.0, prepare())
        }
    }

    impl OwnedConnection<AtMostOnce> {
        /// Runs a call.
        pub async fn call<R: ScriptResult>(mut self, prepare: impl FnOnce() -> Invocation<R::Value>) -> R {
            checked(&mut self.0, prepare()).await
        }

        /// Runs a call that can be made again.
        pub async fn call_again<R: ScriptResult>(mut self, prepare: impl Fn() -> Invocation<R::Value>) -> R {
            checked(&mut self.0, prepare()).await
        }
    }
}
