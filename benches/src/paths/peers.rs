//! Other clients: fred and rustis.

use std::net::SocketAddr;

use fred::prelude::{Builder, ClientLike, Config, LuaInterface};
use rustis::commands::ScriptingCommands;

use super::{Path, sequential};
use crate::workload::{BUCKET, CAPACITY, NOW, RATE, REQUESTED, SHA1, SOURCE, Taken};

const CALLS: usize = 1000;
const ARGS: [u64; 4] = [CAPACITY, RATE, NOW, REQUESTED];

pub(super) fn paths() -> Vec<Path> {
    vec![
        Path::new("fred/evalsha_with_reload", CALLS, |at| {
            let script = fred::types::scripts::Script::from_lua(SOURCE);
            sequential(fred(at), async move |client| {
                let args = ARGS.map(|arg| i64::try_from(arg).expect("a small number")).to_vec();
                let _: (i64, i64) = script.evalsha_with_reload(client, BUCKET, args).await.expect("a reply");
            })
        }),
        Path::new("fred/evalsha", CALLS, |at| {
            sequential(fred(at), async |client| {
                let args = ARGS.map(|arg| i64::try_from(arg).expect("a small number")).to_vec();
                let _: (i64, i64) = client.evalsha(SHA1, BUCKET, args).await.expect("a reply");
            })
        }),
        Path::new("rustis/evalsha", CALLS, |at| {
            sequential(rustis(at), async |client| {
                let _: Taken = client.evalsha(SHA1, BUCKET, ARGS).await.expect("a reply");
            })
        }),
    ]
}

async fn fred(server: SocketAddr) -> fred::clients::Client {
    let config = Config::from_url(&format!("redis://{server}")).expect("an address");
    let client = Builder::from_config(config).build().expect("a client");
    client.init().await.expect("a connection");
    client
}

async fn rustis(server: SocketAddr) -> rustis::client::Client {
    rustis::client::Client::connect(format!("redis://{server}")).await.expect("a connection")
}
