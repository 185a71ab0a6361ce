//! `cargo redis-script expand`: a script as servers get it.

use crate::inputs;
use crate::outcome::{Outcome, unreadable};
use std::io::{self, Write as _};
use std::path::Path;

/// Prints the script at `file` with what it includes, byte for byte.
pub(crate) fn run(file: &Path) -> io::Result<Outcome> {
    let input = match inputs::read_one(file) {
        Ok(input) => input,
        Err(error) => return Ok(unreadable(&error)),
    };
    let script = input.complete().script;
    if let Some(outcome) = inputs::unjoined(&script) {
        return Ok(outcome);
    }
    let mut out = io::stdout().lock();
    out.write_all(script.text())?;
    out.flush()?;
    Ok(Outcome::Clean)
}
