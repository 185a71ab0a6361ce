//! A server on its own.

use std::{
    fmt, io,
    net::TcpListener,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use redis::{Client, RedisResult};

use super::{
    executable::{self, NotFound},
    process::Process,
};

/// Much longer than any start takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Chooses the protocol that clients of the servers speak.
const PROTOCOL: &str = "REDIS_SCRIPT_PROTOCOL";

/// A running server, which ends with this value.
#[derive(Debug)]
pub struct Server {
    process: Process,
    port: u16,
    version: Version,
}

/// A server that is still to be started.
#[derive(Clone, Debug, Default)]
#[must_use = "a server runs once it is started"]
pub struct Builder {
    executable: Option<PathBuf>,
    config: Vec<(String, String)>,
    kind: Kind,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Single,
    /// A member of a cluster.
    Cluster,
    /// A sentinel that watches the primary on this port, under this name.
    Sentinel(String, u16),
}

/// What a server says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Version {
    /// Redis, major and minor number.
    Redis(u16, u16),
    /// Valkey, major and minor number.
    Valkey(u16, u16),
}

/// Why there is no server.
#[non_exhaustive]
pub enum StartError {
    /// None is installed.
    NotFound(NotFound),
    /// It was started, and isn't ready to be used.
    Failed(String),
}

impl Server {
    /// Starts the server that is found.
    pub fn start() -> Result<Self, StartError> {
        Self::builder().start()
    }

    /// For a server with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// `redis://127.0.0.1:<port>/`; with `?protocol=resp3` behind it where the environment variable
    /// `REDIS_SCRIPT_PROTOCOL` is `resp3`.
    ///
    /// # Panics
    ///
    /// If that variable is neither `resp2`, `resp3` nor empty.
    pub fn url(&self) -> String {
        match std::env::var(PROTOCOL).as_deref() {
            Err(_) | Ok("" | "resp2") => self.url_resp2(),
            Ok("resp3") => self.url_resp3(),
            Ok(other) => panic!("{PROTOCOL} is `{other}`; it can be `resp2` or `resp3`"),
        }
    }

    fn url_resp2(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// The same, for connections that speak RESP3 in any case.
    pub fn url_resp3(&self) -> String {
        format!("{}?protocol=resp3", self.url_resp2())
    }

    /// A client of it.
    pub fn client(&self) -> Client {
        open(&self.url())
    }

    /// The port on the loopback device.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The server's process id, for tests that stop it or kill it.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Which server it is.
    pub fn version(&self) -> Version {
        self.version
    }
}

impl Builder {
    /// Takes this executable, whatever is found elsewhere.
    pub fn executable(mut self, path: impl Into<PathBuf>) -> Self {
        self.executable = Some(path.into());
        self
    }

