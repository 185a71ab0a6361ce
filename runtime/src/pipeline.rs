//! Scripts and ordinary commands in one write.

use std::fmt;

use redis::{Cmd, FromRedisValue, ToRedisArgs, Value};

#[cfg(any(feature = "tokio", feature = "smol"))]
use crate::observe::within;
use crate::{ArgumentError, Error, Invocation, Result, call::Head, distinct::Distinct, observe::Observation};

mod exchange;

use exchange::{Exchange, Next};

/// A pipeline of scripts and ordinary commands; in a transaction, if it is [`atomic`](Self::atomic).
///
/// ```no_run
/// # fn take_tokens(_: &str) -> redis_script::Invocation<(bool, u64)> { unimplemented!() }
/// # async fn example(mut conn: redis::aio::MultiplexedConnection) -> redis_script::Result<()> {
/// let (n, (allowed, left)): (i64, (bool, u64)) = redis_script::pipe()
///     .cmd("INCR").arg("requests")
///     .cmd("EXPIRE").arg("requests").arg(60).ignore()
///     .invoke(take_tokens("bucket"))
///     .query_async(&mut conn)
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// # How a script gets to the server
///
/// | the pipeline | what is sent |
/// |---|---|
/// | scripts alone | `EVALSHA`s. If the server knows none of the scripts, nothing has run: they are loaded, and all is sent again, in order |
/// | scripts and commands | a `SCRIPT LOAD` of each different script, and then the pipeline, in one write |
/// | `atomic` | the same within the transaction, so that no `SCRIPT FLUSH` of another client gets between |
/// | the same on a blocking connection to a cluster | the pipeline, where the first call of each different script carries its text (`EVAL`) |
/// | [`preloaded`](Self::preloaded) | what was put into it, and nothing else |
///
/// Where a script is missing after all, the error says which entries have run ([`PipelineError`](crate::PipelineError)). An entry is
/// sent again only if it has not run, and only if its order doesn't matter: where none has run, or where the
/// pipeline is [`independent`](Self::independent).
///
/// What 100 calls of one script of 4 KB cost in one pipeline (Redis 7.0.15, loopback; medians of 31):
///
/// | | bytes sent | server time |
/// |---|---|---|
/// | scripts alone, known | 10.7 KB | 135 µs |
/// | scripts alone, unknown | 25.6 KB | 232 µs |
/// | with a command beside them, so with the load | 14.9 KB | 192 µs |
/// | the same, preloaded | 10.7 KB | 173 µs |
/// | a transaction, with the load | 14.9 KB | 393 µs |
/// | the same, preloaded | 10.8 KB | 369 µs |
/// | [`Mode::Eval`](crate::Mode::Eval) for each | 416 KB | 197 µs |
///
/// On a cluster, all keys of a pipeline belong to one slot. Calls alone, with one type of reply, are a
/// [`Batch`](crate::Batch).
#[derive(Clone, Default)]
#[must_use = "a pipeline does nothing until it is queried"]
pub struct Pipeline {
    commands: redis::Pipeline,
    entries: Vec<Entry>,
    atomic: bool,
    preloaded: bool,
    independent: bool,
    /// The first of its calls that can't be sent.
    refused: Option<ArgumentError>,
}

/// The replies to all entries, in order. `None` is a transaction that a changed `WATCH`ed key prevented.
pub(crate) type Replies = Option<Vec<Value>>;

/// What is known of a command beside its text.
#[derive(Clone, Copy)]
struct Entry {
    call: Option<Head>,
    ignored: bool,
}

/// An empty pipeline.
pub fn pipe() -> Pipeline {
    Pipeline::default()
}

impl Pipeline {
    /// An empty pipeline.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty pipeline with room for so many commands.
    pub fn with_capacity(commands: usize) -> Self {
        Self {
            commands: redis::Pipeline::with_capacity(commands),
            entries: Vec::with_capacity(commands),
            ..Self::default()
        }
    }

    /// Adds a script's call. Its reply is an element of the result, as a command's is.
    pub fn invoke<T>(&mut self, invocation: Invocation<T>) -> &mut Self {
        let call = invocation.call;
        if let Some(refused) = call.refused {
            self.refused.get_or_insert(refused);
        }
        self.push(call.cmd, Some(call.head))
    }

    /// Adds a command by its name; [`arg`](Self::arg) adds its arguments.
    pub fn cmd(&mut self, name: &str) -> &mut Self {
        self.push(redis::cmd(name), None)
    }

