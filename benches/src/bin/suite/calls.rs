//! What calls cost the client: instructions, allocations, and the curves of both.

use std::{collections::BTreeMap, net::SocketAddr};

use redis_script_benches::{
    fake, guard, measure,
    paths::{self, ARGUMENTS, CALLERS, REPLIES},
    plot::{self, Curve},
    report::{Figure, Report, number, rustc},
};

use crate::{Counts, Outcome};

/// The figures of a call: name, ours, baseline, limit, and what is to be reached.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>, Option<f64>, Option<f64>);

const ROWS: [Row; 11] = [
    ("call/multiplexed", "call/multiplexed", "call/static_script", Some("raw/tokio_socket"), Some(12_500.0), Some(6.0)),
    ("call/any", "call/any", "call/static_script", Some("raw/tokio_socket"), Some(13_400.0), Some(7.0)),
    ("manager", "manager/ours", "manager/static_script", Some("raw/tokio_socket"), None, None),
    ("concurrent64", "concurrent64/ours", "concurrent64/static_script", None, Some(8_900.0), Some(5.2)),
    ("concurrent64/any", "concurrent64/any", "concurrent64/static_script", None, Some(9_300.0), None),
    ("pipeline100", "pipeline100/ours", "pipeline100/static_script", Some("raw/pipeline100"), Some(5_800.0), Some(3.1)),
    // Whose result can be of any type.
    ("pipeline100/any", "pipeline100/any", "pipeline100/static_script", None, None, None),
    ("cluster", "cluster/ours", "cluster/static_script", None, Some(19_000.0), Some(12.0)),
    // The conversion alone; the call as a whole, with the parsing of the reply, is the other.
    ("reply1000", "memory1000/ours", "memory1000/static_script", None, Some(60_000.0), None),
    ("reply1000/call", "reply1000/ours", "reply1000/static_script", None, None, None),
    ("blocking", "blocking/ours", "blocking/static_script", Some("raw/blocking_socket"), None, None),
];

/// Measures all paths, and says how many instructions each takes.
pub(crate) fn calls(report: &mut Report) -> Outcome<BTreeMap<String, f64>> {
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

/// Says which paths cost more than they did, and whether any does.
pub(crate) fn compare(report: &mut Report, instructions: &BTreeMap<String, f64>, counts: Counts) -> Outcome<bool> {
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
