//! `cargo xtask demo`: becomes the demo program, with a server found for it.

use crate::find::{self, Install};
use crate::process::{Failure, Result, cargo};
use std::process::Command;

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.to_vec();
    let install = Install::take(&mut arguments);
    if let Some(unknown) = arguments.first() {
        return Err(Failure::usage(format!("demo: unknown argument `{unknown}`; it takes only --no-install")));
    }
    let server = find::server(install)?;
    let mut demo = cargo();
    demo.args(["run", "--quiet", "--package", "redis-script-examples", "--bin", "demo"]).env(find::SERVER, server);
    become_program(&mut demo)
}

/// Replaces this process, so that from the shell to the demo there is one process: killing it ends all.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(Failure::new(format!("can't run cargo: {error}")))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    crate::process::run(command)
}
