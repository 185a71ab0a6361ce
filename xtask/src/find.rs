//! Finds the server that the tests and the demo run on.

use crate::install;
use crate::process::{Failure, Result, is_executable, on_path, output, target};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the server program; the tests and the demo read it too.
pub(crate) const SERVER: &str = "REDIS_SCRIPT_SERVER";

/// The programs of the two servers.
pub(crate) const PROGRAMS: [&str; 2] = ["redis-server", "valkey-server"];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Install {
    Allowed,
    Refused,
}

impl Install {
    /// Takes `--no-install` out of the arguments.
    pub(crate) fn take(arguments: &mut Vec<String>) -> Self {
        if take_flag(arguments, "--no-install") { Self::Refused } else { Self::Allowed }
    }
}

/// Takes `flag` out of the arguments, up to a `--`; says whether it was there.
pub(crate) fn take_flag(arguments: &mut Vec<String>, flag: &str) -> bool {
    let end = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let place = arguments[..end].iter().position(|argument| argument == flag);
    place.map(|place| arguments.remove(place)).is_some()
}

/// A server program that answers `--version`, installed if need be.
pub(crate) fn server(install: Install) -> Result<PathBuf> {
    if let Some(server) = named()? {
        return Ok(server);
    }
    let found = PROGRAMS.iter().find_map(|name| on_path(name).filter(|server| version(server).is_some()));
    match found.or_else(kept_server) {
        Some(server) => Ok(server),
        None if install == Install::Allowed => install::server(),
        None => Err(Failure::new(format!("no server found, and --no-install was given\n{}", install::advice()))),
    }
}

/// Where servers are kept that were not installed by the machine's owner: one folder each.
pub(crate) fn kept() -> PathBuf {
    target().join("servers")
}

/// The servers under [`kept`] that run on this machine, in the order of their folders' names.
pub(crate) fn unpacked() -> Vec<PathBuf> {
    let Ok(entries) = kept().read_dir() else { return Vec::new() };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let programs = folders.iter().flat_map(|folder| PROGRAMS.map(|name| folder.join(name)));
    programs.filter(|program| is_executable(program) && version(program).is_some()).collect()
}

/// The machine's own, if it was copied from a package of tools; else the last by name, which is the newest.
fn kept_server() -> Option<PathBuf> {
    let is_own = |server: &Path| server.parent().is_some_and(|folder| folder.ends_with("redis-tools"));
    unpacked().into_iter().max_by_key(|server| is_own(server))
}

/// What the server says about itself, if the program is one and runs here.
pub(crate) fn version(program: &Path) -> Option<String> {
    let line = output(Command::new(program).arg("--version"))?;
    (line.contains("server") && line.contains("v=")).then(|| line.trim().to_owned())
}

/// The one that the environment names. A wrong name is a mistake, not a reason to take another.
fn named() -> Result<Option<PathBuf>> {
    let Some(name) = env::var_os(SERVER).filter(|name| !name.is_empty()) else { return Ok(None) };
    let path = PathBuf::from(&name);
    let is_bare = path.components().count() == 1;
    let found = if is_bare { name.to_str().and_then(on_path) } else { std::path::absolute(&path).ok() };
    match found.filter(|program| is_executable(program)) {
        Some(program) => Ok(Some(program)),
        None => Err(Failure::new(format!("{SERVER} names `{}`, which is no program that can be run", path.display()))),
    }
}
