//! An error that a server gave for a script.

use std::fmt;

use redis::{RedisError, ServerError, Value};

use super::server_text::ServerText;
use crate::Script;

/// The server's answer to a call was an error: the script raised or returned one, or the server refused
/// to run it.
///
/// Servers say `user_script:12` and the script's SHA1; here that is the script's file, its line 12, and
/// what stands there.
#[derive(Clone)]
pub struct ScriptError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    script: &'static Script,
    server: ServerError,
    text: ServerText,
}

impl ScriptError {
    pub(crate) fn new(script: &'static Script, server: ServerError) -> Self {
        let text = ServerText::new(&server, script);
        Self(Box::new(Inner { script, server, text }))
    }

    /// Loaded, and gone before the call behind it.
    pub(crate) fn missing(script: &'static Script) -> Self {
        Self::new(script, server_error("NOSCRIPT", "No matching script. It was loaded, and forgotten before it ran"))
    }

    pub(crate) fn after_refused_load(mut self, load: &ServerError) -> Self {
        let load = super::redact::of_server(load.clone());
        let load = format!(" (and `SCRIPT LOAD` before it: {} {})", load.code(), load.details().unwrap_or_default());
        self.0.text.message.push_str(&load);
        self
    }

    /// The script that was called.
    pub fn script(&self) -> &'static Script {
        self.0.script
    }

    /// The error's code: `ERR`, `WRONGTYPE`, or whatever the script chose for its own.
    pub fn code(&self) -> &str {
        &self.0.text.code
    }

    /// What it says, without the code and without what servers add about the script.
    pub fn message(&self) -> &str {
        &self.0.text.message
    }

    /// The file that the script was read from, or the function's name where the script has no file. Where the script
    /// includes others, and the server names a line, the file that this line is in.
    pub fn path(&self) -> &'static str {
        self.0.text.line.map_or(self.0.script.label(), |line| self.0.script.place(line).0)
    }

    /// The line of that file, where the server says one.
    pub fn line(&self) -> Option<u32> {
        self.0.text.line.map(|line| self.0.script.place(line).1)
    }

    /// What stands in that line.
    pub fn source_line(&self) -> Option<&'static str> {
        self.0.script.line(self.0.text.line?).map(str::trim)
    }

    /// Whether the server says that it was raised while the script ran. An error that the script
    /// returned doesn't show where it comes from.
    pub fn is_raised(&self) -> bool {
        self.0.text.raised
    }

    /// The server's error as it came, without the arguments that some servers repeat.
    pub fn server_error(&self) -> &ServerError {
        &self.0.server
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())?;
        if let Some(line) = self.line() {
            write!(f, ":{line}")?;
        }
        write!(f, ": {} {}", self.code(), self.message())?;
        match self.source_line() {
            Some(text) if !text.is_empty() => write!(f, ", at `{}`", shortened(text)),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptError")
            .field("path", &self.path())
            .field("line", &self.line())
            .field("source_line", &self.source_line())
            .field("code", &self.code())
            .field("message", &self.message())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ScriptError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0.server)
    }
}

impl From<ScriptError> for RedisError {
    /// Keeps the kind and the code; the text says the script's file and line.
    fn from(error: ScriptError) -> Self {
        let text = error.to_string();
        let code = error.code();
        server_error(code, &text.replacen(&format!(": {code} "), ": ", 1)).into()
    }
}

/// One line of a minified script can be all of it.
fn shortened(line: &str) -> String {
    const WIDTH: usize = 120;
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line.to_owned(),
    }
}

/// Makes a server's error. The `redis` crate's parser is the only way to one of a known kind.
pub(super) fn server_error(code: &str, message: &str) -> ServerError {
    let line = format!("{code} {message}").replace(['\r', '\n'], " ");
    match redis::parse_redis_value(format!("-{line}\r\n").as_bytes()) {
        Ok(Value::ServerError(error)) => error,
        other => unreachable!("an error's line is read as {other:?}"),
    }
}
