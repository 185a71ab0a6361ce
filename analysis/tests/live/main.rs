//! What the tables and the rules say about servers, on a live one.

mod faults;
mod findings;
mod fixes;
mod random;
#[path = "../support/server.rs"]
#[allow(dead_code, reason = "each test binary uses a part of it")]
mod server;
mod tables;
mod values;
mod working;
