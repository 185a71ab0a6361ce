//! A directory of its own for a test, and the command run in it.

use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) struct Place {
    directory: tempfile::TempDir,
}

/// What a run leaves behind.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    /// The same, where it may be no UTF-8.
    pub(crate) bytes: Vec<u8>,
    pub(crate) err: String,
}

impl Place {
    /// A directory with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let place = Self { directory: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            place.write(name, text.as_bytes());
        }
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"", &[])
    }

    /// Runs the command here, with standard input and environment variables.
    pub(crate) fn run_with(&self, arguments: &[&str], stdin: &[u8], variables: &[(&str, &str)]) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cargo-redis-script"))
            .args(arguments)
            .current_dir(self.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that doesn't read its standard input may be gone before all is written.
        let _ = child.stdin.take().unwrap().write_all(stdin);
        let output = child.wait_with_output().unwrap();
        Ran {
            status: output.status.code().unwrap(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            bytes: output.stdout,
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Ran {
    /// Standard output, a JSON object a line.
    pub(crate) fn objects(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The lints that fired, as `lint line:column`.
    pub(crate) fn findings(&self) -> Vec<String> {
        let show = |finding: &Value| {
            format!("{} {}:{}", finding["lint"].as_str().unwrap(), finding["line"], finding["column"])
        };
        self.objects().iter().map(show).collect()
    }
}
