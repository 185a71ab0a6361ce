//! What the tables and the rules say about servers, on a live one.

mod faults;
mod findings;
mod fixes;
mod random;
mod server;
mod tables;
mod values;
mod working;
