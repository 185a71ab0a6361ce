//! A private server, and what it replies: for all tests that ask one.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A reply as the wire has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reply {
    /// Null, bulk or array.
    Null,
    /// `:1`.
    Integer(i64),
    /// `+OK`.
    Status(String),
    /// `$2`.
    Bulk(Vec<u8>),
    /// `*2`.
    Array(Vec<Reply>),
    /// `-ERR`.
    Error(String),
}

impl Reply {
    /// A text; lossy.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Bulk(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Self::Status(text) | Self::Error(text) => text.clone(),
            other => format!("{other:?}"),
        }
    }

    /// The items of an array.
    pub(crate) fn items(&self) -> &[Self] {
        if let Self::Array(items) = self { items } else { &[] }
    }
}

/// Which server it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Version {
    pub(crate) valkey: bool,
    pub(crate) major: u16,
    pub(crate) minor: u16,
}

/// A server that only this test uses, on a free port of the loopback. It ends with the test, also if
/// that is killed: its watchdog reads from a pipe that then closes.
pub(crate) struct Server {
    watchdog: Child,
    stream: BufReader<TcpStream>,
}

impl Server {
    /// Starts one: `$REDIS_SCRIPT_SERVER`, or else what is on the path.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts one with more settings.
    pub(crate) fn start_with(settings: &[&str]) -> Self {
        let program = program();
        let started = (0..5).find_map(|_| Self::try_start(&program, settings));
        started.unwrap_or_else(|| panic!("`{program}` does not start; name a server in $REDIS_SCRIPT_SERVER"))
    }

    fn try_start(program: &str, settings: &[&str]) -> Option<Self> {
        let free = || Some(TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port());
        // Nodes of a cluster speak to each other on a port that is 10,000 further.
        let port = (0..100).find_map(|_| free().filter(|port| *port < 55_000))?;
        let script = r#""$@" >/dev/null 2>&1 & server=$!; echo $server; cat >/dev/null; kill -9 $server"#;
        let mut watchdog = Command::new("sh")
            .args(["-c", script, "sh", program, "--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
            .args(settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh runs");
        let mut id = String::new();
        if let Some(output) = watchdog.stdout.take() {
            BufReader::new(output).read_line(&mut id).expect("sh writes");
        }
        let Some(stream) = connect(port) else {
            drop(watchdog.stdin.take());
            let _ = watchdog.wait();
            return None;
        };
        let mut server = Self { watchdog, stream: BufReader::new(stream) };
        // Somebody else's server may have taken the port, and this one flushes.
        let info = server.call(["INFO", "server"]).text();
        info.lines().any(|line| line.trim() == format!("process_id:{}", id.trim())).then_some(server)
    }

    /// The reply to a command.
    pub(crate) fn call<A: AsRef<[u8]>>(&mut self, words: impl AsRef<[A]>) -> Reply {
        self.send(words);
        self.reply()
    }

    /// The reply to a command that may end the server; `None` if it does.
    pub(crate) fn try_call<A: AsRef<[u8]>>(&mut self, words: impl AsRef<[A]>) -> Option<Reply> {
        self.send(words);
        let alive = self.stream.fill_buf().is_ok_and(|bytes| !bytes.is_empty());
        alive.then(|| self.reply())
    }

    /// Sends a command, whose reply is to be read later.
    pub(crate) fn send<A: AsRef<[u8]>>(&mut self, words: impl AsRef<[A]>) {
        let words = words.as_ref();
        let mut message = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            message.extend(format!("${}\r\n", word.as_ref().len()).bytes());
            message.extend_from_slice(word.as_ref());
            message.extend(b"\r\n");
        }
        self.stream.get_mut().write_all(&message).expect("the server reads");
    }

    /// The reply to a script.
    pub(crate) fn eval(&mut self, script: &str, keys: &[&str], arguments: &[&str]) -> Reply {
        let count = keys.len().to_string();
        self.call([&["EVAL", script, &count], keys, arguments].concat())
    }

    /// Which server it is.
    pub(crate) fn version(&mut self) -> Version {
        let info = self.call(["INFO", "server"]).text();
        let field = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let valkey = field("valkey_version:");
        let version = valkey.clone().or_else(|| field("redis_version:")).expect("a version");
        let mut numbers = version.split('.').map(|number| number.parse().expect("a number"));
        let mut next = || numbers.next().expect("major and minor version");
        Version { valkey: valkey.is_some(), major: next(), minor: next() }
    }

    /// The next reply.
    pub(crate) fn reply(&mut self) -> Reply {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).expect("the server answers");
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let (kind, rest) = line.split_at_checked(1).expect("the server lives");
        match kind {
            "-" => Reply::Error(rest.to_owned()),
            "+" => Reply::Status(rest.to_owned()),
            ":" => Reply::Integer(rest.parse().expect("an integer")),
            _ if rest == "-1" => Reply::Null,
            "$" => {
                let mut bytes = vec![0; rest.parse::<usize>().expect("a length") + 2];
                self.stream.read_exact(&mut bytes).expect("the server answers");
                bytes.truncate(bytes.len() - 2);
                Reply::Bulk(bytes)
            }
            "*" => Reply::Array((0..rest.parse::<usize>().expect("a length")).map(|_| self.reply()).collect()),
            other => panic!("no reply of RESP2: {other}"),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

fn connect(port: u16) -> Option<TcpStream> {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
            stream.set_nodelay(true).ok()?;
            return Some(stream);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    None
}

fn program() -> String {
    if let Ok(program) = std::env::var("REDIS_SCRIPT_SERVER") {
        return program;
    }
    let runs = |name: &str| {
        let run = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        run.is_ok_and(|status| status.success())
    };
    let found = ["redis-server", "valkey-server"].into_iter().find(|name| runs(name));
    found.expect("no server: install one or name it in $REDIS_SCRIPT_SERVER").to_owned()
}
