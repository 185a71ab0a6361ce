//! A process that doesn't outlive this one.

use std::{
    io::{self, BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// Runs the server, tells its process id, and waits for the end of its own input. That is a pipe that only
/// this process holds the other end of, so it ends when this process does, even if it is killed. (A signal
/// on the parent's death would be tied to the thread that started the server.)
///
/// Nobody but the server writes to the pipe of standard error, so that it ends with the server.
const WATCHDOG: &str = r#"folder=$1; shift; cd "$folder" || exit; "$@" >&2 & server=$!; exec 2>/dev/null; echo $server
read -r end; kill -9 $server; wait; case $folder in *redis-script-*) rm -rf "$folder";; esac"#;

/// Enough of the log to show why a server didn't start.
const LOG_LENGTH: usize = 16 * 1024;

#[derive(Debug)]
pub(super) struct Process {
    watchdog: Child,
    pid: u32,
    log: Arc<Log>,
}

#[derive(Debug, Default)]
struct Log {
    text: Mutex<Vec<u8>>,
    ended: AtomicBool,
}

impl Process {
    /// Starts the program in a folder. A folder of ours is removed together with the process.
    pub(super) fn start(program: &Path, args: &[String], folder: &Path) -> io::Result<Self> {
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "sh"])
            .arg(folder)
            .arg(program)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Ctrl-C would end the watchdog, and not the server.
            .process_group(0)
            .spawn()?;
        let log = Arc::new(Log::default());
        if let Some(stderr) = watchdog.stderr.take() {
            let log = Arc::clone(&log);
            std::thread::spawn(move || log.read(stderr));
        }
        let mut line = String::new();
        if let Some(stdout) = watchdog.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let pid = line.trim().parse().map_err(|_| io::Error::other(format!("sh said {line:?} for a process id")))?;
        Ok(Self { watchdog, pid, log })
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether the server ended by itself.
    pub(super) fn has_ended(&self) -> bool {
        self.log.ended.load(Ordering::Acquire)
    }

    pub(super) fn log(&self) -> String {
        let text = self.log.text.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        String::from_utf8_lossy(&text).into_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

impl Log {
    /// Reads all of it, since a full pipe would stop the server; keeps the beginning.
    fn read(&self, mut output: ChildStderr) {
        let mut buffer = [0; 1024];
        while let Ok(length @ 1..) = output.read(&mut buffer) {
            let mut text = self.text.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let room = LOG_LENGTH.saturating_sub(text.len());
            text.extend_from_slice(&buffer[..length.min(room)]);
        }
        self.ended.store(true, Ordering::Release);
    }
}
