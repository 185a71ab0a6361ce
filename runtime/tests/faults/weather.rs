//! Faults drawn at random, for as long as is asked: `cargo xtask soak`.

use std::time::{Duration, Instant};

use fastrand::Rng;
use redis::{cluster_async::ClusterConnection, cmd};
use redis_script::testing::{Cluster, Server};
use tokio::time::sleep;

use crate::{
    clustered::{Moving, at_most_once, by_default, settle, take_over},
    ledger::Ledger,
    process::Frozen,
    restarts::Durable,
};

/// A seed and how many seconds.
const SOAK: &str = "REDIS_SCRIPT_SOAK";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; `cargo xtask soak` runs it"]
async fn soak() {
    let setting = std::env::var(SOAK).expect("`cargo xtask soak` runs this");
    let (seed, seconds) = setting.split_once(' ').expect("a seed and seconds");
    // The same draws for the same seed, whatever the machine does.
    let mut draws = Rng::with_seed(seed.parse().unwrap());
    let until = Instant::now() + Duration::from_secs(seconds.parse().unwrap());
    let mut durable = Durable::start("soak");
    let cluster = Cluster::start(3, 1).unwrap();
    let single = Ledger::new("soak: one server that is killed, cut off, frozen, slow, full, flushed");
    let clustered = Ledger::spread("soak: a cluster whose nodes change roles, freeze, give slots away, are flushed");
    let callers = [
        single.start(&[durable.manager().await, durable.manager().await], 16, u64::MAX),
        clustered.start(&[at_most_once(&cluster).await], 8, u64::MAX),
    ];
    let mut own = by_default(&cluster).await;
    let started = Instant::now();
    while Instant::now() < until {
        let (kind, pause) = (draws.u8(..12), Duration::from_millis(draws.u64(50..800)));
        let what = match kind {
            0..7 => on_server(kind, &mut durable, pause, &mut draws).await,
            _ => on_cluster(kind, &cluster, &mut own, pause, &mut draws).await,
        };
        println!("{:>6} ms: {what}; {} and {} calls", started.elapsed().as_millis(), single.ended(), clustered.ended());
        sleep(Duration::from_millis(draws.u64(20..400))).await;
    }
    durable.proxy.delay(Duration::ZERO);
    single.stop();
    clustered.stop();
    for callers in callers {
        callers.end().await;
    }
    let figures = single.settle(&mut durable.manager().await).await;
    single.hold(&figures, "lost connections with Error::ran Maybe, and refusals that say that nothing ran");
    let figures = settle(&clustered, &cluster).await;
    clustered.hold(&figures, "lost connections with Error::ran Maybe, and refusals that say that nothing ran");
}

async fn on_server(kind: u8, durable: &mut Durable, pause: Duration, draws: &mut Rng) -> String {
    let mut own = durable.server().client().get_connection().unwrap();
    match kind {
        0 => {
            durable.restart(pause / 2).await;
            format!("the server was killed, and is back after {pause:?}")
        }
        1 => {
            durable.proxy.cut();
            "all connections were cut".to_owned()
        }
        2 => {
            let replies = draws.usize(1..6);
            durable.proxy.lose(replies);
            format!("{replies} replies are lost")
        }
        3 => {
            let frozen = Frozen::new(durable.server());
            sleep(pause).await;
            drop(frozen);
            format!("the server was frozen for {pause:?}")
        }
        4 => {
            let delay = Duration::from_millis(draws.u64(..50));
            durable.proxy.delay(delay);
            format!("the network takes {delay:?} from now on")
        }
        5 => {
            for limit in ["1", "0"] {
                cmd("CONFIG").arg("SET").arg("maxmemory").arg(limit).exec(&mut own).unwrap();
                sleep(pause / 2).await;
            }
            format!("the server had no memory left for {pause:?}")
        }
        _ => {
            for n in 0..600 {
                cmd("EVAL").arg(format!("return {n}")).arg(0).exec(&mut own).unwrap();
            }
            cmd("SCRIPT").arg("FLUSH").exec(&mut own).unwrap();
            "600 other scripts came, and all were flushed".to_owned()
        }
    }
}

async fn on_cluster(
    kind: u8,
    cluster: &Cluster,
    own: &mut ClusterConnection,
    pause: Duration,
    draws: &mut Rng,
) -> String {
    let servers: Vec<&Server> = cluster.servers().collect();
    let chosen = servers[draws.usize(..servers.len())];
    let roles = |role: &'static str| servers.iter().copied().filter(move |server| role_of(server) == role);
    match kind {
        7 => {
            for server in &servers {
                cmd("SCRIPT").arg("FLUSH").exec(&mut server.client().get_connection().unwrap()).unwrap();
            }
            "all nodes forgot their scripts".to_owned()
        }
        8 => {
            // Shorter than the cluster takes to call it dead.
            let frozen = Frozen::new(chosen);
            sleep(pause).await;
            drop(frozen);
            format!("node {} was frozen for {pause:?}", chosen.port())
        }
        9 => {
            let replicas: Vec<&Server> = roles("slave").collect();
            let replica = replicas[draws.usize(..replicas.len())];
            take_over(replica).await;
            format!("node {} took over", replica.port())
        }
        10 => {
            // A slot without keys of ours beside them, there and back.
            let primaries: Vec<&Server> = roles("master").collect();
            let key = format!("runs:{}", draws.u8(..64));
            let owner = primaries.iter().copied().find(|server| owns(server, &key)).unwrap();
            let other = primaries.iter().copied().find(|server| server.port() != owner.port()).unwrap();
            let moving = Moving::begin(owner, other, &key);
            sleep(pause / 4).await;
            moving.key(&key);
            sleep(pause / 4).await;
            moving.end();
            format!("the slot of {key} moved to node {}", other.port())
        }
        _ => {
            let known: redis::Value = cmd("DBSIZE").query_async(own).await.unwrap_or(redis::Value::Nil);
            format!("calm, {known:?} keys")
        }
    }
}

fn role_of(server: &Server) -> String {
    let role: Vec<redis::Value> = cmd("ROLE").query(&mut server.client().get_connection().unwrap()).unwrap();
    redis::from_redis_value(role[0].clone()).unwrap()
}

/// Whether the server runs commands on this key.
fn owns(server: &Server, key: &str) -> bool {
    cmd("HLEN").arg(key).query::<i64>(&mut server.client().get_connection().unwrap()).is_ok()
}
