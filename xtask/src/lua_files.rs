//! `cargo xtask lua-files`: Lua that people have written, for the test that reads it as stock Lua 5.1
//! does. It comes out of Debian's packages, and stays under `target/`.

use crate::process::{Context as _, Failure, Result, on_path, output, run as run_command, target};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian's and Ubuntu's packages of libraries that are written in Lua, not in C.
const PACKAGES: [&str; 40] = [
    "lua-ansicolors",
    "lua-argparse",
    "lua-basexx",
    "lua-binaryheap",
    "lua-busted",
    "lua-cliargs",
    "lua-compat53",
    "lua-copas",
    "lua-cosmo",
    "lua-cqueues",
    "lua-dbi-common",
    "lua-dkjson",
    "lua-fifo",
    "lua-http",
    "lua-inifile",
    "lua-inspect",
    "lua-json",
    "lua-ldoc",
    "lua-leg",
    "lua-lgi",
    "lua-ljsyscall",
    "lua-logging",
    "lua-lpeg-patterns",
    "lua-luaossl",
    "lua-luassert",
    "lua-markdown",
    "lua-mediator",
    "lua-messagepack",
    "lua-moses",
    "lua-nvim",
    "lua-orbit",
    "lua-penlight",
    "lua-posix",
    "lua-redis",
    "lua-resty-core",
    "lua-say",
    "lua-soap",
    "lua-socket",
    "lua-unit",
    "lua-uri",
];

/// The test that reads the files, by its name in the test program `oracle` of the analysis.
pub(crate) const TEST: &str = "real::agrees_with_stock_lua_on_real_code";

/// Names the folder for the test.
pub(crate) const FOLDER: &str = "REDIS_SCRIPT_LUA_FILES";

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(unexpected) = arguments.first() {
        return Err(Failure::usage(format!("lua-files: unexpected argument `{unexpected}`")));
    }
    let folder = fetch()?;
    println!("{}: {} Lua files", folder.display(), count(&folder));
    Ok(())
}

/// The folder of the files, if they have been fetched.
pub(crate) fn fetched() -> Option<PathBuf> {
    let folder = target().join("lua-files");
    let complete = fs::read_to_string(folder.join("packages")).is_ok_and(|list| list == PACKAGES.join("\n"));
    complete.then_some(folder)
}

/// A program of Debian's that the files can't be had without, and that isn't here.
pub(crate) fn missing_program() -> Option<&'static str> {
    ["apt-get", "apt-cache", "dpkg-deb"].into_iter().find(|program| on_path(program).is_none())
}

/// The folder of the files, which are fetched unless they are there.
pub(crate) fn fetch() -> Result<PathBuf> {
    if let Some(folder) = fetched() {
        return Ok(folder);
    }
    if let Some(program) = missing_program() {
        return Err(Failure::new(format!(
            "they come out of packages of Debian or Ubuntu, and `{program}` is not here"
        )));
    }
    // Under another name until all is there.
    let unfinished = target().join("lua-files.unfinished");
    let _ = fs::remove_dir_all(&unfinished);
    fs::create_dir_all(&unfinished).context(format_args!("creating {}", unfinished.display()))?;
    download(&known()?, &unfinished)?;
    for package in packages_in(&unfinished)? {
        let name = package.file_stem().unwrap_or_default();
        run_command(Command::new("dpkg-deb").arg("-x").arg(&package).arg(unfinished.join(name)))?;
        fs::remove_file(&package).context(format_args!("removing {}", package.display()))?;
    }
    fs::write(unfinished.join("packages"), PACKAGES.join("\n")).context("listing the packages")?;
    let folder = target().join("lua-files");
    let _ = fs::remove_dir_all(&folder);
    fs::rename(&unfinished, &folder).context(format_args!("creating {}", folder.display()))?;
    Ok(folder)
}

/// Those of the packages that this machine's apt can get. Its lists are made where there are none, as in
/// many images.
fn known() -> Result<Vec<&'static str>> {
    let mut known = available();
    if known.len() * 2 < PACKAGES.len() {
        let updated = run_command(Command::new("apt-get").args(["update", "--quiet"]));
        updated.map_err(|failure| {
            Failure::new(format!(
                "apt has no package lists here, and can't get them; run:  sudo apt-get update\n({failure})"
            ))
        })?;
        known = available();
    }
    let missing: Vec<&str> = PACKAGES.into_iter().filter(|package| !known.contains(package)).collect();
    if known.len() * 2 < PACKAGES.len() {
        return Err(Failure::new(format!("apt has no packages {} here", missing.join(", "))));
    }
    if !missing.is_empty() {
        eprintln!("xtask: not in this machine's distribution, so left out: {}", missing.join(", "));
    }
    Ok(known)
}

fn available() -> Vec<&'static str> {
    let names = output(Command::new("apt-cache").args(["pkgnames", "lua-"])).unwrap_or_default();
    PACKAGES.into_iter().filter(|package| names.lines().any(|name| name == *package)).collect()
}

fn download(packages: &[&str], folder: &Path) -> Result<()> {
    let get = || run_command(Command::new("apt-get").args(["download", "--quiet"]).args(packages).current_dir(folder));
    // Lists that are old name packages that the archive no longer has.
    let updated = || run_command(Command::new("apt-get").args(["update", "--quiet"]));
    get().or_else(|_| updated().and_then(|()| get())).map_err(|failure| {
        Failure::new(format!("apt can't get the packages; is the archive within reach?\n({failure})"))
    })
}

fn packages_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = folder.read_dir().context("listing the download")?.flatten().map(|entry| entry.path());
    Ok(entries.filter(|path| path.extension().is_some_and(|extension| extension == "deb")).collect())
}

fn count(folder: &Path) -> usize {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let one = |path: PathBuf| usize::from(path.extension().is_some_and(|extension| extension == "lua"));
    entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { one(entry.path()) }).sum()
}
