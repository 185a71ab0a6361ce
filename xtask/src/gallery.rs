//! `cargo xtask gallery`: runs every program of the examples; each fails where what it shows isn't so.

use crate::find::{self, Install};
use crate::process::{Context as _, Failure, Result, cargo, root, run as run_command};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const PACKAGE: [&str; 3] = ["--quiet", "--package", "redis-script-examples"];

/// Far more than any of them takes: one that hangs has failed.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.to_vec();
    let install = Install::take(&mut arguments);
    let all = programs()?;
    if let Some(unknown) = arguments.iter().find(|name| !all.contains(name)) {
        return Err(Failure::usage(format!("gallery: unknown program `{unknown}`; there are {}", all.join(", "))));
    }
    let chosen = if arguments.is_empty() { all } else { arguments };
    let server = find::server(install)?;
    run_command(cargo().arg("build").args(PACKAGE).arg("--bins"))?;
    let failed: Vec<String> = chosen.into_iter().filter(|name| !passes(name, &server)).collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::new(format!("failed: {}", failed.join(", ")))) }
}

/// The programs' names: those of their files.
fn programs() -> Result<Vec<String>> {
    let folder = root().join("examples/src/bin");
    let entries = folder.read_dir().context(format_args!("listing {}", folder.display()))?;
    let files = entries.flatten().map(|entry| entry.path());
    let sources = files.filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    let mut names: Vec<String> = sources.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

/// Runs a program, and says in a line how that went; what it printed, only if it failed.
fn passes(name: &str, server: &Path) -> bool {
    let started = Instant::now();
    let mut command = cargo();
    command.arg("run").args(PACKAGE).args(["--bin", name]).env(find::SERVER, server);
    let outcome = output_in_time(&mut command);
    let seconds = started.elapsed().as_secs_f64();
    match outcome {
        Ok(output) if output.status.success() => {
            println!("ok      {seconds:5.1} s  {name}");
            true
        }
        Ok(Output { status, stdout, stderr }) => {
            println!("FAILED  {seconds:5.1} s  {name}: {status}");
            eprint!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
            false
        }
        Err(failure) => {
            println!("FAILED  {seconds:5.1} s  {name}: {failure}");
            false
        }
    }
}

/// Lets it run, for no longer than [`PATIENCE`]. (Its output is small enough to wait in the pipes.)
fn output_in_time(command: &mut Command) -> Result<Output> {
    let started = Instant::now();
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.context("cargo run")?;
    while child.try_wait().context("cargo run")?.is_none() {
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failure::new(format!("it still ran after {} s", PATIENCE.as_secs())));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().context("cargo run")
}
