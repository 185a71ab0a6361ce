//! A blocking connection.

use std::net::SocketAddr;

use redis::Connection;

use super::{Calls, Path, client};
use crate::{calls, workload::Taken};

const CALLS: usize = 2000;

pub(super) fn paths() -> Vec<Path> {
    vec![
        Path::new("blocking/static_script", CALLS, |at| repeat(at, calls::static_script_blocking)),
        Path::new("blocking/cmd", CALLS, |at| repeat(at, |conn| calls::command().query(conn).expect("a reply"))),
        Path::new("blocking/ours", CALLS, |at| repeat(at, calls::ours_blocking)),
    ]
}

fn repeat(server: SocketAddr, call: fn(&mut Connection) -> Taken) -> Calls {
    let mut conn = client(server).get_connection().expect("a connection");
    Box::new(move |count| {
        for _ in 0..count {
            call(&mut conn);
        }
    })
}
