//! Gets a server where none is installed: from the package of tools if that is there, else with apt.

use crate::find::{kept, version};
use crate::process::{Failure, Result, on_path, output, run};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A Debian or Ubuntu package that holds the server's program without its service. What it calls
/// `redis-check-rdb` is the server itself, which looks at the name that it was started by.
struct Tools {
    package: &'static str,
    program: &'static str,
    server: &'static str,
}

const TOOLS: [Tools; 2] = [
    Tools { package: "redis-tools", program: "redis-check-rdb", server: "redis-server" },
    Tools { package: "valkey-tools", program: "valkey-check-rdb", server: "valkey-server" },
];

/// The line to run, by the package manager that is there.
const LINES: [(&str, &str); 6] = [
    ("apt-get", "sudo apt-get install --no-install-recommends redis-tools"),
    ("brew", "brew install redis"),
    ("dnf", "sudo dnf install valkey"),
    ("pacman", "sudo pacman -S valkey"),
    ("apk", "sudo apk add valkey"),
    ("zypper", "sudo zypper install redis"),
];

/// A server program that was not there before.
pub(crate) fn server() -> Result<PathBuf> {
    if let Some(server) = from_tools() {
        return Ok(server);
    }
    if !(on_path("apt-get").is_some() && is_root()) {
        return Err(Failure::new(format!("no Redis or Valkey server found\n{}", advice())));
    }
    for tools in &TOOLS {
        eprintln!("xtask: no Redis or Valkey server found: installing the package `{}` with apt", tools.package);
        eprintln!("xtask: (it holds the server's program, and starts no service; --no-install refuses this)");
        if let Err(failure) = package(tools.package) {
            eprintln!("xtask: {failure}");
            continue;
        }
        if let Some(server) = from_tools() {
            return Ok(server);
        }
    }
    Err(Failure::new(format!("apt gave no server\n{}", advice())))
}

/// What a person can do who has no server.
pub(crate) fn advice() -> String {
    let line = LINES.iter().find(|(manager, _)| on_path(manager).is_some()).map(|(_, line)| *line);
    let get = line.map_or_else(|| "install Redis or Valkey".to_owned(), |line| format!("run:  {line}"));
    format!("{get}\nor name a server's program:  REDIS_SCRIPT_SERVER=/path/to/redis-server")
}

/// Copies the server program of an installed package of tools to the name that makes it a server.
fn from_tools() -> Option<PathBuf> {
    TOOLS.iter().find_map(|tools| {
        let program = on_path(tools.program)?;
        let folder = kept().join(tools.package);
        let server = folder.join(tools.server);
        fs::create_dir_all(&folder).ok()?;
        let _ = fs::remove_file(&server);
        fs::copy(&program, &server).ok()?;
        let Some(says) = version(&server) else {
            let _ = fs::remove_dir_all(&folder);
            return None;
        };
        eprintln!("xtask: {} is the server's program: {says}", program.display());
        eprintln!("xtask: copied to {}", server.display());
        Some(server)
    })
}

/// Installs one of Debian's packages.
pub(crate) fn package(name: &str) -> Result<()> {
    let install = || apt(&["install", "--yes", "--no-install-recommends", name]);
    // Images without package lists are common.
    install().or_else(|_| apt(&["update"]).and_then(|()| install()))
}

fn apt(arguments: &[&str]) -> Result<()> {
    run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
