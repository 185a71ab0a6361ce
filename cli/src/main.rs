//! `cargo redis-script`: the checks of the `redis_script` attribute from a shell, an editor or CI.
//!
//! Everything it says about a script comes from `redis-script-analysis`, which the attribute uses
//! too; here is only what finds the scripts, what is declared of them, and how it is shown.

mod check;
mod command;
mod counts;
#[cfg(all(feature = "server", unix))]
mod debug;
mod expand;
mod fix;
mod inputs;
mod lints;
mod list;
#[cfg(feature = "lsp")]
mod lsp;
mod outcome;
mod report;
mod sha1;
mod sources;
mod stub;
#[cfg(all(feature = "server", unix))]
mod verify;

use clap::Parser as _;
use command::{Arguments, Command};
use outcome::{Outcome, trouble};
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse_from(arguments(std::env::args_os()));
    let done = match &command {
        Command::Check(check) => check::run(check),
        #[cfg(all(feature = "server", unix))]
        Command::Verify(verify) => verify::run(verify),
        #[cfg(all(feature = "server", unix))]
        Command::Debug(debug) => debug::run(debug),
        #[cfg(feature = "lsp")]
        Command::Lsp => Ok(lsp::run()),
        Command::Stub(stub) => stub::run(&stub.file),
        Command::Expand(expand) => expand::run(&expand.file),
        Command::List(list) => list::run(list),
        Command::Explain(explain) => lints::explain(&explain.lint),
        Command::Lints => lints::table(),
        Command::Sha1(sha1) => sha1::run(&sha1.files),
    };
    match done {
        Ok(outcome) => outcome.into(),
        // Whoever reads the output has seen enough of it: `| head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Clean.into(),
        Err(error) => trouble(error).into(),
    }
}

/// The arguments without the `redis-script` that cargo puts in front of them.
fn arguments(all: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut all: Vec<OsString> = all.into_iter().collect();
    if all.get(1).is_some_and(|first| first == "redis-script") {
        all.remove(1);
    }
    all
}
