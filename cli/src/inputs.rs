//! The scripts that were named on the command line.

use crate::outcome::{Outcome, trouble};
use crate::sources::walk;
use redis_script_analysis::Joined;
use redis_script_declaration::{Complete, Places, complete};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A script to check.
pub(crate) struct Input {
    /// The path as it is shown.
    pub(crate) path: PathBuf,
    /// What it holds.
    pub(crate) text: Vec<u8>,
    /// Whether it was only found in a directory that was named.
    pub(crate) found: bool,
}

impl Input {
    /// The script with what it includes.
    pub(crate) fn complete(&self) -> Complete {
        let places = Places { beside: self.path.parent().map(Path::to_owned), root: None };
        complete(&self.path.display().to_string(), Some(&self.path), self.text.clone(), &places)
    }
}

/// Says on standard error why the files of a script can't be joined; `None` if they can.
pub(crate) fn unjoined(script: &Joined) -> Option<Outcome> {
    for (file, error) in script.errors() {
        let place = script.files().snippet(*file, error).map_or(String::new(), |snippet| format!("\n{snippet}"));
        let help = error.help.as_ref().map_or(String::new(), |help| format!("\n  = help: {help}"));
        trouble(format_args!("{}{place}{help}", error.message));
    }
    (!script.errors().is_empty()).then_some(Outcome::Errors)
}

/// What can't be read, and why.
pub(crate) struct Unreadable {
    pub(crate) path: PathBuf,
    pub(crate) error: io::Error,
}

/// Reads everything that `paths` name, in their order: files, the `*.lua` below directories, and
/// standard input for `-`.
pub(crate) fn read<'a>(
    paths: &'a [PathBuf],
    stdin_name: &'a Path,
) -> impl Iterator<Item = Result<Input, Unreadable>> + 'a {
    paths.iter().flat_map(move |path| -> Box<dyn Iterator<Item = Result<Input, Unreadable>> + 'a> {
        if path.as_os_str() == "-" {
            return Box::new(std::iter::once(read_stdin(stdin_name)));
        }
        if path.is_dir() {
            return Box::new(walk::files(path, "lua").map(|file| match file {
                Ok(file) => read_file(&file).map(|input| Input { found: true, ..input }),
                Err(error) => Err(Unreadable { path: path.clone(), error: io::Error::other(error) }),
            }));
        }
        if path.is_file() && may_be_rust(path) {
            return Box::new(std::iter::empty());
        }
        Box::new(std::iter::once(read_file(path)))
    })
}

/// Whether scripts may be written in the Rust source at `path`, or below it.
pub(crate) fn may_be_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs") || path.is_dir()
}

/// Reads one file, or standard input for `-`.
pub(crate) fn read_one(path: &Path) -> Result<Input, Unreadable> {
    if path.as_os_str() == "-" { read_stdin(Path::new("-")) } else { read_file(path) }
}

fn read_file(path: &Path) -> Result<Input, Unreadable> {
    let shown = path.strip_prefix("./").unwrap_or(path).to_owned();
    match std::fs::read(path) {
        Ok(text) => Ok(Input { path: shown, text, found: false }),
        Err(error) => Err(Unreadable { path: shown, error }),
    }
}

fn read_stdin(name: &Path) -> Result<Input, Unreadable> {
    let mut text = Vec::new();
    match io::stdin().lock().read_to_end(&mut text) {
        Ok(_) => Ok(Input { path: name.to_owned(), text, found: false }),
        Err(error) => Err(Unreadable { path: name.to_owned(), error }),
    }
}
