//! What `cargo xtask demo` runs.

use std::process::Command;

#[test]
fn it_counts_what_a_flush_costs() {
    let output = Command::new(env!("CARGO_BIN_EXE_demo")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("2 EVALSHA (1 NOSCRIPT), 1 SCRIPT LOAD, 0 EVAL\n    round trips: 2, loads: 1"), "{said}");
    assert!(said.contains("1 EVALSHA (0 NOSCRIPT), 0 SCRIPT LOAD, 0 EVAL\n    round trips: 1, loads: 0"), "{said}");
}
