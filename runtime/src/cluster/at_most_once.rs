//! A connection that doesn't send what may have run.

use redis::{
    Cmd, Pipeline, RedisError, RedisFuture, RedisResult, ServerErrorKind, Value, aio::ConnectionLike,
    cluster_async::ClusterConnection, cluster_routing::SingleNodeRoutingInfo,
};

/// How many moves of a slot are followed for one command.
const MOVES: usize = 5;

/// A connection to a cluster that sends a command again only where the reply to it says that it didn't run.
///
/// Made from a connection with `retries(0)`. It follows a slot that moved (`MOVED`, `ASK`). Everything else is
/// reported: a lost connection, and what only time can mend (`TRYAGAIN`, `CLUSTERDOWN`, `LOADING`), for which
/// [`Error::is_retryable`](crate::Error::is_retryable) says that nothing ran. Pipelines aren't followed, since
/// a part of one may have run.
#[derive(Clone)]
pub struct AtMostOnce {
    inner: ClusterConnection,
}

impl AtMostOnce {
    /// Wraps a connection of a client with `retries(0)`.
    pub fn new(inner: ClusterConnection) -> Self {
        Self { inner }
    }

    /// The connection itself.
    pub fn into_inner(self) -> ClusterConnection {
        self.inner
    }

    async fn send(&mut self, cmd: &Cmd) -> RedisResult<Value> {
        let mut reply = self.inner.req_packed_command(cmd).await;
        for _ in 0..MOVES {
            let Some(error) = moved(&reply).filter(|_| !carries_script(cmd)) else { break };
            reply = match asked(&error) {
                Some(node) => self.ask(node, &[cmd]).await.map(|mut replies| replies.pop().unwrap_or_default()),
                // The connection has begun to ask for the new owners; the command waits for that.
                None => self.inner.req_packed_command(cmd).await,
            };
        }
        reply
    }

    /// A call that takes its script along: it is the only one that an error can be about.
    async fn send_loaded(&mut self, pipeline: &Pipeline) -> RedisResult<Vec<Value>> {
        let commands: Vec<&Cmd> = pipeline.cmd_iter().collect();
        let mut replies = self.inner.req_packed_commands(pipeline, 0, commands.len()).await;
        for _ in 0..MOVES {
            let reply = replies.as_ref().map_err(RedisError::clone);
            let Some(error) = moved(&reply.map(|all| all.last().cloned().unwrap_or_default())) else { break };
            replies = match asked(&error) {
                Some(node) => self.ask(node, &commands).await,
                None => self.inner.req_packed_commands(pipeline, 0, commands.len()).await,
            };
        }
        replies
    }

    /// Sends commands to the node that the last one's slot is on its way to.
    async fn ask(&mut self, node: &str, commands: &[&Cmd]) -> RedisResult<Vec<Value>> {
        let mut pipeline = Pipeline::with_capacity(commands.len() + 1);
        for (left, &command) in (0..commands.len()).rev().zip(commands) {
            if left == 0 {
                pipeline.cmd("ASKING");
            }
            pipeline.add_command(command.clone());
        }
        let mut replies = self.inner.route_pipeline(pipeline, 0, commands.len() + 1, address(node)?).await?;
        replies.remove(commands.len() - 1);
        Ok(replies)
    }
}

/// Whether a pipeline is a script's call behind nothing but loads.
fn is_loaded_call(pipeline: &Pipeline) -> bool {
    let is_load = |cmd: &Cmd| matches!(cmd.args_iter().next(), Some(redis::Arg::Simple(b"SCRIPT")));
    let is_call = |cmd: &Cmd| matches!(cmd.args_iter().next(), Some(redis::Arg::Simple(b"EVALSHA" | b"EVALSHA_RO")));
    let loads = pipeline.cmd_iter().take_while(|cmd| is_load(cmd)).count();
    !pipeline.is_transaction()
        && loads > 0
        && loads + 1 == pipeline.len()
        && pipeline.cmd_iter().last().is_some_and(is_call)
}

/// The node that a slot is on its way to, if that is what the error says.
fn asked(error: &RedisError) -> Option<&str> {
    error.redirect_node().filter(|_| error.kind() == ServerErrorKind::Ask.into()).map(|(node, _)| node)
}

/// The error of a command whose slot is elsewhere, so that it didn't run.
fn moved(reply: &RedisResult<Value>) -> Option<RedisError> {
    let error = match reply {
        Ok(Value::ServerError(error)) => RedisError::from(error.clone()),
        Ok(_) => return None,
        Err(error) => error.clone(),
    };
    error.redirect_node().is_some().then_some(error)
}

/// Whether a script is sent whole. One that could return any error's text always is, `MOVED` included, so
/// such an error proves nothing.
fn carries_script(cmd: &Cmd) -> bool {
    matches!(cmd.args_iter().next(), Some(redis::Arg::Simple(b"EVAL" | b"EVAL_RO")))
}

fn address(node: &str) -> RedisResult<SingleNodeRoutingInfo> {
    let parts = node.rsplit_once(':').and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)));
    let invalid = || RedisError::from((redis::ErrorKind::Parse, "a server sent no valid address", node.to_owned()));
    let (host, port) = parts.ok_or_else(invalid)?;
    Ok(SingleNodeRoutingInfo::ByAddress { host, port })
}

impl ConnectionLike for AtMostOnce {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(self.send(cmd))
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        if is_loaded_call(pipeline) {
            return Box::pin(self.send_loaded(pipeline));
        }
        self.inner.req_packed_commands(pipeline, offset, count)
    }

    fn get_db(&self) -> i64 {
        self.inner.get_db()
    }
}

impl std::fmt::Debug for AtMostOnce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AtMostOnce").finish_non_exhaustive()
    }
}
