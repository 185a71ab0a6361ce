//! Servers that are frozen, or killed.

use std::process::Command;

use redis_script::testing::Server;

fn signal(name: &str, server: &Server) {
    let status = Command::new("kill").arg(name).arg(server.pid().to_string()).status();
    assert!(status.unwrap().success());
}

/// A server that doesn't go on while this value lives.
pub(crate) struct Frozen<'a>(&'a Server);

impl<'a> Frozen<'a> {
    pub(crate) fn new(server: &'a Server) -> Self {
        signal("-STOP", server);
        Self(server)
    }
}

impl Drop for Frozen<'_> {
    fn drop(&mut self) {
        signal("-CONT", self.0);
    }
}

/// Ends a server at once, with nothing that it would like to do before.
pub(crate) fn kill(server: &Server) {
    signal("-KILL", server);
}
