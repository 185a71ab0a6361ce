//! `cargo xtask book`: docs/ as a book, and the links of all Markdown files.

use crate::process::{self, Result, cargo};

/// Runs the crate in book/, which is no member of the workspace: its dependencies are nobody else's.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut command = cargo();
    command.args([
        "run",
        "--quiet",
        "--locked",
        "--manifest-path",
        "book/Cargo.toml",
        "--target-dir",
        "target/book-build",
    ]);
    process::run(command.arg("--").args(arguments))
}
