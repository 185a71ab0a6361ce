//! Runs everything and writes the report: `suite [--quick | --counts] [--check | --bless] <folder>`.
//!
//! `--check` fails where a path costs more than `instructions.json` says, and `--bless` writes that.
//! `--counts` leaves the builds out, which take longest. Without `--quick` the builds are measured with their peers and curves, and the rates, too.

use std::{
    collections::BTreeMap,
    error::Error,
    net::SocketAddr,
    path::Path,
    process::{Command, ExitCode},
};

use redis_script::testing::Server;
use redis_script_benches::{
    build_cost, cold, compile, fake, guard, measure,
    paths::{self, ARGUMENTS, CALLERS, REPLIES},
    plot::{self, Curve},
    report::{Figure, Report, circumstances, number, rustc},
    server_time,
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
    let instructions = calls(&mut report)?;
    let drifted = compare(&mut report, &instructions, counts)?;
    cold_starts(&mut report, &server);
    pipelines(&mut report, &server);
    if extent != Extent::Counts {
        builds(&mut report, extent == Extent::Quick)?;
    }
    if extent == Extent::All {
        rates(&mut report, &server)?;
    }
    report.section("All figures");
    report.figures_table();
    println!("{}", report.finish()?.display());
    if drifted && counts == Counts::Checked {
        return Err("calls cost more instructions than they did".into());
    }
    Ok(())
}

/// Says which paths cost more than they did, and whether any does.
fn compare(report: &mut Report, instructions: &BTreeMap<String, f64>, counts: Counts) -> Outcome<bool> {
    report.section("Against the checked-in counts");
    if instructions.is_empty() {
        report.line("Not measured.");
        return Ok(false);
    }
    if counts == Counts::Blessed {
        guard::bless(&rustc(), instructions)?;
    }
    let ratios = guard::ratios(instructions)?;
    let worse = ratios.iter().filter(|ratio| ratio.is_worse()).count();
    report.line("In parts of the baseline's instructions, which depend less on the compiler than the counts do.");
    report.header(&["path", "checked in", "now"]);
    for guard::Ratio { path, before, now } in &ratios {
        report.row(&[format!("`{path}`"), format!("{before:.3}"), format!("{now:.3}")]);
    }
    report.line(format_args!("\n{worse} of {} paths cost over 3 % more than they did.", ratios.len()));
    Ok(worse > 0)
}

/// The figures of a call: name, ours, baseline, limit, and what is to be reached.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>, Option<f64>, Option<f64>);

const ROWS: [Row; 10] = [
    ("call/multiplexed", "call/multiplexed", "call/static_script", Some("raw/tokio_socket"), Some(12_500.0), Some(6.0)),
    ("call/any", "call/any", "call/static_script", Some("raw/tokio_socket"), Some(13_400.0), Some(7.0)),
    ("manager", "manager/ours", "manager/static_script", Some("raw/tokio_socket"), None, None),
    ("concurrent64", "concurrent64/ours", "concurrent64/static_script", None, Some(8_900.0), Some(5.2)),
    ("concurrent64/any", "concurrent64/any", "concurrent64/static_script", None, Some(9_300.0), None),
    ("pipeline100", "pipeline100/ours", "pipeline100/static_script", Some("raw/pipeline100"), Some(5_800.0), Some(3.1)),
    ("cluster", "cluster/ours", "cluster/static_script", None, Some(19_000.0), Some(12.0)),
    // The conversion alone; the call as a whole, with the parsing of the reply, is the other.
    ("reply1000", "memory1000/ours", "memory1000/static_script", None, Some(60_000.0), None),
    ("reply1000/call", "reply1000/ours", "reply1000/static_script", None, None, None),
    ("blocking", "blocking/ours", "blocking/static_script", Some("raw/blocking_socket"), None, None),
];

