//! `cargo xtask commands`: writes the analysis' command table from what servers say about themselves.

mod facts;
mod resp;
mod table;

use crate::find::{PROGRAMS, unpacked};
use crate::process::{self, Context as _, Failure, Result, on_path, root};
use resp::{Reply, read};
use std::fs::{self, File};
use std::io::{BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What a server is asked, in this order; a dump holds its replies, one after the other, as the wire has
/// them (`printf 'INFO server\r\nCOMMAND\r\nCOMMAND DOCS\r\n' | nc host 6379 > redis-7.2.resp`).
const QUESTIONS: &[u8] = b"INFO server\r\nCOMMAND\r\nCOMMAND DOCS\r\n";

/// Where the table goes.
const TABLE: &str = "analysis/src/server/commands.rs";

/// Takes server programs, dumps, and folders of them; without arguments, the servers that are found on this machine.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut sources = Vec::new();
    for argument in arguments.iter().map(PathBuf::from) {
        if argument.is_dir() {
            let files = fs::read_dir(&argument).context(argument.display())?;
            sources.extend(files.flatten().map(|file| file.path()).filter(|path| path.is_file()));
        } else {
            sources.push(argument);
        }
    }
    if arguments.is_empty() {
        sources.extend(PROGRAMS.iter().filter_map(|name| on_path(name)).chain(unpacked()));
    }
    let mut servers = sources.iter().map(|source| ask(source)).collect::<Result<Vec<_>>>()?;
    servers.sort_by_key(|server| (server.product, server.version));
    if servers.is_empty() {
        return Err(Failure::usage("commands: no server found; name programs or dumps"));
    }
    let file = root().join(TABLE);
    fs::write(&file, table::write(&servers)).context(file.display())?;
    process::run(Command::new("rustfmt").args(["--edition", "2024"]).arg(&file).current_dir(root()))?;
    println!("{TABLE}: written from {}", table::names(&servers));
    Ok(())
}

fn ask(source: &Path) -> Result<facts::Server> {
    let name = source.display();
    let is_dump = source.extension().is_some_and(|extension| extension == "resp");
    let replies = if is_dump {
        let mut file = BufReader::new(File::open(source).context(name)?);
        [read(&mut file), read(&mut file), read(&mut file)]
    } else {
        let (_running, stream) = start(source)?;
        let mut stream = BufReader::new(stream);
        stream.get_mut().write_all(QUESTIONS).context(name)?;
        [read(&mut stream), read(&mut stream), read(&mut stream)]
    };
    let [info, commands, docs] = replies.map(|reply| reply.unwrap_or(Reply::Nothing));
    facts::Server::new(&info, &commands, &docs)
        .ok_or_else(|| Failure::new(format!("{} is not understood", source.display())))
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(program: &Path) -> Result<(Running, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0").context("looking for a free port")?;
    let port = listener.local_addr().context("looking for a free port")?.port();
    drop(listener);
    let mut command = Command::new(program);
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    let running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context(program.display())?;
    let running = Running(running);
    for _ in 0..500 {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            return Ok((running, stream));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Err(Failure::new(format!("{} does not start", program.display())))
}
