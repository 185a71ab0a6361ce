//! How long a call takes: against a server that answers at once, and against a real one.

use std::{
    env,
    net::SocketAddr,
    time::{Duration, Instant},
};

use criterion::{BenchmarkGroup, Criterion, measurement::WallTime};
use redis_script_benches::{
    calls, fake, paths,
    workload::{SHA1, SOURCE},
};

const PATHS: [&str; 12] = [
    "call/static_script",
    "call/multiplexed",
    "call/any",
    "concurrent64/static_script",
    "concurrent64/ours",
    "pipeline100/static_script",
    "pipeline100/ours",
    "blocking/static_script",
    "blocking/ours",
    "fred/evalsha",
    "rustis/evalsha",
    "raw/blocking_socket",
];

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .without_plots()
        .configure_from_args();
    group(&mut criterion, "fake_server", fake::start().expect("a server"));
    if let Some(server) = env::var("REDIS_SCRIPT_BENCH_SERVER").ok().and_then(|text| text.parse().ok()) {
        load(server);
        group(&mut criterion, "real_server", server);
    }
    criterion.final_summary();
}

fn group(criterion: &mut Criterion, name: &str, server: SocketAddr) {
    let mut group = criterion.benchmark_group(name);
    for path in paths::all().into_iter().filter(|path| PATHS.contains(&&*path.name)) {
        bench(&mut group, server, &path);
    }
    group.finish();
}

fn bench(group: &mut BenchmarkGroup<'_, WallTime>, server: SocketAddr, path: &paths::Path) {
    let mut calls = path.open(server);
    group.bench_function(path.name.replace('/', "_"), |bencher| {
        bencher.iter_custom(|count| {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            // Whole rounds of the tasks, so that each makes the same number of calls.
            let rounds = if path.name.starts_with("concurrent64") { count.next_multiple_of(64) } else { count };
            let started = Instant::now();
            calls(rounds);
            started.elapsed().mul_f64(count as f64 / rounds as f64)
        });
    });
}

/// The paths that don't recover need the script there.
fn load(server: SocketAddr) {
    let client = redis::Client::open(format!("redis://{server}")).expect("an address");
    let mut conn = client.get_connection().expect("a connection");
    let sha1: String = redis::cmd("SCRIPT").arg("LOAD").arg(SOURCE).query(&mut conn).expect("a load");
    assert_eq!(sha1, SHA1);
    calls::ours_blocking(&mut conn);
}
