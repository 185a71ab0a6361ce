//! What is known about servers: facts in tables, each checked against running servers.

mod availability;
pub mod command;
mod commands;
pub mod reply;
pub mod sandbox;

pub use availability::{Availability, Versions};
