//! Loading scripts before they are called.

use redis::{Cmd, ErrorKind, Pipeline, RedisError, Value};

use crate::{Error, Result, Script, call, distinct::Distinct, observe, recovery};

/// Loads scripts in one write, on a blocking connection to a single server.
///
/// No call needs this: one whose script is missing loads it. It saves the first one that round trip, and it
/// shows early that the server takes the scripts. A server forgets them when it restarts, and a replica that
/// takes over has never known them.
///
/// On a cluster this reaches one node; see `cluster::preload` for all of them.
pub fn preload<C>(conn: &mut C, scripts: impl IntoIterator<Item = &'static Script>) -> Result<()>
where
    C: redis::ConnectionLike + ?Sized,
{
    let load = Loads::new(scripts);
    if load.scripts.is_empty() {
        return Ok(());
    }
    load.check(conn.req_packed_commands(&load.pipeline.get_packed_pipeline(), 0, load.scripts.len())?)
}

/// [`preload`] on an async connection.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub async fn preload_async<C>(conn: &mut C, scripts: impl IntoIterator<Item = &'static Script>) -> Result<()>
where
    C: redis::aio::ConnectionLike + ?Sized,
{
    let load = Loads::new(scripts);
    if load.scripts.is_empty() {
        return Ok(());
    }
    load.check(conn.req_packed_commands(&load.pipeline, 0, load.scripts.len()).await?)
}

/// Those of the scripts that the server doesn't know, by one `SCRIPT EXISTS` on a blocking connection.
///
/// The answer is out of date as soon as somebody loads or flushes: it is for looking, not for deciding
/// whether to call.
pub fn missing<C>(conn: &mut C, scripts: impl IntoIterator<Item = &'static Script>) -> Result<Vec<&'static Script>>
where
    C: redis::ConnectionLike + ?Sized,
{
    let scripts = distinct(scripts);
    if scripts.is_empty() {
        return Ok(scripts);
    }
    let reply = conn.req_command(&exists(&scripts))?;
    absent(scripts, reply)
}

/// [`missing`] on an async connection.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub async fn missing_async<C>(
    conn: &mut C,
    scripts: impl IntoIterator<Item = &'static Script>,
) -> Result<Vec<&'static Script>>
where
    C: redis::aio::ConnectionLike + ?Sized,
{
    let scripts = distinct(scripts);
    if scripts.is_empty() {
        return Ok(scripts);
    }
    let reply = conn.req_packed_command(&exists(&scripts)).await?;
    absent(scripts, reply)
}

/// Loads of different scripts.
pub(crate) struct Loads {
    pub(crate) scripts: Vec<&'static Script>,
    pub(crate) pipeline: Pipeline,
}

impl Loads {
    pub(crate) fn new(scripts: impl IntoIterator<Item = &'static Script>) -> Self {
        let scripts = distinct(scripts);
        let mut pipeline = Pipeline::with_capacity(scripts.len());
        for script in &scripts {
            pipeline.add_command(call::load(script));
        }
        Self { scripts, pipeline }
    }

    /// Whether each script was loaded, and is known by the SHA1 that it will be called by.
    pub(crate) fn check(&self, replies: Vec<Value>) -> Result<()> {
        for (script, reply) in self.scripts.iter().copied().zip(replies) {
            match recovery::server_error(Ok(reply)) {
                Ok(Ok(Value::BulkString(sha1))) if sha1 == script.sha1().as_bytes() => observe::loaded(script),
                Ok(Ok(other)) => return Err(misnamed(script, &other)),
                Ok(Err(error)) => return Err(Error::from_server(script, error)),
                Err(error) => return Err(Error::from_redis(script, error)),
            }
        }
        Ok(())
    }
}

/// Scripts of different texts, in order.
fn distinct(scripts: impl IntoIterator<Item = &'static Script>) -> Vec<&'static Script> {
    let mut seen = Distinct::new();
    scripts.into_iter().filter(|script| seen.insert(script.sha1())).collect()
}

fn exists(scripts: &[&'static Script]) -> Cmd {
    let mut cmd = redis::cmd("SCRIPT");
    cmd.arg("EXISTS").arg(scripts.iter().map(|script| script.sha1()).collect::<Vec<_>>());
    cmd
}

fn absent(scripts: Vec<&'static Script>, reply: Value) -> Result<Vec<&'static Script>> {
    let known: Vec<bool> = redis::from_redis_value(reply.extract_error()?).map_err(RedisError::from)?;
    Ok(scripts.into_iter().zip(known).filter(|(_, known)| !known).map(|(script, _)| script).collect())
}

fn misnamed(script: &'static Script, reply: &Value) -> Error {
    let detail = format!("{} is {} here, and {reply:?} there", script.label(), script.sha1());
    let error = RedisError::from((ErrorKind::UnexpectedReturnType, "a script has another SHA1 on the server", detail));
    Error::from_redis(script, error)
}
