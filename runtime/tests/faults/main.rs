//! The executor's promises under faults, with figures: nothing that was answered is lost, and nothing runs twice.
//!
//! Every call has a marker of its own, and every run of the script counts it on the server, so both can be counted
//! exactly afterwards. Each test says what its caller sees. `cargo xtask faults` writes the figures to
//! `target/faults.json`; `cargo xtask soak` draws faults at random for minutes. Where the `redis` crate's own client
//! sends twice, that is a figure, too, beside what avoids it.

mod clustered;
mod ledger;
mod network;
mod process;
mod proxy;
mod refusals;
mod restarts;
mod scripts;
#[path = "../support/mod.rs"]
mod support;
mod weather;
