//! The scripts that were named on the command line.

use crate::sources::walk;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A script to check.
pub(crate) struct Input {
    /// The path as it is shown.
    pub(crate) path: PathBuf,
    /// What it holds.
    pub(crate) text: Vec<u8>,
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
                Ok(file) => read_file(&file),
                Err(error) => Err(Unreadable { path: path.clone(), error: io::Error::other(error) }),
            }));
        }
        Box::new(std::iter::once(read_file(path)))
    })
}

/// Reads one file, or standard input for `-`.
pub(crate) fn read_one(path: &Path) -> Result<Input, Unreadable> {
    if path.as_os_str() == "-" { read_stdin(Path::new("-")) } else { read_file(path) }
}

fn read_file(path: &Path) -> Result<Input, Unreadable> {
    let shown = path.strip_prefix("./").unwrap_or(path).to_owned();
    match std::fs::read(path) {
        Ok(text) => Ok(Input { path: shown, text }),
        Err(error) => Err(Unreadable { path: shown, error }),
    }
}

fn read_stdin(name: &Path) -> Result<Input, Unreadable> {
    let mut text = Vec::new();
    match io::stdin().lock().read_to_end(&mut text) {
        Ok(_) => Ok(Input { path: name.to_owned(), text }),
        Err(error) => Err(Unreadable { path: name.to_owned(), error }),
    }
}