    /// Adds a whole command, such as `redis::Cmd::set("key", 1)`.
    pub fn add_command(&mut self, command: Cmd) -> &mut Self {
        self.push(command, None)
    }

    /// Adds an argument to the last command.
    ///
    /// # Panics
    ///
    /// If there is no command yet, or if the last one is a script's call: that has all of its arguments.
    pub fn arg<T: ToRedisArgs>(&mut self, arg: T) -> &mut Self {
        let last = self.entries.last().expect("an argument is added to a command: call `cmd` first");
        assert!(last.call.is_none(), "an argument can't be added to a script's call");
        self.commands.arg(arg);
        self
    }

    /// Leaves the last command's reply out of the result. Its error is still an error.
    pub fn ignore(&mut self) -> &mut Self {
        if let Some(entry) = self.entries.last_mut() {
            entry.ignored = true;
        }
        self
    }

    /// Makes a transaction of it (`MULTI` and `EXEC`).
    pub fn atomic(&mut self) -> &mut Self {
        self.atomic = true;
        self.commands.atomic();
        self
    }

    /// Leaves the loads out, for scripts that were preloaded. Where the server doesn't know one, that is an
    /// error, and what has run has run.
    pub fn preloaded(&mut self) -> &mut Self {
        self.preloaded = true;
        self
    }

    /// Says that the order of the entries doesn't matter: scripts that the server didn't know are loaded and
    /// called after the others have run.
    pub fn independent(&mut self) -> &mut Self {
        self.independent = true;
        self
    }

    /// How many commands and calls it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes everything out and keeps the memory.
    pub fn clear(&mut self) {
        self.commands.clear();
        self.entries.clear();
        self.refused = None;
    }

    /// Runs it on a blocking connection. The result is a tuple or a list of the replies.
    ///
    /// On a blocking connection to a cluster the first command must have a key: all goes where that goes. There
    /// each script's first call carries its text instead of a load, and an error doesn't say which entry failed.
    pub fn query<T: FromRedisValue>(&self, conn: &mut (impl redis::ConnectionLike + ?Sized)) -> Result<T> {
        self.run(conn, |_, replies| self.result(replies))
    }

    /// Runs it on an async connection. The result is a tuple or a list of the replies.
    ///
    /// Dropping the future at any point leaves the connection usable; what was sent by then may still run.
    #[cfg(any(feature = "tokio", feature = "smol"))]
    pub async fn query_async<T: FromRedisValue>(
        &self,
        conn: &mut (impl redis::aio::ConnectionLike + ?Sized),
    ) -> Result<T> {
        self.run_async(conn, |_, replies| self.result(replies)).await
    }

    /// Runs it, and has what came back read.
    pub(crate) fn run<R>(
        &self,
        conn: &mut (impl redis::ConnectionLike + ?Sized),
        read: impl FnOnce(&Observation, Replies) -> Result<R>,
    ) -> Result<R> {
        self.check()?;
        let observation = self.observe();
        let result = if self.is_empty() {
            read(&observation, Some(Vec::new()))
        } else {
            observation.within(|| self.exchange(conn)).and_then(|replies| read(&observation, replies))
        };
        observation.end_pipeline(self.calls(), &result);
        result
    }

    fn exchange(&self, conn: &mut (impl redis::ConnectionLike + ?Sized)) -> Result<Replies> {
        let mut exchange = Exchange::new(self, conn.supports_pipelining());
        loop {
            let (offset, count) = exchange.expected();
            let replies = conn.req_packed_commands(&exchange.commands().get_packed_pipeline(), offset, count);
            if let Next::Done(replies) = exchange.take(replies) {
                return replies;
            }
        }
    }

    /// Runs it, and has what came back read.
    #[cfg(any(feature = "tokio", feature = "smol"))]
    pub(crate) async fn run_async<R>(
        &self,
        conn: &mut (impl redis::aio::ConnectionLike + ?Sized),
        read: impl FnOnce(&Observation, Replies) -> Result<R>,
    ) -> Result<R> {
        self.check()?;
        let observation = self.observe();
        let result = if self.is_empty() {
            read(&observation, Some(Vec::new()))
        } else {
            let replies = within!(observation, self.exchange_async(conn).await);
            replies.and_then(|replies| read(&observation, replies))
        };
        observation.end_pipeline(self.calls(), &result);
        result
    }

    #[cfg(any(feature = "tokio", feature = "smol"))]
    async fn exchange_async(&self, conn: &mut (impl redis::aio::ConnectionLike + ?Sized)) -> Result<Replies> {
        let mut exchange = Exchange::new(self, true);
        loop {
            let (offset, count) = exchange.expected();
            let replies = conn.req_packed_commands(exchange.commands(), offset, count).await;
            if let Next::Done(replies) = exchange.take(replies) {
                return replies;
            }
        }
    }

