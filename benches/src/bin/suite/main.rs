//! Runs everything and writes the report: `suite [--quick | --counts] [--check | --bless] <folder>`.
//!
//! `--check` fails where a path costs more than `instructions.json` says, and `--bless` writes that.
//! `--counts` leaves the builds out, which take longest. Without `--quick` the builds are measured with their peers and
//! curves, and the rates, too.

mod builds;
mod calls;
mod functions;
mod server;
mod times;

use std::{error::Error, path::Path, process::ExitCode};

use redis_script::testing::Server;
use redis_script_benches::{
    compile,
    report::{Report, circumstances},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    if let Some(code) = compile::wrap() {
        return code;
    }
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut flag = |name: &str| args.iter().position(|arg| arg == name).map(|at| args.remove(at)).is_some();
    let (quick, counts_alone, check, bless) = (flag("--quick"), flag("--counts"), flag("--check"), flag("--bless"));
    let extent = if counts_alone {
        Extent::Counts
    } else if quick {
        Extent::Quick
    } else {
        Extent::All
    };
    let counts = if bless {
        Counts::Blessed
    } else if check {
        Counts::Checked
    } else {
        Counts::Compared
    };
    let [folder] = &args[..] else {
        eprintln!("usage: suite [--quick | --counts] [--check | --bless] <folder>");
        return ExitCode::from(2);
    };
    match run(Path::new(folder), extent, counts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("suite: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Everything but builds and times.
    Counts,
    Quick,
    All,
}

/// What is done with the checked-in counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Compared,
    Checked,
    Blessed,
}

fn run(folder: &Path, extent: Extent, counts: Counts) -> Outcome<()> {
    let folder = std::path::absolute(folder)?;
    let server = Server::start()?;
    let mut report = Report::new(&folder, "Performance")?;
    report.line("\nWritten by `cargo xtask bench`. Instructions and allocations are per call, of the client alone.\n");
    for (name, value) in circumstances(&format!("{:?}", server.version())) {
        report.line(format_args!("- {name}: {value}"));
    }
    let instructions = calls::calls(&mut report)?;
    let drifted = calls::compare(&mut report, &instructions, counts)?;
    server::cold_starts(&mut report, &server);
    server::pipelines(&mut report, &server);
    if extent != Extent::Counts {
        builds::builds(&mut report, extent == Extent::Quick)?;
    }
    if extent == Extent::All {
        times::rates(&mut report, &server)?;
    }
    report.section("All figures");
    report.figures_table();
    println!("{}", report.finish()?.display());
    if drifted && counts == Counts::Checked {
        return Err("calls cost more instructions than they did".into());
    }
    Ok(())
}
