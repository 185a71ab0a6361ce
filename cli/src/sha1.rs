//! `cargo redis-script sha1`: what `SCRIPT LOAD` answers, printed as `sha1sum` does. Of a script
//! that includes others it is the hash of all of it, which is what servers get.

use crate::inputs;
use crate::outcome::{Outcome, unreadable};
use redis_script_analysis::sha1_hex;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Prints a line for each file.
pub(crate) fn run(files: &[PathBuf]) -> io::Result<Outcome> {
    let mut out = io::stdout().lock();
    let mut outcome = Outcome::Clean;
    for file in files {
        match inputs::read_one(file) {
            Ok(input) => {
                let script = input.complete().script;
                match inputs::unjoined(&script) {
                    None => writeln!(out, "{}", line(&sha1_hex(script.text()), file))?,
                    Some(errors) => outcome = outcome.max(errors),
                }
            }
            Err(error) => outcome = unreadable(&error),
        }
    }
    out.flush()?;
    Ok(outcome)
}

/// As `sha1sum` does, a name that would break the line is escaped, and the line says so with a `\`.
fn line(hash: &str, file: &Path) -> String {
    let name = file.display().to_string();
    if !name.contains(['\\', '\n', '\r']) {
        return format!("{hash}  {name}");
    }
    format!("\\{hash}  {}", name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"))
}
