//! What a call of a script costs: with this project, with the `redis` crate by hand, with other clients,
//! and on the bare socket. The paths are here; `instructions`, `allocations` and `rates` count them, and
//! `suite` runs those and writes the report.

pub mod build_cost;
pub mod calls;
pub mod cold;
pub mod compile;
pub mod fake;
pub mod functions;
pub mod guard;
pub mod measure;
pub mod paths;
pub mod plot;
mod proxy;
pub mod report;
pub mod server_time;
pub mod workload;
