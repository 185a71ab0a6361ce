//! What it takes where the server doesn't know the script, on a real server: loads, bytes and round trips.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use redis::aio::MultiplexedConnection;
use redis_script::{Mode, testing::Server};

use crate::{
    calls::{TakeCold, take_cold},
    workload::{CAPACITY, NOW, RATE, REQUESTED, SHORT_BUCKET, SOURCE_4K, Taken},
};

/// The time that a command and its reply take through the proxy: much longer than anything else here.
const ROUND_TRIP: Duration = Duration::from_millis(60);
const REPETITIONS: usize = 5;
/// How often loads and bytes are counted: what matters is the most that it takes.
const STORMS: usize = 20;

/// What a cold start cost; counts are the most of several.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    pub loads: u64,
    pub evals: u64,
    pub bytes_up: u64,
    pub round_trips: u64,
    /// With one multiplexed connection on the loopback device; the middle of the repetitions.
    pub milliseconds: f64,
}

/// Each strategy's cost, by `cold<callers>/<how>`.
pub fn measure(server: &Server) -> BTreeMap<String, Cost> {
    let near: SocketAddr = ([127, 0, 0, 1], server.port()).into();
    let far = crate::proxy::start(near, ROUND_TRIP).expect("a proxy");
    let mut costs = BTreeMap::new();
    for callers in [1, 200] {
        for how in [How::Ours, How::Script] {
            costs.insert(format!("cold{callers}/{}", how.name()), cost(server, near, far, callers, how));
        }
    }
    costs.insert("cold1_declared/ours".to_owned(), declared(server, far));
    costs
}

#[derive(Clone, Copy)]
enum How {
    Ours,
    /// Ours, which loads the script with the first call of the process.
    Declared,
    Script,
}

impl How {
    fn name(self) -> &'static str {
        match self {
            Self::Ours | Self::Declared => "ours",
            Self::Script => "static_script",
        }
    }
}

/// There is one first call in a process, so its round trips are all that can be counted.
fn declared(server: &Server, far: SocketAddr) -> Cost {
    let mut control = server.client().get_connection().expect("a connection");
    redis::cmd("SCRIPT").arg("FLUSH").exec(&mut control).expect("a flush");
    let time = storm(far, 1, How::Declared, || ());
    let round_trips = u64::try_from(time.as_millis() / ROUND_TRIP.as_millis()).unwrap_or(u64::MAX);
    Cost { round_trips, milliseconds: f64::NAN, ..Cost::default() }
}

fn cost(server: &Server, near: SocketAddr, far: SocketAddr, callers: usize, how: How) -> Cost {
    let mut control = server.client().get_connection().expect("a connection");
    let mut flush = || redis::cmd("SCRIPT").arg("FLUSH").exec(&mut control).expect("a flush");
    let mut times = Vec::new();
    let mut trips = u64::MAX;
    for _ in 0..REPETITIONS {
        flush();
        times.push(storm(near, callers, how, || ()).as_secs_f64() * 1000.0);
        flush();
        let trip = storm(far, callers, how, || ()).as_millis() / ROUND_TRIP.as_millis();
        trips = trips.min(u64::try_from(trip).unwrap_or(u64::MAX));
    }
    times.sort_by(f64::total_cmp);
    let mut watcher = server.client().get_connection().expect("a connection");
    let mut worst = Cost { round_trips: trips, milliseconds: times[REPETITIONS / 2], ..Cost::default() };
    for _ in 0..STORMS {
        redis::cmd("SCRIPT").arg("FLUSH").exec(&mut control).expect("a flush");
        storm(near, callers, how, || redis::cmd("CONFIG").arg("RESETSTAT").exec(&mut watcher).expect("a reset"));
        let [loads, evals, bytes_up] = counted(&mut control);
        worst = Cost {
            loads: loads.max(worst.loads),
            evals: evals.max(worst.evals),
            bytes_up: bytes_up.max(worst.bytes_up),
            ..worst
        };
    }
    worst
}

/// What the server counted since the last reset: loads, evals, bytes.
fn counted(conn: &mut redis::Connection) -> [u64; 3] {
    let field = |info: &str, name: &str, of: &str| -> u64 {
        let line = info.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        let value = line
            .split([':', ','])
            .filter(|part| !part.is_empty())
            .find_map(|part| part.strip_prefix(of))
            .unwrap_or_default();
        value.parse().unwrap_or(0)
    };
    let mut info = |section: &str| -> String { redis::cmd("INFO").arg(section).query(conn).expect("INFO") };
    let (commands, stats) = (info("commandstats"), info("stats"));
    [
        field(&commands, "cmdstat_script|load:", "calls=") + field(&commands, "cmdstat_script:", "calls="),
        field(&commands, "cmdstat_eval:", "calls="),
        field(&stats, "total_net_input_bytes", ""),
    ]
}

/// So many callers at once on one connection. `ready` is called once it is there.
fn storm(server: SocketAddr, callers: usize, how: How, ready: impl FnOnce()) -> Duration {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = redis::Client::open(format!("redis://{server}")).expect("an address");
        let config = redis::AsyncConnectionConfig::new().set_response_timeout(Some(Duration::from_secs(5)));
        let conn = client.get_multiplexed_async_connection_with_config(&config).await.expect("a connection");
        let script = redis::Script::new(SOURCE_4K);
        ready();
        let started = Instant::now();
        join_all((0..callers).map(|_| call(conn.clone(), how, &script))).await;
        started.elapsed()
    })
}

async fn call(mut conn: MultiplexedConnection, how: How, script: &redis::Script) -> Taken {
    match how {
        How::Ours => take_cold(&mut conn, SHORT_BUCKET, CAPACITY, RATE, NOW, REQUESTED).await.expect("a reply"),
        How::Declared => {
            let call = TakeCold::prepare(SHORT_BUCKET, CAPACITY, RATE, NOW, REQUESTED).mode(Mode::LoadFirst);
            call.invoke_async(&mut conn).await.expect("a reply")
        }
        How::Script => {
            let mut call = script.key(SHORT_BUCKET);
            call.arg(CAPACITY).arg(RATE).arg(NOW).arg(REQUESTED);
            call.invoke_async(&mut conn).await.expect("a reply")
        }
    }
}
