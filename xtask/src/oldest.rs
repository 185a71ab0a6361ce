//! `cargo xtask oldest`: everything builds with the oldest Rust that is promised, by `rust-version` in `Cargo.toml`.

use crate::process::{Failure, Result, on_path, root, run as run_command, target};
use std::process::Command;

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        return Err(Failure::usage(format!("oldest: unknown argument `{unknown}`; it takes none")));
    }
    let Some(rustup) = on_path("rustup") else {
        return Err(Failure::new(
            "oldest: there is no `rustup`, which keeps several versions of Rust: https://rustup.rs",
        ));
    };
    let oldest = env!("CARGO_PKG_RUST_VERSION");
    run_command(Command::new(&rustup).args(["toolchain", "install", oldest, "--profile", "minimal"]))?;
    let mut check = Command::new(&rustup);
    check.args(["run", oldest, "cargo", "check", "--locked", "--workspace", "--all-targets", "--all-features"]);
    run_command(check.arg("--target-dir").arg(target().join("oldest")).current_dir(root()))
}
