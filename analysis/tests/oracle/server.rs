//! A private server, and its verdict on scripts.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a compiler says about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It compiles.
    Accepted,
    /// It doesn't, for a reason that is found when this line has been read.
    Refused(u32),
    /// It doesn't, for a reason that has no line.
    RefusedAnywhere,
}

impl Verdict {
    /// What our parser says.
    pub(crate) fn ours(text: &[u8]) -> Self {
        let parsed = redis_script_analysis::parser::parse(text, 0);
        parsed.errors.first().map_or(Self::Accepted, |error| Self::Refused(error.line))
    }

    /// Whether both are the same, as far as they say anything.
    pub(crate) fn agrees(self, other: Self) -> bool {
        match (self, other) {
            (Self::RefusedAnywhere, other) | (other, Self::RefusedAnywhere) => other != Self::Accepted,
            _ => self == other,
        }
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
        let program = program();
        for _ in 0..5 {
            if let Some(server) = Self::try_start(&program) {
                return server;
            }
        }
        panic!("`{program}` does not start; name a server in $REDIS_SCRIPT_SERVER");
    }

    fn try_start(program: &str) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let script = r#""$@" >/dev/null 2>&1 & server=$!; echo $server; cat >/dev/null; kill -9 $server"#;
        let mut watchdog = Command::new("sh")
            .args(["-c", script, "sh", program, "--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh runs");
        let mut id = String::new();
        if let Some(output) = watchdog.stdout.take() {
            BufReader::new(output).read_line(&mut id).expect("sh writes");
        }
        let stream = connect(port).unwrap_or_else(|| {
            drop(watchdog.stdin.take());
            let _ = watchdog.wait();
            panic!("`{program}` does not answer on port {port}")
        });
        let mut server = Self { watchdog, stream: BufReader::new(stream) };
        // Somebody else's server may have taken the port, and this one flushes.
        server.send(&[b"INFO", b"server"]);
        let info = String::from_utf8_lossy(&server.reply().ok()?).into_owned();
        info.lines().any(|line| line.trim() == format!("process_id:{}", id.trim())).then_some(server)
    }

    /// What the server says about `text`.
    pub(crate) fn verdict(&mut self, text: &[u8]) -> Verdict {
        self.verdicts(&[text])[0]
    }

    /// What the server says about each of `texts`.
    pub(crate) fn verdicts(&mut self, texts: &[impl AsRef<[u8]>]) -> Vec<Verdict> {
        let mut verdicts = Vec::with_capacity(texts.len());
        for texts in texts.chunks(100) {
            for text in texts {
                self.send(&[b"SCRIPT", b"LOAD", text.as_ref()]);
            }
            verdicts
                .extend(texts.iter().map(|_| self.reply().map_or_else(|error| refused(&error), |_| Verdict::Accepted)));
            self.send(&[b"SCRIPT", b"FLUSH"]);
            self.reply().expect("the cache can be flushed");
        }
        verdicts
    }

    /// Which server it is.
    pub(crate) fn version(&mut self) -> Version {
        let text = self.call(&[b"INFO", b"server"]).expect("the server tells its version");
        let text = String::from_utf8_lossy(&text).into_owned();
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let valkey = field("valkey_version");
        let version = valkey.or_else(|| field("redis_version")).expect("a version");
        let mut numbers = version.split('.').map(|number| number.parse().expect("a number"));
        let mut next = || numbers.next().expect("major and minor version");
        Version { valkey: valkey.is_some(), major: next(), minor: next() }
    }

    /// Runs one command whose reply is no array.
    pub(crate) fn call(&mut self, command: &[&[u8]]) -> Result<Vec<u8>, String> {
        self.send(command);
        self.reply()
    }

    /// Runs one command that may end the server; `None` if it does.
    pub(crate) fn try_call(&mut self, command: &[&[u8]]) -> Option<Result<Vec<u8>, String>> {
        self.send(command);
        let alive = self.stream.fill_buf().is_ok_and(|bytes| !bytes.is_empty());
        alive.then(|| self.reply())
    }

    /// What `text` returns, as the wire has it.
    pub(crate) fn eval(&mut self, text: &[u8]) -> Vec<u8> {
        self.send(&[b"EVAL", text, b"0"]);
        self.reply().unwrap_or_else(|error| panic!("{}: {error}", text.escape_ascii()))
    }

    fn send(&mut self, command: &[&[u8]]) {
        let mut message = format!("*{}\r\n", command.len()).into_bytes();
        for argument in command {
            message.extend(format!("${}\r\n", argument.len()).bytes());
            message.extend_from_slice(argument);
            message.extend(b"\r\n");
        }
        self.stream.get_mut().write_all(&message).expect("the server reads");
    }

    /// A reply that is not an array.
    fn reply(&mut self) -> Result<Vec<u8>, String> {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).expect("the server answers");
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        match text.split_at_checked(1) {
            Some(("-", error)) => Err(error.to_owned()),
            Some(("$", "-1")) => Ok(Vec::new()),
            Some(("$", length)) => {
                let mut bytes = vec![0; length.parse::<usize>().expect("a length") + 2];
                self.stream.read_exact(&mut bytes).expect("the server answers");
                bytes.truncate(bytes.len() - 2);
                Ok(bytes)
            }
            Some((_, value)) => Ok(value.as_bytes().to_vec()),
            None => panic!("the server has gone"),
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

/// The verdict in an error reply of SCRIPT LOAD: `.. user_script:3: ..`.
fn refused(error: &str) -> Verdict {
    assert!(error.contains("compiling script"), "not about the text: {error}");
    let line = error.split("user_script:").nth(1).and_then(|rest| rest.split(':').next()?.parse().ok());
    line.map_or(Verdict::RefusedAnywhere, Verdict::Refused)
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
