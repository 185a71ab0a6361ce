//! Runs the paths so that callgrind can tell them apart: `instructions <address> [filter ..]`.
//!
//! To be run as `valgrind --tool=callgrind --dump-before='*between_paths*' instructions ..`. Each path then
//! gives two dumps, one of its beginning and one of the calls that count; their lines on standard output
//! are in the same order.

use redis_script_benches::paths;

fn main() {
    let mut args = std::env::args().skip(1);
    let server = args.next().and_then(|text| text.parse().ok()).expect("the fake server's address");
    let filters: Vec<String> = args.collect();
    for path in paths::all() {
        if !filters.is_empty() && !filters.iter().any(|filter| path.name.starts_with(filter.as_str())) {
            continue;
        }
        let mut calls = path.open(server);
        between_paths(&path.name);
        calls(path.calls);
        between_paths(&path.name);
        println!("{} {}", path.name, path.calls);
    }
}

/// What callgrind looks for.
#[inline(never)]
fn between_paths(name: &str) {
    std::hint::black_box(name);
}