    fn observe(&self) -> Observation {
        Observation::pipeline(self.atomic, self.len(), self.calls())
    }

    pub(crate) fn calls(&self) -> impl Iterator<Item = &Head> + Clone {
        self.entries.iter().filter_map(|entry| entry.call.as_ref())
    }

    /// Runs it on a blocking connection, for what it does.
    pub fn exec(&self, conn: &mut (impl redis::ConnectionLike + ?Sized)) -> Result<()> {
        self.query(conn)
    }

    /// Runs it on an async connection, for what it does.
    #[cfg(any(feature = "tokio", feature = "smol"))]
    pub async fn exec_async(&self, conn: &mut (impl redis::aio::ConnectionLike + ?Sized)) -> Result<()> {
        self.query_async(conn).await
    }

    fn push(&mut self, command: Cmd, call: Option<Head>) -> &mut Self {
        self.commands.add_command(command);
        self.entries.push(Entry { call, ignored: false });
        self
    }

    /// What is wrong before anything is sent.
    fn check(&self) -> Result<()> {
        for (command, entry) in self.commands.cmd_iter().zip(&self.entries) {
            if let Some(head) = entry.call
                && let Some((written, expected)) = head.miscount(command)
            {
                return Err(match &self.refused {
                    Some(refused) => Error::Argument(refused.clone()),
                    None => Error::miscounted(head.script, written, expected),
                });
            }
        }
        Ok(())
    }

    /// Whether it has nothing but calls by SHA1, so that one that misses has no neighbour that ran.
    fn is_scripts_alone(&self) -> bool {
        !self.atomic && self.entries.iter().all(|entry| entry.call.is_some_and(|head| head.is_recoverable()))
    }

    /// The replies, converted, or all errors among them.
    fn result<T: FromRedisValue>(&self, replies: Replies) -> Result<T> {
        let reply = match replies {
            None => Value::Nil,
            Some(replies) => {
                let failures = self.failures(&replies);
                if !failures.is_empty() {
                    return Err(Error::pipeline(failures, replies.len()));
                }
                Value::Array(self.without_ignored(replies))
            }
        };
        T::from_redis_value(reply).map_err(|error| Error::undecodable::<T>(None, error))
    }

    fn failures(&self, replies: &[Value]) -> Vec<(usize, Error)> {
        let errors = replies.iter().map(crate::reply::nested_error).enumerate();
        errors.filter_map(|(index, error)| Some((index, self.error(index, error?)))).collect()
    }

    fn error(&self, index: usize, error: &redis::ServerError) -> Error {
        match self.entries.get(index).and_then(|entry| entry.call) {
            Some(head) => Error::from_server(head.script, error.clone()),
            None => Error::from(redis::RedisError::from(error.clone())),
        }
    }

    fn without_ignored(&self, replies: Vec<Value>) -> Vec<Value> {
        if self.entries.iter().all(|entry| !entry.ignored) {
            return replies;
        }
        let kept = replies.into_iter().zip(&self.entries).filter(|(_, entry)| !entry.ignored);
        kept.map(|(reply, _)| reply).collect()
    }

    /// Each different script of some entries, once.
    fn scripts(&self, entries: impl Iterator<Item = usize>) -> Vec<&'static crate::Script> {
        let mut seen = Distinct::new();
        let heads = entries.filter_map(|index| self.entries[index].call).filter(Head::is_recoverable);
        heads.map(|head| head.script).filter(|script| seen.insert(script.sha1())).collect()
    }
}

impl fmt::Debug for Pipeline {
    /// Counts what is in it: keys and arguments may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("len", &self.len())
            .field("scripts", &self.scripts(0..self.len()).iter().map(|script| script.label()).collect::<Vec<_>>())
            .field("atomic", &self.atomic)
            .finish_non_exhaustive()
    }
}

impl<T> Extend<Invocation<T>> for Pipeline {
    fn extend<I: IntoIterator<Item = Invocation<T>>>(&mut self, invocations: I) {
        for invocation in invocations {
            self.invoke(invocation);
        }
    }
}

impl<T> FromIterator<Invocation<T>> for Pipeline {
    fn from_iter<I: IntoIterator<Item = Invocation<T>>>(invocations: I) -> Self {
        let mut pipeline = Self::new();
        pipeline.extend(invocations);
        pipeline
    }
}
