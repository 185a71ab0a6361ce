//! `cargo xtask bench`: the benchmarks, which are a workspace of their own.

use crate::find::{self, Install, take_flag};
use crate::process::{Failure, Result, cargo, on_path, root, run, target};
use std::process::Command;

pub(crate) fn run_all(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.to_vec();
    let install = Install::take(&mut arguments);
    let extent = ["--quick", "--counts"].into_iter().find(|flag| take_flag(&mut arguments, flag));
    let guards = ["--check", "--bless"].into_iter().filter(|flag| take_flag(&mut arguments, flag));
    let guards: Vec<&str> = guards.collect();
    if let Some(unknown) = arguments.first() {
        return Err(Failure::usage(format!(
            "bench: unknown argument `{unknown}`; it takes --quick or --counts, --check, --bless and --no-install"
        )));
    }
    let server = find::server(install)?;
    valgrind(install);
    let programs = target().join("benches");
    let mut build = cargo();
    build.args(["build", "--release", "--bins", "--manifest-path", "benches/Cargo.toml"]);
    if extent.is_some() {
        // Without the other clients: half the build.
        build.arg("--no-default-features");
    }
    run(build.env("CARGO_TARGET_DIR", &programs))?;
    let mut suite = Command::new(programs.join("release").join("suite"));
    suite.current_dir(root()).env(find::SERVER, server).env("CARGO_TARGET_DIR", &programs);
    run(suite.args(extent).args(guards).arg(target().join("bench")))
}

/// Instructions are counted by valgrind. Without it the report says that they were not.
fn valgrind(install: Install) {
    if install == Install::Refused || on_path("valgrind").is_some() || on_path("apt-get").is_none() {
        return;
    }
    eprintln!("xtask: no valgrind found: installing it with apt (--no-install refuses this)");
    let mut apt = Command::new("apt-get");
    apt.args(["install", "--yes", "--no-install-recommends", "valgrind"]).env("DEBIAN_FRONTEND", "noninteractive");
    if let Err(failure) = run(&mut apt) {
        eprintln!("xtask: {failure}: instructions will not be measured");
    }
}
