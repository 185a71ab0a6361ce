//! Calls with one type of reply, in one write.

use std::fmt;

use redis::{FromRedisValue, Value};

use crate::{
    Error, Invocation, Pipeline, Result, Script, observe::Observation, pipeline::Replies, private::Read, reply,
};

/// Calls with replies of one type, in one write: a [`Pipeline`] of scripts alone whose result needs no annotation.
///
/// ```no_run
/// # struct TakeTokens;
/// # impl TakeTokens { fn prepare(_: &str) -> redis_script::Invocation<(bool, u64)> { unimplemented!() } }
/// # async fn example(mut conn: redis::aio::MultiplexedConnection) -> redis_script::Result<()> {
/// let calls: redis_script::Batch<_> = ["alice", "bob"].into_iter().map(TakeTokens::prepare).collect();
/// let replies: Vec<(bool, u64)> = calls.query_async(&mut conn).await?;
/// # Ok(())
/// # }
/// ```
///
/// The calls run in order, as in a pipeline, and other clients' commands may run between them. Where the server knows
/// none of the scripts, nothing has run: they are loaded, and all is sent again. On a cluster, all keys belong to
/// one slot.
#[must_use = "a batch does nothing until it is queried"]
pub struct Batch<T> {
    pipeline: Pipeline,
    /// How a reply of integers is read.
    plain: Option<Read<T>>,
}

impl<T> Batch<T> {
    /// An empty batch.
    pub fn new() -> Self {
        Self { pipeline: Pipeline::new(), plain: None }
    }

    /// An empty batch with room for so many calls.
    pub fn with_capacity(calls: usize) -> Self {
        Self { pipeline: Pipeline::with_capacity(calls), plain: None }
    }

    /// Adds a call.
    pub fn invoke(&mut self, invocation: Invocation<T>) -> &mut Self {
        self.plain = invocation.plain;
        self.pipeline.invoke(invocation);
        self
    }

    /// Says that the order of the calls doesn't matter: scripts that the server didn't know are loaded and called
    /// after the others have run.
    pub fn independent(&mut self) -> &mut Self {
        self.pipeline.independent();
        self
    }

    /// How many calls it has.
    pub fn len(&self) -> usize {
        self.pipeline.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.pipeline.is_empty()
    }

    /// Takes all calls out and keeps the memory.
    pub fn clear(&mut self) {
        self.pipeline.clear();
    }
}

impl<T: FromRedisValue> Batch<T> {
    /// Runs it on a blocking connection. The values are in the order of the calls; where a call fails, the error is a
    /// [`PipelineError`](crate::PipelineError).
    pub fn query(&self, conn: &mut (impl redis::ConnectionLike + ?Sized)) -> Result<Vec<T>> {
        self.pipeline.run(conn, |_, replies| self.values(replies))
    }

    /// Runs it on a blocking connection, and gives each call its own result. The error is one of the whole: then there
    /// is no reply to any of them.
    pub fn query_each(&self, conn: &mut (impl redis::ConnectionLike + ?Sized)) -> Result<Vec<Result<T>>> {
        self.pipeline.run(conn, |observation, replies| Ok(self.observed(observation, replies)))
    }

    /// Runs it on an async connection. The values are in the order of the calls; where a call fails, the error is a
    /// [`PipelineError`](crate::PipelineError).
    ///
    /// Dropping the future at any point leaves the connection usable; what was sent by then may still run.
    #[cfg(any(feature = "tokio", feature = "smol"))]
    pub async fn query_async(&self, conn: &mut (impl redis::aio::ConnectionLike + ?Sized)) -> Result<Vec<T>> {
        self.pipeline.run_async(conn, |_, replies| self.values(replies)).await
    }

    /// Runs it on an async connection, and gives each call its own result. The error is one of the whole: then there
    /// is no reply to any of them.
    ///
    /// Dropping the future at any point leaves the connection usable; what was sent by then may still run.
    #[cfg(any(feature = "tokio", feature = "smol"))]
    pub async fn query_each_async(
        &self,
        conn: &mut (impl redis::aio::ConnectionLike + ?Sized),
    ) -> Result<Vec<Result<T>>> {
        self.pipeline.run_async(conn, |observation, replies| Ok(self.observed(observation, replies))).await
    }

    /// All values, or all errors.
    fn values(&self, replies: Replies) -> Result<Vec<T>> {
        let replies = replies.unwrap_or_default();
        let (count, mut failures) = (replies.len(), Vec::new());
        let results = self.results(replies).enumerate();
        let values = results.filter_map(|(index, result)| result.map_err(|error| failures.push((index, error))).ok());
        let values = values.collect();
        if failures.is_empty() { Ok(values) } else { Err(Error::pipeline(failures, count)) }
    }

    /// Each call's own result, and each error where errors are counted.
    fn observed(&self, observation: &Observation, replies: Replies) -> Vec<Result<T>> {
        let results: Vec<_> = self.results(replies.unwrap_or_default()).collect();
        self.scripts().zip(&results).for_each(|(script, result)| observation.end(script, result));
        results
    }

    fn results(&self, replies: Vec<Value>) -> impl Iterator<Item = Result<T>> {
        let calls = replies.into_iter().zip(self.scripts());
        calls.map(|(reply, script)| reply::decode(script, self.plain, reply))
    }

    fn scripts(&self) -> impl Iterator<Item = &'static Script> {
        self.pipeline.calls().map(|head| head.script)
    }
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Batch<T> {
    fn clone(&self) -> Self {
        Self { pipeline: self.pipeline.clone(), plain: self.plain }
    }
}

impl<T> fmt::Debug for Batch<T> {
    /// Counts what is in it: keys and arguments may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Batch").field(&self.pipeline).finish()
    }
}

impl<T> Extend<Invocation<T>> for Batch<T> {
    fn extend<I: IntoIterator<Item = Invocation<T>>>(&mut self, invocations: I) {
        for invocation in invocations {
            self.invoke(invocation);
        }
    }
}

impl<T> FromIterator<Invocation<T>> for Batch<T> {
    fn from_iter<I: IntoIterator<Item = Invocation<T>>>(invocations: I) -> Self {
        let invocations = invocations.into_iter();
        let mut batch = Self::with_capacity(invocations.size_hint().0);
        batch.extend(invocations);
        batch
    }
}