    /// A line of the server's configuration, such as `config("maxmemory", "1mb")`. What it holds is split
    /// into words as in the configuration file.
    pub fn config(mut self, name: &str, value: &str) -> Self {
        self.config.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes a replica of another server.
    pub fn replica_of(self, primary: &Server) -> Self {
        self.config("replicaof", &format!("127.0.0.1 {}", primary.port()))
    }

    /// Makes a sentinel that watches a primary under a name, and may decide alone that it is gone.
    pub fn sentinel_of(mut self, name: &str, primary: &Server) -> Self {
        self.kind = Kind::Sentinel(name.to_owned(), primary.port());
        self
    }

    pub(super) fn cluster(mut self) -> Self {
        self.kind = Kind::Cluster;
        self
    }

    /// Starts it, and waits until it answers.
    pub fn start(self) -> Result<Server, StartError> {
        let executable = match &self.executable {
            Some(path) => path.clone(),
            None => executable::find().map_err(StartError::NotFound)?,
        };
        // Another process may take the port between finding it and using it.
        let mut result = Err(StartError::Failed("no free port".to_owned()));
        for _ in 0..5 {
            result = self.start_on(&executable, free_port(self.kind == Kind::Cluster)?);
            if !matches!(&result, Err(StartError::Failed(log)) if log.contains("in use")) {
                break;
            }
        }
        result
    }

    fn start_on(&self, executable: &Path, port: u16) -> Result<Server, StartError> {
        let folder = self.folder(port)?;
        let args = match &self.kind {
            Kind::Sentinel(name, primary) => {
                let settings = format!(
                    "port {port}\nbind 127.0.0.1\nsentinel monitor {name} 127.0.0.1 {primary} 1\n\
                     sentinel down-after-milliseconds {name} 1000\n"
                );
                std::fs::write(folder.join("sentinel.conf"), settings)?;
                vec!["sentinel.conf".to_owned(), "--sentinel".to_owned()]
            }
            Kind::Single | Kind::Cluster => self.args(port),
        };
        let process = Process::start(executable, &args, &folder)?;
        let version = wait_until_ready(&process, port)?;
        Ok(Server { process, port, version })
    }

    /// A server of a cluster and a sentinel each keep a file about themselves, even if they keep no data. The
    /// process removes the folder.
    fn folder(&self, port: u16) -> io::Result<PathBuf> {
        let folder = std::env::temp_dir();
        if self.kind == Kind::Single {
            return Ok(folder);
        }
        let folder = folder.join(format!("redis-script-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    fn args(&self, port: u16) -> Vec<String> {
        let port = port.to_string();
        let mut settings = vec![
            ("port", &*port),
            ("bind", "127.0.0.1"),
            ("save", ""),
            ("appendonly", "no"),
            ("daemonize", "no"),
            ("repl-diskless-sync", "yes"),
            ("repl-diskless-sync-delay", "0"),
            ("repl-diskless-load", "swapdb"),
        ];
        if self.kind == Kind::Cluster {
            // Replicas are listed for clients once they got anything: a ping is enough.
            settings.extend([
                ("cluster-enabled", "yes"),
                ("cluster-node-timeout", "2000"),
                ("repl-ping-replica-period", "1"),
            ]);
        }
        settings.extend(self.config.iter().map(|(name, value)| (&**name, &**value)));
        let words = |value: &str| -> Vec<String> {
            if value.is_empty() { vec![String::new()] } else { value.split(' ').map(str::to_owned).collect() }
        };
        settings.iter().flat_map(|(name, value)| [vec![format!("--{name}")], words(value)].concat()).collect()
    }
}

/// A port that nobody listens on. A server of a cluster takes the one that is 10,000 higher, too.
fn free_port(cluster: bool) -> io::Result<u16> {
    loop {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        if !cluster {
            return Ok(port);
        }
        let low = if port >= 55_000 { port - 20_000 } else { port };
        if [low, low + 10_000].iter().all(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok()) {
            return Ok(low);
        }
    }
}

fn wait_until_ready(process: &Process, port: u16) -> Result<Version, StartError> {
    let started = Instant::now();
    let client = open(&format!("redis://127.0.0.1:{port}/"));
    let mut last = String::new();
    while started.elapsed() < PATIENCE && !process.has_ended() {
        match identify(&client) {
            // Somebody else's server on the same port is not ours.
            Ok((version, pid)) if pid == process.pid() => return Ok(version),
            Ok((_, pid)) => last = format!("address in use by process {pid}"),
            Err(error) => last = error.to_string(),
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let log = process.log();
    let ended = if process.has_ended() { "it ended" } else { "it doesn't answer" };
    Err(StartError::Failed(format!("the server on port {port} isn't ready: {ended} ({last}). Its log:\n{log}")))
}

fn identify(client: &Client) -> RedisResult<(Version, u32)> {
    let mut conn = client.get_connection_with_timeout(Duration::from_secs(1))?;
    let info: String = redis::cmd("INFO").arg("server").query(&mut conn)?;
    let field = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let version = |text: &str, kind: fn(u16, u16) -> Version| {
        let mut numbers = text.split('.').map(|part| part.parse().unwrap_or(0));
        kind(numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
    };
    let version = match field("valkey_version") {
        Some(valkey) => version(valkey, Version::Valkey),
        None => version(field("redis_version").unwrap_or_default(), Version::Redis),
    };
    Ok((version, field("process_id").and_then(|pid| pid.parse().ok()).unwrap_or(0)))
}

fn open(url: &str) -> Client {
    Client::open(url).unwrap_or_else(|error| unreachable!("{url} is a server's address: {error}"))
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(error) => error.fmt(f),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl fmt::Debug for StartError {
    /// As it is displayed: tests unwrap it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for StartError {}
