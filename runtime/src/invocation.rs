//! A typed call that is ready to be sent.

use std::fmt;

use redis::Cmd;

#[cfg(any(feature = "tokio", feature = "smol"))]
use crate::observe::within;
use crate::{Mode, Script, call::Call, observe::Observation, private::Read};

/// A call of a script with its keys and arguments, whose reply is a `T`.
///
/// Comes from the `prepare` of a generated type (`TakeTokens::prepare(..)`), for calls that are made
/// later, more than once, or in a pipeline. It is encoded already; sending it costs what the function
/// itself costs.
#[must_use = "an invocation does nothing until it is invoked"]
pub struct Invocation<T> {
    pub(crate) call: Call,
    /// How a reply of integers is read. (No `T` is held, so this is `Send` and `Sync` whatever `T` is.)
    pub(crate) plain: Option<Read<T>>,
}

impl<T> Invocation<T> {
    /// The script that it calls.
    pub fn script(&self) -> &'static Script {
        self.call.script()
    }

    /// Sends it in another way than its script says.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.call.set_mode(mode);
        self
    }

    /// Whether all keys share a slot, as they must on a cluster. A function whose connection is a cluster's, by
    /// its type, looks before it sends anything; the server would say it as well.
    pub fn check_slots(&self) -> crate::Result<()> {
        match self.call.crossing() {
            Some((first, other)) => Err(crate::Error::cross_slot(self.script(), first, other)),
            None => Ok(()),
        }
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
        let observation = Observation::call(&self.call.head);
        let reply = observation.within(|| crate::blocking::run(conn, &self.call));
        let result = reply.and_then(|reply| crate::reply::decode(self.script(), self.plain, reply));
        observation.end(self.script(), &result);
        result
    }

    /// Runs it on an async connection.
    ///
    /// Dropping the future at any point leaves the connection usable; what was sent by then may still run.
    #[cfg(any(feature = "tokio", feature = "smol"))]
    pub async fn invoke_async<C>(&self, conn: &mut C) -> crate::Result<T>
    where
        C: redis::aio::ConnectionLike + ?Sized,
    {
        let observation = Observation::call(&self.call.head);
        let mut link = crate::link::Any(conn);
        let reply = within!(observation, crate::asynchronous::run(&mut link, &self.call).await);
        let result = reply.and_then(|reply| crate::reply::decode(self.script(), self.plain, reply));
        observation.end(self.script(), &result);
        result
    }
}

impl<T> From<Invocation<T>> for Cmd {
    fn from(invocation: Invocation<T>) -> Self {
        invocation.call.cmd
    }
}

impl<T> Clone for Invocation<T> {
    fn clone(&self) -> Self {
        Self { call: self.call.clone(), plain: self.plain }
    }
}

impl<T> fmt::Debug for Invocation<T> {
    /// Counts the keys and arguments instead of printing them: they may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invocation")
            .field("script", &self.script().label())
            .field("sha1", &self.script().sha1())
            .field("keys", &self.call.head.keys)
            .field("args", &self.call.head.args)
            .finish_non_exhaustive()
    }
}
