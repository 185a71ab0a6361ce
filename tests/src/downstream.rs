//! Crates that are written for a test, and built by cargo as a user's would be.
//!
//! They share one target directory and the workspace's lock file: what they depend on is built once.

use serde_json::Value;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// A crate outside of the workspace.
#[derive(Debug)]
pub struct Downstream {
    folder: PathBuf,
    name: String,
    unprivileged: bool,
}

/// What a cargo command did.
#[derive(Debug)]
pub struct Outcome {
    /// Whether it ended well.
    pub success: bool,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Downstream {
    /// A crate of edition 2024 with the dependencies that most users have.
    pub fn new(name: &str) -> Self {
        let dependencies = format!(
            "redis-script = {{ path = {:?} }}\n\
             redis = {{ version = \"1.8\", default-features = false, features = [\"tokio-comp\"] }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}",
            facade()
        );
        Self::with_manifest(name, &manifest(name, "2024", &dependencies))
    }

    /// A crate with that Cargo.toml. What is left over from an earlier run is removed.
    pub fn with_manifest(name: &str, manifest: &str) -> Self {
        let folder = target().join("downstream").join(name);
        let _ = fs::remove_dir_all(&folder);
        let downstream = Self { folder, name: name.to_owned(), unprivileged: false };
        // A workspace of its own: it lies in a folder of ours.
        downstream.write("Cargo.toml", format!("{manifest}\n[workspace]\n"));
        downstream.write("Cargo.lock", fs::read_to_string(workspace().join("Cargo.lock")).expect("our lock file"));
        downstream
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// Writes a file; for a crate of several.
    #[must_use]
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Takes the right to read a file from everyone, the superuser included: for them, cargo then runs
    /// without the capability that overrides a file's mode (capabilities(7), `setpriv` of util-linux).
    #[must_use]
    pub fn unreadable(mut self, path: &str) -> Self {
        let path = self.folder.join(path);
        let mut permissions = fs::metadata(&path).expect("the file was written").permissions();
        permissions.set_mode(0o000);
        fs::set_permissions(&path, permissions).expect("it is ours");
        self.unprivileged = fs::read(&path).is_ok();
        self
    }

    /// Where what is built of it lies.
    #[allow(clippy::unused_self, reason = "one place for all of them is a detail")]
    pub fn target(&self) -> PathBuf {
        target().join("downstream").join("target")
    }

    /// Runs a cargo command on it.
    pub fn cargo<I: AsRef<str>>(&self, arguments: impl IntoIterator<Item = I>) -> Outcome {
        self.cargo_with(arguments, [])
    }

    /// Runs a cargo command on it, with environment variables.
    pub fn cargo_with<'a, I: AsRef<str>>(
        &self,
        arguments: impl IntoIterator<Item = I>,
        variables: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Outcome {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = if self.unprivileged {
            let mut command = Command::new("setpriv");
            command.arg("--bounding-set=-dac_override,-dac_read_search").arg(cargo);
            command
        } else {
            Command::new(cargo)
        };
        for argument in arguments {
            command.arg(argument.as_ref());
        }
        command.current_dir(&self.folder);
        // What the cargo that runs this test says about this package is not about that one.
        for (variable, _) in env::vars_os() {
            let name = variable.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name.ends_with("FLAGS") {
                command.env_remove(variable);
            }
        }
        command.env("CARGO_TARGET_DIR", self.target());
        command.env("CARGO_TERM_COLOR", "never").envs(variables);
        let output = command.output().expect("cargo runs");
        Outcome {
            success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The compiler's messages about the crate itself.
    pub fn diagnostics(&self) -> Vec<Compiled> {
        let outcome = self.cargo(["check", "--quiet", "--message-format=json"]);
        let lines = outcome.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let own = lines.filter(|line| line["target"]["name"] == self.name.as_str());
        let messages = own.map(|line| line["message"].clone()).filter(|message| message["spans"][0].is_object());
        messages.map(|message| Compiled::new(&message)).collect()
    }
}

/// A message of the compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// `error` or `warning`.
    pub level: String,
    /// All that it says.
    pub text: String,
    /// What in the Rust source it points at.
    pub points_at: String,
    /// The line of that, from 1.
    pub line: u64,
}

impl Compiled {
    fn new(message: &Value) -> Self {
        let spans = message["spans"].as_array().expect("a message has spans");
        let span = spans.iter().find(|span| span["is_primary"] == true).unwrap_or(&spans[0]);
        let text = span["text"][0]["text"].as_str().unwrap_or_default();
        let column = |name: &str| usize::try_from(span[name].as_u64().unwrap_or(1)).unwrap_or(1) - 1;
        let marked = text.chars().take(column("column_end")).skip(column("column_start"));
        let notes = message["children"].as_array().into_iter().flatten();
        let texts = std::iter::once(message).chain(notes).filter_map(|part| part["message"].as_str());
        Self {
            level: message["level"].as_str().unwrap_or_default().to_owned(),
            text: texts.collect::<Vec<_>>().join("\n"),
            points_at: marked.collect(),
            line: span["line_start"].as_u64().unwrap_or_default(),
        }
    }
}

impl Outcome {
    /// Panics with all that cargo said if it failed.
    #[track_caller]
    pub fn expect_success(&self) -> &Self {
        assert!(self.success, "cargo failed:\n{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// A Cargo.toml.
pub fn manifest(name: &str, edition: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = {edition:?}\npublish = false\n\n\
         [dependencies]\n{dependencies}\n"
    )
}

/// The folder of the crate `redis-script`; in quotes, it is a string of TOML.
pub fn facade() -> String {
    workspace().join("runtime").to_str().expect("the workspace's path is Unicode").to_owned()
}

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().expect("this package is in a workspace").to_path_buf()
}

fn target() -> PathBuf {
    // The test's own program is in target/<profile>/deps.
    let program = env::current_exe().expect("a test knows its program");
    let target = program.ancestors().nth(3).expect("a test's program is in a target directory");
    target.to_path_buf()
}
