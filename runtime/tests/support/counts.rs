//! How often a server ran a command, by its own count.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

use redis::{Connection, cmd};

/// Forgets what was counted.
pub fn reset(conn: &mut Connection) {
    cmd("CONFIG").arg("RESETSTAT").exec(conn).unwrap();
}

/// Calls of a command that the server ran, such as `evalsha` or `script|load` (which Redis 6.2 counts as
/// `script`), also if they failed.
pub fn of(conn: &mut Connection, command: &str) -> u64 {
    field(conn, command, "calls").or_else(|| field(conn, command.split('|').next()?, "calls")).unwrap_or(0)
}

/// Calls of a command that the server refused to run.
pub fn rejected(conn: &mut Connection, command: &str) -> u64 {
    field(conn, command, "rejected_calls").unwrap_or(0)
}

/// `cmdstat_evalsha:calls=1,usec=2,..`
fn field(conn: &mut Connection, command: &str, field: &str) -> Option<u64> {
    let stats: String = cmd("INFO").arg("commandstats").query(conn).unwrap();
    let line = stats.lines().find_map(|line| line.strip_prefix(&format!("cmdstat_{command}:")))?;
    line.split(',').find_map(|pair| pair.strip_prefix(field)?.strip_prefix('='))?.parse().ok()
}
