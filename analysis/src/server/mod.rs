//! What is known about servers: facts in tables, each checked against running servers.

pub mod sandbox;
