//! `cargo xtask test`: all tests, with a server for the live ones.

use crate::faults::Figures;
use crate::find::{self, Install, take_flag};
use crate::lua_files;
use crate::process::{Result, cargo, run as run_command};
use std::path::Path;

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.to_vec();
    let install = Install::take(&mut arguments);
    let each_server = take_flag(&mut arguments, "--each-server");
    let all = arguments.is_empty();
    let server = find::server(install)?;
    let figures = Figures::new()?;
    let outcome = tests(&server, &with_defaults(arguments), &figures);
    if all {
        eprintln!("xtask: {}", figures.collect()?.display());
    }
    outcome?;
    if each_server {
        for other in find::unpacked().iter().filter(|other| **other != server) {
            tests(other, &["--package".to_owned(), "redis-script-tests".to_owned()], &figures)?;
        }
    }
    if all { on_lua_files(install) } else { Ok(()) }
}

/// The one test that needs files which are no part of the repository. It is left out, and the last line says so, where
/// they can't be had at all: away from Debian, or with `--no-install`.
fn on_lua_files(install: Install) -> Result<()> {
    let folder = match (lua_files::fetched(), install, lua_files::missing_program()) {
        (Some(folder), _, _) => folder,
        (None, Install::Allowed, None) => lua_files::fetch()?,
        (None, _, missing) => {
            let why =
                missing.map_or("--no-install was given".to_owned(), |program| format!("there is no `{program}` here"));
            eprintln!("xtask: LEFT OUT: the test on Debian's Lua files (`cargo xtask lua-files`): {why}");
            return Ok(());
        }
    };
    let test = ["test", "--package", "redis-script-analysis", "--test", "oracle", "--"];
    let only = ["--ignored", "--exact", lua_files::TEST];
    run_command(cargo().args(test).args(only).env(lua_files::FOLDER, folder))
}

/// The tests under faults write their figures down meanwhile.
fn tests(server: &Path, arguments: &[String], figures: &Figures) -> Result<()> {
    eprintln!("xtask: on {}: {}", server.display(), find::version(server).unwrap_or_default());
    let mut command = cargo();
    command.args(["test", "--no-fail-fast"]).args(arguments).env(find::SERVER, server);
    run_command(figures.told_to(&mut command))
}

/// Everything, unless the caller chose packages.
fn with_defaults(arguments: Vec<String>) -> Vec<String> {
    let chosen = |argument: &String| argument.starts_with("-p") || argument.starts_with("--package");
    let end = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let mut all = Vec::new();
    if !arguments[..end].iter().any(chosen) {
        all.push("--workspace".to_owned());
    }
    all.extend(arguments);
    all
}
