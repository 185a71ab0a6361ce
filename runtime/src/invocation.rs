//! A typed call that is ready to be sent.

use std::{fmt, marker::PhantomData};

use redis::Cmd;

use crate::{Script, call::Call};

/// A call of a script with its keys and arguments, whose reply is a `T`.
///
/// Comes from the `prepare` of a generated type (`TakeTokens::prepare(..)`), for calls that are made
/// later, more than once, or in a pipeline. It is encoded already; sending it costs what the function
/// itself costs.
#[must_use = "an invocation does nothing until it is invoked"]
pub struct Invocation<T> {
    pub(crate) call: Call,
    // `fn() -> T`: an invocation holds no `T`, so it is `Send` and `Sync` whatever `T` is.
    reply: PhantomData<fn() -> T>,
}

impl<T> Invocation<T> {
    pub(crate) fn new(call: Call) -> Self {
        Self { call, reply: PhantomData }
    }

    /// The script that it calls.
    pub fn script(&self) -> &'static Script {
        self.call.script
    }

    /// The command as it is sent first: `EVALSHA`, or `EVAL` for a script that is always sent whole.
    ///
    /// A command that is sent by other means than this crate's doesn't recover when the server
    /// doesn't know the script.
    pub fn cmd(&self) -> &Cmd {
        &self.call.cmd
    }
}

impl<T: redis::FromRedisValue> Invocation<T> {
    /// Runs it on a blocking connection.
    pub fn invoke<C: redis::ConnectionLike + ?Sized>(&self, conn: &mut C) -> crate::Result<T> {
        crate::blocking::run(conn, &self.call).and_then(|reply| crate::reply::decode(self.call.script, reply))
    }

    /// Runs it on an async connection.
    #[cfg(any(feature = "tokio", feature = "smol"))]
    pub fn invoke_async<'a, C>(&'a self, conn: &'a mut C) -> impl Future<Output = crate::Result<T>> + use<'a, C, T>
    where
        C: redis::aio::ConnectionLike + ?Sized,
    {
        async move {
            let reply = crate::asynchronous::run(conn, &self.call).await?;
            crate::reply::decode(self.call.script, reply)
        }
    }
}

impl<T> From<Invocation<T>> for Cmd {
    fn from(invocation: Invocation<T>) -> Self {
        invocation.call.cmd
    }
}

impl<T> Clone for Invocation<T> {
    fn clone(&self) -> Self {
        Self::new(self.call.clone())
    }
}

impl<T> fmt::Debug for Invocation<T> {
    /// Counts the keys and arguments instead of printing them: they may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invocation")
            .field("script", &self.call.script.label())
            .field("sha1", &self.call.script.sha1())
            .field("keys", &self.call.keys)
            .field("args", &self.call.args)
            .finish()
    }
}
