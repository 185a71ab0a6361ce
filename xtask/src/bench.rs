//! `cargo xtask bench`: the benchmarks, which are a workspace of their own.

use crate::find::{self, Install, take_flag};
use crate::install::{is_root, package};
use crate::process::{Failure, Result, cargo, on_path, root, run, target};
use std::path::PathBuf;
use std::process::Command;

pub(crate) fn run_all(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.to_vec();
    let install = Install::take(&mut arguments);
    if take_flag(&mut arguments, "--guard") && arguments.is_empty() {
        return guard(install);
    }
    let extent = ["--quick", "--counts"].into_iter().find(|flag| take_flag(&mut arguments, flag));
    let guards = ["--check", "--bless"].into_iter().filter(|flag| take_flag(&mut arguments, flag));
    let guards: Vec<&str> = guards.collect();
    if let Some(unknown) = arguments.first() {
        return Err(Failure::usage(format!(
            "bench: unknown argument `{unknown}`; it takes --quick or --counts, --check, --bless and --no-install, or --guard"
        )));
    }
    let server = find::server(install)?;
    valgrind(install);
    // Without the other clients: half the build.
    let programs = build(if extent.is_some() { &["--bins", "--no-default-features"] } else { &["--bins"] })?;
    let mut suite = Command::new(programs.join("release").join("suite"));
    suite.current_dir(root()).env(find::SERVER, server).env("CARGO_TARGET_DIR", &programs);
    run(suite.args(extent).args(guards).arg(target().join("bench")))
}

/// Compares the instructions of the paths that matter with those checked in, and nothing else: it runs with the tests.
fn guard(install: Install) -> Result<()> {
    valgrind(install);
    if on_path("valgrind").is_none() {
        println!("instructions: not measured, there is no valgrind");
        return Ok(());
    }
    let programs = build(&["--bin", "guard", "--bin", "instructions", "--no-default-features"])?;
    let mut guard = Command::new(programs.join("release").join("guard"));
    run(guard.current_dir(root()).arg(target().join("bench").join("guard")))
}

/// Builds programs of the benchmarks' workspace, and says where they are.
fn build(what: &[&str]) -> Result<PathBuf> {
    let programs = target().join("benches");
    let mut build = cargo();
    build.args(["build", "--release", "--manifest-path", "benches/Cargo.toml"]).args(what);
    run(build.env("CARGO_TARGET_DIR", &programs))?;
    Ok(programs)
}

/// Instructions are counted by valgrind. Without it the report says that they were not.
fn valgrind(install: Install) {
    let can_install = install == Install::Allowed && on_path("apt-get").is_some() && is_root();
    if on_path("valgrind").is_some() || !can_install {
        return;
    }
    eprintln!("xtask: no valgrind found: installing it with apt (--no-install refuses this)");
    if let Err(failure) = package("valgrind") {
        eprintln!("xtask: {failure}: instructions will not be measured");
    }
}