fn calls(report: &mut Report) -> Outcome<BTreeMap<String, f64>> {
    let server = fake::start()?;
    let instructions = measure::instructions(server, &report.folder().join("callgrind"), &[])?;
    let allocations = allocations(server);
    let figure = |values: &dyn Fn(&str) -> Option<f64>, row: &Row, what: &str, unit, reach| Figure {
        name: format!("{}/{what}", row.0),
        ours: values(row.1).map(|value| value / per_path(row.1)),
        baseline: values(row.2).map(|value| value / per_path(row.2)),
        limit: row.3.and_then(values).map(|value| value / per_path(row.0)),
        unit,
        reach,
    };
    for row in &ROWS {
        report.figure(figure(&|path| instructions.get(path).copied(), row, "instructions", "instructions", row.4));
        report.figure(figure(&|path| Some(allocations.get(path)?.0), row, "allocations", "allocations", row.5));
        let bytes = (row.0 == "call/multiplexed").then_some(800.0);
        report.figure(figure(&|path| Some(allocations.get(path)?.1), row, "bytes", "bytes", bytes));
    }
    report.section("Calls");
    if instructions.is_empty() {
        report.line("Instructions were not measured: there is no valgrind.\n");
    }
    report.header(&["path", "instructions", "allocations", "bytes"]);
    for (path, (count, bytes)) in &allocations {
        let per = per_path(path);
        let instructions = instructions.get(path).map(|value| value / per);
        report.row(&[format!("`{path}`"), number(instructions), number(Some(count / per)), number(Some(bytes / per))]);
    }
    curves(report, &instructions)?;
    Ok(instructions)
}

/// Allocations and bytes of one call, by path: exact, and of this thread alone, on which the client's own
/// tasks run, too. Here, not in the library: the counting allocator would be in every program, and its
/// own instructions in the counts.
fn allocations(server: SocketAddr) -> BTreeMap<String, (f64, f64)> {
    let count = |path: paths::Path| {
        let mut calls = path.open(server);
        let counted = allocation_counter::measure(|| calls(path.calls));
        let per_call = |count: u64| count as f64 / path.calls as f64;
        (path.name, (per_call(counted.count_total), per_call(counted.bytes_total)))
    };
    paths::all().into_iter().map(count).collect()
}

/// A pipeline is a hundred calls.
fn per_path(name: &str) -> f64 {
    if name.contains("pipeline100") { 100.0 } else { 1.0 }
}

fn curves(report: &mut Report, instructions: &BTreeMap<String, f64>) -> Outcome<()> {
    if instructions.is_empty() {
        return Ok(());
    }
    let points = |what: &str, how: &str, at: &[usize]| -> Vec<(f64, f64)> {
        at.iter().filter_map(|&x| Some((x as f64, *instructions.get(&format!("{what}{x}/{how}"))?))).collect()
    };
    for (what, x, at) in [
        ("arguments", "arguments", &ARGUMENTS[..]),
        ("reply", "integers in the reply", &REPLIES[..]),
        ("concurrent", "callers in flight", &CALLERS[..]),
    ] {
        let curves = [
            Curve { label: "redis::Script", points: points(what, "static_script", at) },
            Curve { label: "ours", points: points(what, "ours", at) },
        ];
        let title = format!("instructions of a call, by {x}");
        plot::write(&report.folder().join(format!("{what}.svg")), &title, [x, "instructions"], &curves)?;
        report.line(format_args!("\n![{title}]({what}.svg)"));
    }
    Ok(())
}

fn cold_starts(report: &mut Report, server: &Server) {
    let costs = cold::measure(server);
    report.section("Where the server doesn't know the script");
    report.line("A script of 4096 bytes; all callers share one connection.");
    report.header(&["callers and way", "round trips", "loads", "evals", "bytes up", "milliseconds on loopback"]);
    for (name, cost) in &costs {
        report.row(&[
            format!("`{name}`"),
            cost.round_trips.to_string(),
            cost.loads.to_string(),
            cost.evals.to_string(),
            number(Some(cost.bytes_up as f64)),
            number(Some(cost.milliseconds)),
        ]);
    }
    for (callers, what, of, unit, reach) in COLD {
        let value = |how: &str| costs.get(&format!("{callers}/{how}")).map(of);
        let (ours, baseline) = (value("ours"), value("static_script"));
        report.figure(Figure {
            name: format!("{callers}/{what}"),
            ours,
            baseline,
            limit: None,
            unit,
            reach: Some(reach),
        });
    }
}

