//! The front end against what it imitates: a live server's compiler (7.0 or later: 6.2 wraps a script
//! in a function, so that its limits are one lower), and stock Lua 5.1.

mod generator;
mod limits;
mod literals;
mod random;
mod real;
mod recovery;
mod rules;
#[path = "../support/server.rs"]
#[allow(dead_code, reason = "each test binary uses a part of it")]
mod server;
mod shebang;
mod syntax;
mod verdict;
