//! Settings of connections that matter in production: how long to wait, when to try again, what to do when the server
//! has become a replica, how many connections to have.
//!
//! Besides `redis` (its feature `connection-manager`): `bb8`, `rand`, tokio (`time`).

use redis_script::redis::aio::{ConnectionManager, ConnectionManagerConfig, MultiplexedConnection};
use redis_script::redis::{self, AsyncConnectionConfig, Client, ErrorKind, RedisResult, Value, cmd};
use redis_script::{Error, Result};
use std::time::Duration;

/// How long to wait, and how often to try again.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// For a connection.
    pub connect: Duration,
    /// For a reply. Longer than the slowest script takes: a call that was given up may still run.
    pub respond: Duration,
    /// How often something is tried again.
    pub retries: usize,
    /// Before the first retry; twice as long before each one after it, and each time a random part of it, so that
    /// all who lost the same server don't come back at the same moment.
    pub back_off: Duration,
    /// The longest wait between two tries.
    pub longest: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(1),
            respond: Duration::from_secs(1),
            retries: 6,
            back_off: Duration::from_millis(50),
            longest: Duration::from_secs(2),
        }
    }
}

impl Settings {
    /// A connection that all clones share, and that connects again by itself: enough for most programs. A call that
    /// was lost with the connection is an error; it isn't sent again.
    pub async fn manager(&self, client: Client) -> RedisResult<ConnectionManager> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(self.connect))
            .set_response_timeout(Some(self.respond))
            .set_number_of_retries(self.retries)
            .set_min_delay(self.back_off)
            .set_max_delay(self.longest);
        ConnectionManager::new_with_config(client, config).await
    }

    /// A connection that ends when it breaks.
    pub async fn connection(&self, client: &Client) -> RedisResult<MultiplexedConnection> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.connect))
            .set_response_timeout(Some(self.respond));
        client.get_multiplexed_async_connection_with_config(&config).await
    }

    /// A pool. One shared connection serves thousands of callers; a pool is for those who need one to themselves:
    /// for `WATCH`, or for `BLPOP`, which holds up all behind it. Its size is how many of those run at a time.
    ///
    /// A connection is tried before it is lent. Who finds none free waits no longer than for a new one.
    pub async fn pool(&self, client: Client, size: u32) -> RedisResult<bb8::Pool<Client>> {
        let builder = bb8::Pool::builder().max_size(size).connection_timeout(self.connect).test_on_check_out(true);
        builder.build(client).await
    }

    /// How long to wait before a retry, the first of which is number 0.
    pub fn wait(&self, retry: usize) -> Duration {
        let doubled =
            self.back_off.saturating_mul(1_u32.checked_shl(u32::try_from(retry).unwrap_or(32)).unwrap_or(u32::MAX));
        doubled.min(self.longest).mul_f64(rand::random_range(0.5..=1.0))
    }
}

/// A connection to whichever server is the primary: after a failover the old one answers `READONLY`, over a connection
/// that is in the best of health.
#[derive(Clone, Debug)]
pub struct Primary<F> {
    find: F,
    settings: Settings,
    conn: Option<MultiplexedConnection>,
}

impl<F: AsyncFn() -> RedisResult<MultiplexedConnection>> Primary<F> {
    /// `find` connects to the primary, by whatever tells: a name that is resolved anew, a sentinel, or
    /// [`first_primary`].
    pub fn new(settings: Settings, find: F) -> Self {
        Self { find, settings, conn: None }
    }

    /// Calls. Where that fails for a reason that may go away, and [`Error::is_retryable`] says that nothing was
    /// written, it calls again: on a new connection, if the old one is to blame.
    pub async fn call<T>(&mut self, call: impl AsyncFn(&mut MultiplexedConnection) -> Result<T>) -> Result<T> {
        let mut retry = 0;
        loop {
            let (error, again) = match self.connected().await {
                Err(error) => (error.into(), true),
                Ok(conn) => match call(conn).await {
                    Ok(value) => return Ok(value),
                    Err(error) => {
                        self.conn = self.conn.take().filter(|_| !is_to_blame(&error));
                        let again = error.is_retryable();
                        (error, again)
                    }
                },
            };
            if !again || retry == self.settings.retries {
                return Err(error);
            }
            tokio::time::sleep(self.settings.wait(retry)).await;
            retry += 1;
        }
    }

    async fn connected(&mut self) -> RedisResult<&mut MultiplexedConnection> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => (self.find)().await?,
        };
        Ok(self.conn.insert(conn))
    }
}

/// Whether the next call should go elsewhere: the server is no primary, or the connection is broken.
fn is_to_blame(error: &Error) -> bool {
    match error {
        Error::Redis { error, .. } => error.kind() == ErrorKind::Io,
        other => matches!(other.code(), Some("READONLY" | "MASTERDOWN" | "LOADING")),
    }
}

/// Connects to the first of several servers that says that it is a primary.
pub async fn first_primary(settings: &Settings, clients: &[Client]) -> RedisResult<MultiplexedConnection> {
    let mut last: redis::RedisError = (ErrorKind::Io, "no server was given").into();
    for client in clients {
        match connect_and_ask(settings, client).await {
            Ok((conn, role)) if role == "master" => return Ok(conn),
            Ok(_) => last = (ErrorKind::Io, "all servers that answer are replicas").into(),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// A connection, and the first word of what `ROLE` says.
async fn connect_and_ask(settings: &Settings, client: &Client) -> RedisResult<(MultiplexedConnection, String)> {
    let mut conn = settings.connection(client).await?;
    let role: Vec<Value> = cmd("ROLE").query_async(&mut conn).await?;
    let first = role.into_iter().next().unwrap_or_default();
    Ok((conn, redis::from_redis_value(first)?))
}
