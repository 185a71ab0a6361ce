//! `cargo xtask faults` and `cargo xtask soak`: the executor's promises under faults, with figures.

use crate::find::{self, Install};
use crate::process::{Context as _, Failure, Result, cargo, run as run_command, target};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// Names the file to which the tests write their figures, a line for each fault.
const FIGURES: &str = "REDIS_SCRIPT_FAULTS";
/// A seed and how many seconds, for the soak.
const SOAK: &str = "REDIS_SCRIPT_SOAK";
/// The features that the tests want are those of the package's own development.
const TEST: [&str; 5] = ["test", "--package", "redis-script", "--test", "faults"];

/// One fault after the other, so that none is in another's figures; arguments choose tests by their names.
pub(crate) fn faults(arguments: &[String]) -> Result<()> {
    let mut filters = arguments.to_vec();
    let server = find::server(Install::take(&mut filters))?;
    let figures = Figures::new()?;
    let mut command = cargo();
    command.args(TEST).args(["--", "--test-threads=1"]).args(&filters).env(find::SERVER, &server);
    let outcome = run_command(figures.told_to(&mut command));
    println!("{}", figures.collect()?.display());
    outcome
}

/// `--seed` and `--seconds`; five minutes of another seed each time, if they aren't given.
pub(crate) fn soak(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.to_vec();
    let install = Install::take(&mut arguments);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() % 1_000_000);
    let seed = take_number(&mut arguments, "--seed")?.unwrap_or_else(|| u64::try_from(now).unwrap_or(0));
    let seconds = take_number(&mut arguments, "--seconds")?.unwrap_or(300);
    if let Some(unknown) = arguments.first() {
        return Err(Failure::usage(format!(
            "soak: unknown argument `{unknown}`; known are --seed, --seconds, --no-install"
        )));
    }
    let server = find::server(install)?;
    println!("soak of {seconds} s; the same faults again: cargo xtask soak --seed {seed} --seconds {seconds}");
    let mut command = cargo();
    command.args(TEST).args(["--", "--ignored", "--exact", "weather::soak", "--nocapture"]);
    run_command(command.env(find::SERVER, server).env(SOAK, format!("{seed} {seconds}")))
}

fn take_number(arguments: &mut Vec<String>, name: &str) -> Result<Option<u64>> {
    let Some(place) = arguments.iter().position(|argument| argument == name) else { return Ok(None) };
    let value = arguments.get(place + 1).and_then(|value| value.parse().ok());
    let value = value.ok_or_else(|| Failure::usage(format!("soak: {name} wants a number behind it")))?;
    arguments.drain(place..place + 2);
    Ok(Some(value))
}

/// Figures on their way from the tests.
pub(crate) struct Figures(PathBuf);

impl Figures {
    pub(crate) fn new() -> Result<Self> {
        let lines = target().join(format!("faults.{}.lines", std::process::id()));
        fs::create_dir_all(target()).context(target().display())?;
        fs::write(&lines, "").context(lines.display())?;
        Ok(Self(lines))
    }

    /// Tells the tests where to write.
    pub(crate) fn told_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env(FIGURES, &self.0)
    }

    /// Makes a list of the lines: `target/faults.json`.
    pub(crate) fn collect(&self) -> Result<PathBuf> {
        let text = fs::read_to_string(&self.0).context(self.0.display())?;
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        let path = target().join("faults.json");
        fs::write(&path, format!("[\n{}\n]\n", lines.join(",\n"))).context(path.display())?;
        Ok(path)
    }
}

impl Drop for Figures {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
