//! `cargo redis-script debug`: the server's own debugger, LDB, on a private server.
//!
//! After `SCRIPT DEBUG YES` an `EVAL` answers with a list of lines wherever the script stops, takes commands
//! there, and at the end answers with a list that says `<endsession>` and then with the script's reply ("LDB" in
//! the server's `eval.c`). It runs in a fork, so nothing that the script does stays.

mod show;
mod words;

use crate::command::Debug;
use crate::inputs;
use crate::outcome::{BLUE, Outcome, trouble, unreadable};
use redis_script::redis::{Cmd, Connection, RedisError, RedisResult, Value, cmd};
use redis_script::testing::Server;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

/// Debugs the script until it ends, or nobody has more to say.
pub(crate) fn run(debug: &Debug) -> io::Result<Outcome> {
    let script = match inputs::read_one(&debug.file) {
        Ok(input) => input.complete().script,
        Err(error) => return Ok(unreadable(&error)),
    };
    if let Some(outcome) = inputs::unjoined(&script) {
        return Ok(outcome);
    }
    let server = match Server::start() {
        Ok(server) => server,
        Err(error) => return Ok(trouble(error)),
    };
    let mut eval = cmd("EVAL");
    eval.arg(script.text()).arg(debug.keys.len());
    for word in debug.keys.iter().chain(&debug.args) {
        eval.arg(word.as_encoded_bytes());
    }
    loop {
        let connection = match server.client().get_connection() {
            Ok(connection) => connection,
            Err(error) => return Ok(trouble(format_args!("can't reach the server: {error}"))),
        };
        match (Session { connection, raised: false }).run(&eval) {
            Ok(End::Restart) => {}
            Ok(End::Over { raised }) => return Ok(if raised { Outcome::Errors } else { Outcome::Clean }),
            Err(Stopped::Output(error)) => return Err(error),
            Err(Stopped::Server(error)) => return Ok(trouble(format_args!("the debugger is gone: {error}"))),
        }
    }
}

/// How a session ends.
enum End {
    /// It is to begin again.
    Restart,
    /// The script has ended, or is left.
    Over { raised: bool },
}

/// Why it can't go on.
enum Stopped {
    /// Nobody reads, or writes.
    Output(io::Error),
    /// The server doesn't answer.
    Server(RedisError),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<RedisError> for Stopped {
    fn from(error: RedisError) -> Self {
        Self::Server(error)
    }
}

/// What comes next.
enum Next {
    /// A list of lines; the script stands where it stood.
    Lines,
    /// Whatever happens until it stops again.
    Stop,
}

struct Session {
    connection: Connection,
    /// Whether the script ended in an error.
    raised: bool,
}

impl Session {
    fn run(mut self, eval: &Cmd) -> Result<End, Stopped> {
        cmd("SCRIPT").arg("DEBUG").arg("YES").exec(&mut self.connection)?;
        self.connection.send_packed_command(&eval.get_packed_command())?;
        let mut next = Next::Stop;
        loop {
            if self.read(&next)? {
                return Ok(End::Over { raised: self.raised });
            }
            next = loop {
                let Some(line) = ask()? else { return Ok(End::Over { raised: false }) };
                let words = match words::split(&line) {
                    Ok(words) => words,
                    Err(mistake) => {
                        anstream::println!("{mistake}");
                        continue;
                    }
                };
                let Some(first) = words.first() else { continue };
                break match String::from_utf8_lossy(first).to_ascii_lowercase().as_str() {
                    "q" | "quit" => return Ok(End::Over { raised: false }),
                    "restart" => return Ok(End::Restart),
                    command => {
                        self.send(&words)?;
                        if matches!(command, "s" | "step" | "n" | "next" | "c" | "continue" | "a" | "abort") {
                            Next::Stop
                        } else {
                            Next::Lines
                        }
                    }
                };
            };
        }
    }

    fn send(&mut self, words: &[Vec<u8>]) -> RedisResult<()> {
        let mut command = Cmd::new();
        for word in words {
            command.arg(word);
        }
        self.connection.send_packed_command(&command.get_packed_command())
    }

    /// Shows what comes, up to where a command can be given; says whether the session has ended.
    fn read(&mut self, next: &Next) -> Result<bool, Stopped> {
        loop {
            let lines = show::lines(&self.connection.recv_response()?);
            for line in lines.iter().filter(|line| *line != END) {
                show::line(line)?;
            }
            if lines.iter().any(|line| line == END) {
                self.reply()?;
                return Ok(true);
            }
            if matches!(next, Next::Lines) || lines.iter().any(|line| line.starts_with("* Stopped at ")) {
                return Ok(false);
            }
        }
    }

    /// The script's own reply, which comes last.
    fn reply(&mut self) -> Result<(), Stopped> {
        let value = match self.connection.recv_response() {
            Ok(value) => value,
            Err(error) if error.is_io_error() => return Err(error.into()),
            Err(error) => {
                self.raised = true;
                return Ok(show::line(&format!("<error> {error}"))?);
            }
        };
        self.raised = matches!(value, Value::ServerError(_));
        Ok(show::reply(&value)?)
    }
}

/// What the last list of lines says.
const END: &str = "<endsession>";

/// The next line of standard input; none at its end.
fn ask() -> io::Result<Option<Vec<u8>>> {
    if io::stdin().is_terminal() {
        anstream::print!("{BLUE}lua debugger>{BLUE:#} ");
        io::stdout().flush()?;
    }
    let mut line = Vec::new();
    Ok((io::stdin().lock().read_until(b'\n', &mut line)? > 0).then_some(line))
}
