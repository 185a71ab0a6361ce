//! The workspace's own commands, run as `cargo xtask <command>`.

mod bench;
mod book;
mod commands;
mod demo;
mod faults;
mod find;
mod gallery;
mod install;
mod lua_files;
mod matrix;
mod oldest;
mod packages;
mod process;
mod servers;
mod test;

use process::Failure;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command> [options]

commands:
  bench [--quick | --counts] [--check]
                      measure everything beside its baseline, and write target/bench/report.md and .json; --counts
                      leaves out builds and times, and --check compares instructions with those checked in
  bench --guard       compare the instructions of the paths that matter with those checked in, where valgrind is at hand
  book [check]        make a book of docs/ in target/book, and check the links of all Markdown files (`check`: only that)
  commands [server ..] write the command table from server programs and dumps (default: all servers on this machine)
  demo                run the token bucket on a private throw-away server, and watch it recover from SCRIPT FLUSH
  gallery [name ..]   run every program of examples/ (or those named), and fail if one fails; on $REDIS_URL, if that is set
  test [arguments]    run all tests, live ones included; the arguments go to `cargo test`
  faults [test ..]    run the tests under faults one by one, and write target/faults.json
  soak                run calls under faults drawn at random (--seed N, --seconds N)
  matrix [server ..]  run the live tests on every server that can be had, in RESP2 and RESP3; write target/matrix.json
  oldest              check everything with the oldest Rust that is promised, which rustup installs
  packages            `cargo package` every published crate, and build a library from its package
  lua-files           fetch Lua that people have written into target/lua-files, out of Debian's packages, for the tests
  servers [name ..]   fetch more server versions into target/servers (all that are known, or those named)
  help                print this

options:
  --no-install        bench, demo, faults, gallery, matrix, soak, test: use only a server that is there; never install one
  --each-server       test: run the live tests on every server under target/servers too

Servers are found in this order: $REDIS_SCRIPT_SERVER, `redis-server` and `valkey-server` on PATH, target/servers.
If there is none, demo, gallery and test install one with apt where they can (root on Debian or Ubuntu), and say so.
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_deref() {
        Some("bench") => bench::run_all(&rest),
        Some("book") => book::run(&rest),
        Some("commands") => commands::run(&rest),
        Some("demo") => demo::run(&rest),
        Some("gallery") => gallery::run(&rest),
        Some("test") => test::run(&rest),
        Some("lua-files") => lua_files::run(&rest),
        Some("faults") => faults::faults(&rest),
        Some("soak") => faults::soak(&rest),
        Some("matrix") => matrix::run(&rest),
        Some("oldest") => oldest::run(&rest),
        Some("packages") => packages::run(&rest),
        Some("servers") => servers::run(&rest),
        Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            Ok(())
        }
        Some(unknown) => Err(Failure::usage(format!("unknown command `{unknown}`\n\n{USAGE}"))),
        None => Err(Failure::usage(format!("no command given\n\n{USAGE}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::from(failure.code())
        }
    }
}
