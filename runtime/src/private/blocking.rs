//! The way from a generated plain `fn` to its connection, chosen by the connection's type.

use super::{Connection, ScriptResult};
use crate::Invocation;

/// What a plain `fn` runs on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a blocking connection",
    label = "not a `redis::ConnectionLike`",
    note = "a plain `fn` runs on a `redis::ConnectionLike`; an `async fn` runs on a `redis::aio::ConnectionLike`"
)]
pub trait BlockingConnection: redis::ConnectionLike {
    /// The connection, at a call. As a method it is found on a connection, on a `&mut` to one, and on whatever
    /// dereferences to one, such as a pool's guard; where it isn't found, the call on it is no second error.
    #[doc(hidden)]
    fn __blocking_connection(&mut self) -> Connection<'_, Self> {
        Connection(self)
    }
}

#[diagnostic::do_not_recommend]
impl<C: redis::ConnectionLike + ?Sized> BlockingConnection for C {}

/// The call on a connection of any type.
pub trait AnyBlockingConnection<C: ?Sized>: Sized {
    /// Runs a call.
    fn call_blocking<R: ScriptResult>(self, invocation: Invocation<R::Value>) -> R
    where
        C: BlockingConnection;
}

impl<C: ?Sized> AnyBlockingConnection<C> for Connection<'_, C> {
    fn call_blocking<R: ScriptResult>(self, mut invocation: Invocation<R::Value>) -> R
    where
        C: BlockingConnection,
    {
        let result = invocation.invoke(self.0);
        invocation.call.end();
        R::from_result(result)
    }
}

#[cfg(feature = "cluster")]
impl Connection<'_, redis::cluster::ClusterConnection> {
    /// Runs a call; keys of different slots are refused before anything is sent.
    #[allow(clippy::needless_pass_by_value, reason = "called like the trait's")]
    pub fn call_blocking<R: ScriptResult>(self, invocation: Invocation<R::Value>) -> R {
        R::from_result(invocation.check_slots().and_then(|()| invocation.invoke(self.0)))
    }
}