fn pipelines(report: &mut Report, server: &Server) {
    let costs = server_time::measure(server);
    report.section("A pipeline of 100 calls, on the server");
    report.line("A script of 4096 bytes; the server's own count of the time in commands, the middle of 31.");
    report.header(&["pipeline", "loads", "bytes up", "microseconds"]);
    for (name, cost) in &costs {
        let figures = [cost.loads, cost.bytes_up, cost.microseconds].map(|figure| number(Some(figure as f64)));
        report.row(&[vec![format!("`{name}`")], figures.to_vec()].concat());
    }
    for (what, ours, baseline) in [
        ("known", "scripts/ours", "scripts/redis"),
        ("loaded", "scripts and a command/ours", "scripts, loaded/redis"),
        ("unknown", "scripts, unknown/ours", "scripts, loaded/redis"),
    ] {
        let value = |name: &str| costs.get(name).map(|cost| cost.microseconds as f64);
        report.figure(Figure {
            name: format!("pipeline100/{what}/server_microseconds"),
            ours: value(ours),
            baseline: value(baseline),
            limit: None,
            unit: "microseconds",
            reach: None,
        });
    }
}

type Cold = (&'static str, &'static str, fn(&cold::Cost) -> f64, &'static str, f64);

const COLD: [Cold; 5] = [
    ("cold1", "round_trips", |cost| cost.round_trips as f64, "round trips", 2.0),
    ("cold1_declared", "round_trips", |cost| cost.round_trips as f64, "round trips", 1.0),
    ("cold200", "round_trips", |cost| cost.round_trips as f64, "round trips", 2.0),
    ("cold200", "loads", |cost| cost.loads as f64, "loads", 1.0),
    ("cold200", "bytes_up", |cost| cost.bytes_up as f64, "bytes", 60_000.0),
];

fn builds(report: &mut Report, quick: bool) -> Outcome<()> {
    let folder = report.folder().join("builds");
    let added = build_cost::added(&folder, "ours", &build_cost::ours(), if quick { 1 } else { 3 })?;
    report.section("A clean development build");
    report.line("CPU seconds of the compiler for an application that uses the `redis` crate and syn 3 already.");
    report.header(&["crate", "CPU seconds"]);
    for (name, seconds) in &added.crates {
        report.row(&[format!("`{name}`"), number(Some(*seconds))]);
    }
    let of = |name: &str| added.crates.get(name).copied();
    let figure = |name: &str, ours, reach| Figure {
        name: format!("build/{name}"),
        ours,
        baseline: None,
        limit: None,
        unit: "CPU seconds",
        reach: Some(reach),
    };
    report.figure(figure("cpu_seconds_added", Some(added.cpu_seconds()), 4.0));
    report.figure(figure("analysis_cpu_seconds", of("redis_script_analysis"), 1.2));
    if !quick {
        peers(report, &folder)?;
    }
    functions(report, &folder, quick)
}

fn peers(report: &mut Report, folder: &Path) -> Outcome<()> {
    report.line("\nOther macros that read another language, added to the same application:");
    report.header(&["dependency", "crates", "CPU seconds"]);
    for (name, dependency) in [
        ("redis-lua", "redis-lua = \"0.4\"\n"),
        ("sqlx", "sqlx = { version = \"0.8\", default-features = false, features = [\"macros\"] }\n"),
        ("askama", "askama = \"0.14\"\n"),
    ] {
        // A peer that doesn't build on this compiler says so in the report; it doesn't end it.
        match build_cost::added(folder, name, dependency, 1) {
            Ok(added) => {
                let seconds = number(Some(added.cpu_seconds()));
                report.row(&[format!("`{}`", dependency.trim()), added.crates.len().to_string(), seconds]);
            }
            Err(error) => {
                let why =
                    error.to_string().lines().find(|line| line.starts_with("error")).unwrap_or("failed").to_owned();
                report.row(&[format!("`{}`", dependency.trim()), String::new(), why]);
            }
        }
    }
    Ok(())
}

fn functions(report: &mut Report, folder: &Path, quick: bool) -> Outcome<()> {
    let sizes: &[(usize, usize)] = if quick {
        &[(500, 2000)]
    } else {
        &[(1, 1000), (100, 1000), (250, 1000), (500, 1000), (500, 2000), (100, 4000), (100, 8000)]
    };
    let mut all = Vec::new();
    report.section("Annotated functions");
    report.line(
        "`cargo check` of a crate with so many functions, each with a script of its own; its dependencies are built.",
    );
    report.header(&[
        "functions",
        "bytes of Lua each",
        "clean: CPU s",
        "clean: wall s",
        "one `.lua` touched: CPU s",
        "wall s",
    ]);
    for &(count, bytes) in sizes {
        let cost = build_cost::functions(folder, count, bytes)?;
        let figures = [cost.check.total, cost.check.wall, cost.touched.total, cost.touched.wall];
        let cells = [count.to_string(), bytes.to_string()].into_iter();
        report.row(&cells.chain(figures.map(|figure| number(Some(figure)))).collect::<Vec<_>>());
        all.push(cost);
    }
    if let Some(cost) = all.iter().find(|cost| (cost.functions, cost.bytes) == (500, 2000)) {
        report.figure(Figure {
            name: "build/functions500_check".to_owned(),
            ours: Some(cost.check.total),
            baseline: None,
            limit: None,
            unit: "CPU seconds",
            reach: Some(4.0),
        });
    }
    if quick {
        return Ok(());
    }
    let curve = |keep: fn(&build_cost::Functions) -> bool, x: fn(&build_cost::Functions) -> usize| -> Vec<(f64, f64)> {
        all.iter().filter(|cost| keep(cost)).map(|cost| (x(cost) as f64, cost.check.total)).collect()
    };
    let by_count = curve(|cost| cost.bytes == 1000, |cost| cost.functions);
    let by_size = curve(|cost| cost.functions == 100, |cost| cost.bytes);
    for (name, title, x, points) in [
        ("functions", "cargo check, by functions (1 KB of Lua each)", "functions", by_count),
        ("script_size", "cargo check of 100 functions, by script size", "bytes of Lua", by_size),
    ] {
        let curves = [Curve { label: "ours", points }];
        plot::write(&report.folder().join(format!("{name}.svg")), title, [x, "CPU seconds"], &curves)?;
        report.line(format_args!("\n![{title}]({name}.svg)"));
    }
    Ok(())
}

/// Time, by criterion. Its own report has the distributions.
fn rates(report: &mut Report, server: &Server) -> Outcome<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let home = report.folder().join("criterion");
    let status = Command::new(cargo)
        .args(["bench", "--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), "--bench", "rates"])
        .env("CRITERION_HOME", &home)
        .env("REDIS_SCRIPT_BENCH_SERVER", format!("127.0.0.1:{}", server.port()))
        .status()?;
    if !status.success() {
        return Err(format!("the rates' benchmark failed: {status}").into());
    }
    report.section("Time");
    report.line("Median of a call, by criterion: what this machine did, beside whatever else it was doing.");
    report.header(&["path", "microseconds"]);
    for (name, nanoseconds) in medians(&home)? {
        report.row(&[format!("`{name}`"), number(Some(nanoseconds / 1000.0))]);
    }
    Ok(())
}

fn medians(home: &Path) -> Outcome<BTreeMap<String, f64>> {
    let mut medians = BTreeMap::new();
    for group in std::fs::read_dir(home)?.flatten() {
        for function in std::fs::read_dir(group.path()).into_iter().flatten().flatten() {
            let new = function.path().join("new");
            let Ok(text) = std::fs::read_to_string(new.join("estimates.json")) else { continue };
            let estimates: serde_json::Value = serde_json::from_str(&text)?;
            let about: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(new.join("benchmark.json"))?)?;
            let name = about["full_id"].as_str().unwrap_or_default().to_owned();
            medians.insert(name, estimates["median"]["point_estimate"].as_f64().unwrap_or_default());
        }
    }
    Ok(medians)
}
