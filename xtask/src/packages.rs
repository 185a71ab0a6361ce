//! `cargo xtask packages`: what would be published builds from what is published.

use crate::process::{Context as _, Failure, Result, cargo, run as run_command, target};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What is published, each after those that it depends on.
const PUBLISHED: [&str; 6] = [
    "redis-script-shape",
    "redis-script-analysis",
    "redis-script-declaration",
    "redis-script-macros",
    "redis-script",
    COMMAND,
];

const COMMAND: &str = "cargo-redis-script";

/// A library with a script in it, as a user would publish one.
const LIBRARY: [(&str, &str); 3] = [
    ("Cargo.toml", include_str!("../library/Cargo.toml.in")),
    ("src/lib.rs", include_str!("../library/lib.rs.in")),
    ("lua/count_visit.lua", include_str!("../library/count_visit.lua")),
];

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        return Err(Failure::usage(format!("packages: unknown argument `{unknown}`; it takes none")));
    }
    let packages = target().join("packages");
    clear(&packages)?;
    package_published()?;
    unpack_published(&packages)?;
    build_command(&packages)?;
    package_library(&packages)
}

/// Packages our crates together, since none of them may be in the registry yet.
///
/// They are built below instead of by cargo's own verification: that unpacks each into the user's cache by
/// name and version alone, and later builds on what it finds there, whatever has changed since.
fn package_published() -> Result<()> {
    let mut command = cargo();
    command.args(["package", "--allow-dirty", "--no-verify"]).arg("--target-dir").arg(target());
    for name in PUBLISHED {
        command.args(["--package", name]);
    }
    run_command(&mut command)
}

fn unpack_published(packages: &Path) -> Result<()> {
    for name in PUBLISHED {
        let archive = target().join("package").join(format!("{}.crate", versioned(name)));
        // Files get the time of their unpacking: by that of the archive, cargo would take them for built.
        run_command(Command::new("tar").arg("-xzmf").arg(archive).arg("-C").arg(packages))?;
    }
    Ok(())
}

/// Builds the command from its package.
fn build_command(packages: &Path) -> Result<()> {
    let command = versioned(COMMAND);
    write(&packages.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [\"{command}\"]\n"))?;
    run_command(on_published(packages, "build").current_dir(packages.join(command)))
}

/// Packages the library, and builds it from its package: its script must be in there, and be found from
/// there.
fn package_library(packages: &Path) -> Result<()> {
    let folder = packages.join("library");
    for (name, text) in LIBRARY {
        write(&folder.join(name), text)?;
    }
    run_command(on_published(packages, "package").arg("--allow-dirty").current_dir(&folder))
}

/// Cargo, on our crates as unpacked from their packages.
fn on_published(packages: &Path, subcommand: &str) -> Command {
    let mut command = cargo();
    command.arg(subcommand).arg("--target-dir").arg(target());
    for name in PUBLISHED.into_iter().filter(|name| *name != COMMAND) {
        let unpacked = packages.join(versioned(name)).display().to_string();
        command.arg("--config").arg(format!("patch.crates-io.{name}.path={unpacked:?}"));
    }
    command
}

fn versioned(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}

/// An empty folder.
fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).context(format_args!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(folder).context(format_args!("creating {}", folder.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).context(format_args!("creating {}", folder.display()))?;
    fs::write(path, text).context(format_args!("writing {}", path.display()))
}
