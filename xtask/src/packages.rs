//! `cargo xtask packages`: what would be published builds from what is published.

use crate::process::{Context as _, Failure, Result, cargo, root, run as run_command, target};
use std::fs;
use std::path::{Path, PathBuf};

/// The crates that are not published.
const UNPUBLISHED: [&str; 3] = ["redis-script-examples", "redis-script-tests", "xtask"];

/// What a library with a script in it depends on.
const FACADE: [&str; 5] =
    ["redis-script-shape", "redis-script-analysis", "redis-script-declaration", "redis-script-macros", "redis-script"];

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
    package_published()?;
    package_library()
}

/// Packages our crates together, since none of them may be in the registry yet; cargo builds each from
/// its package.
fn package_published() -> Result<()> {
    let mut command = cargo();
    command.args(["package", "--allow-dirty", "--workspace"]);
    for name in UNPUBLISHED {
        command.args(["--exclude", name]);
    }
    run_command(&mut command)
}

/// Packages the library, and builds it from its package on our crates unpacked from theirs: its script
/// must be in there, and be found from there.
fn package_library() -> Result<()> {
    let folder = target().join("packages").join("library");
    let _ = fs::remove_dir_all(&folder);
    for (name, text) in LIBRARY {
        write(&folder.join(name), text)?;
    }
    let mut command = cargo();
    command.current_dir(&folder).args(["package", "--allow-dirty"]).arg("--target-dir").arg(target());
    for name in FACADE {
        let unpacked = unpacked(name)?;
        command.arg("--config").arg(format!("patch.crates-io.{name}.path={:?}", unpacked.display().to_string()));
    }
    run_command(&mut command)
}

/// Where cargo unpacked the package to verify it.
fn unpacked(name: &str) -> Result<PathBuf> {
    let version = env!("CARGO_PKG_VERSION");
    let folder = target().join("package").join(format!("{name}-{version}"));
    if !folder.is_dir() {
        return Err(Failure::new(format!("cargo package left no {} (under {})", folder.display(), root().display())));
    }
    Ok(folder)
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).context(format_args!("creating {}", folder.display()))?;
    fs::write(path, text).context(format_args!("writing {}", path.display()))
}
