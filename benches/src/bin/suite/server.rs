//! What calls cost the server and the wire.

use redis_script::testing::Server;
use redis_script_benches::{
    cold,
    report::{Figure, Report, number},
    server_time,
};

pub(crate) fn cold_starts(report: &mut Report, server: &Server) {
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

pub(crate) fn pipelines(report: &mut Report, server: &Server) {
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
