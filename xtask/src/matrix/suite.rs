//! The live tests' programs, and one run of them.

use crate::find;
use crate::process::{Context as _, Failure, Result, cargo, root, target};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Tells `Server::url` which protocol clients speak.
const PROTOCOL: &str = "REDIS_SCRIPT_PROTOCOL";
/// Names the file to which tests write what their verdicts don't say (`runtime/tests/support/report.rs`).
const REPORT: &str = "REDIS_SCRIPT_REPORT";

/// Test programs of packages by their names, or by how these begin.
const PROGRAMS: [(&str, &[&str]); 3] =
    [("runtime", &["live_"]), ("tests", &["recovery-", "values-", "pools-", "register-"]), ("analysis", &["live-"])];

pub(crate) struct Suite {
    /// Each with its package's folder.
    programs: Vec<(PathBuf, PathBuf)>,
}

/// What became of one run.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) server: String,
    pub(crate) version: String,
    pub(crate) run_id: String,
    pub(crate) protocol: String,
    pub(crate) passed: BTreeSet<String>,
    pub(crate) failed: BTreeSet<String>,
    /// Tests that need what the server hasn't, with what that is.
    pub(crate) exceptions: BTreeMap<String, String>,
}

impl Suite {
    /// Builds what `cargo test --workspace` builds, so that it builds nothing twice.
    pub(crate) fn build() -> Result<Self> {
        let arguments = ["test", "--workspace", "--no-run", "--message-format=json-render-diagnostics"];
        // What the compiler says is for the person who waits.
        let built = cargo().args(arguments).stderr(Stdio::inherit()).output().context("cargo test --no-run")?;
        if !built.status.success() {
            return Err(Failure::new("the tests don't build"));
        }
        let messages = String::from_utf8_lossy(&built.stdout).into_owned();
        let mut programs = Vec::new();
        for program in messages.lines().filter_map(|message| field(message, "executable")).map(PathBuf::from) {
            let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for (package, begins) in PROGRAMS {
                if begins.iter().any(|begin| name.starts_with(begin)) {
                    programs.push((program.clone(), root().join(package)));
                }
            }
        }
        if programs.is_empty() {
            return Err(Failure::new("cargo built no live tests"));
        }
        Ok(Self { programs })
    }

    pub(crate) fn run(&self, server: &Path, protocol: &str) -> Result<Outcome> {
        let file = target().join(format!("matrix.{}.{protocol}.tsv", std::process::id())).with_extension(key(server));
        let _ = fs::remove_file(&file);
        let mut outcome = Outcome::default();
        for (program, package) in &self.programs {
            let mut command = Command::new(program);
            command.current_dir(package).env("CARGO_MANIFEST_DIR", package).env(find::SERVER, server);
            command.env(PROTOCOL, protocol).env(REPORT, &file);
            let done = command.output().context(program.display())?;
            let (said, name) = (String::from_utf8_lossy(&done.stdout).into_owned(), name(program));
            let mut failed = !done.status.success();
            for (test, verdict) in verdicts(&said) {
                let test = format!("{name}::{test}");
                if verdict == "ok" { &mut outcome.passed } else { &mut outcome.failed }.insert(test);
                failed |= verdict != "ok";
            }
            if failed {
                eprintln!("xtask: {name} on {} in {protocol}:\n{said}", server.display());
            }
            if !done.status.success() && outcome.failed.iter().all(|test| !test.starts_with(&name)) {
                outcome.failed.insert(name);
            }
        }
        let told = fs::read_to_string(&file).context(file.display())?;
        let _ = fs::remove_file(&file);
        outcome.take(&told);
        Ok(outcome)
    }
}

impl Outcome {
    fn take(&mut self, told: &str) {
        for line in told.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["exception", test, lacks] => {
                    let suffix = format!("::{test}");
                    if let Some(test) = self.passed.iter().find(|passed| passed.ends_with(&suffix)).cloned() {
                        self.passed.remove(&test);
                        self.exceptions.insert(test, lacks.to_owned());
                    }
                }
                ["server", server, version, run_id, protocol] => {
                    [&mut self.server, &mut self.version, &mut self.run_id, &mut self.protocol]
                        .into_iter()
                        .zip([server, version, run_id, protocol])
                        .for_each(|(field, value)| value.clone_into(field));
                }
                _ => eprintln!("xtask: a test wrote {line:?}"),
            }
        }
    }
}

/// `test name ... ok`
fn verdicts(said: &str) -> impl Iterator<Item = (&str, &str)> {
    said.lines().filter_map(|line| line.strip_prefix("test ")?.split_once(" ... ")).map(|(test, verdict)| {
        let test = test.strip_suffix(" - should panic").unwrap_or(test);
        (test, verdict)
    })
}

/// The test program's name, without what cargo adds to it.
fn name(program: &Path) -> String {
    let stem = program.file_stem().unwrap_or_default().to_string_lossy();
    stem.rsplit_once('-').map_or(&*stem, |(name, _)| name).to_owned()
}

/// One word for a server's path.
fn key(server: &Path) -> String {
    server.to_string_lossy().replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// A text of a message in JSON; a path has no escapes on the systems that these servers run on.
fn field<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    message.split_once(&format!("\"{name}\":\""))?.1.split('"').next()
}
