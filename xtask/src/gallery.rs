//! `cargo xtask gallery`: runs every program of the examples; each fails where what it shows isn't so.

use crate::find::{self, Install};
use crate::process::{Context as _, Failure, Result, cargo, root};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

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
    let executables = build()?;
    let mut failed = Vec::new();
    for name in chosen {
        let executable = executables.iter().find(|path| path.file_stem().is_some_and(|stem| *stem == *name));
        let executable = executable.ok_or_else(|| Failure::new(format!("cargo built no program `{name}`")))?;
        if !passes(&name, Command::new(executable).env(find::SERVER, &server)) {
            failed.push(name);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure::new(format!("failed: {}", failed.join(", ")))) }
}

/// Builds all of them, and gives where cargo says that they are.
fn build() -> Result<Vec<PathBuf>> {
    eprintln!("xtask: building the programs");
    let mut command = cargo();
    command.args(["build", "--quiet", "--package", "redis-script-examples", "--bins"]);
    command.args(["--message-format", "json-render-diagnostics"]).stderr(Stdio::inherit());
    let output = command.output().context("cargo build")?;
    if !output.status.success() {
        return Err(Failure::new(format!("cargo build failed: {}", output.status)));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    // One object a line; a library's says `null`.
    let executables = messages.lines().filter_map(|line| line.split_once("\"executable\":\"")?.1.split('"').next());
    Ok(executables.map(PathBuf::from).collect())
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
fn passes(name: &str, program: &mut Command) -> bool {
    let started = Instant::now();
    let outcome = output_in_time(program);
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
    let mut child = spawned.context("running it")?;
    while child.try_wait().context("running it")?.is_none() {
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failure::new(format!("it still ran after {} s", PATIENCE.as_secs())));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().context("running it")
}
