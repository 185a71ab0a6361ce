//! What a pipeline costs the server: the time of its commands by the server's own count, with loads and without.

use std::collections::BTreeMap;

use redis::Connection;
use redis_script::{Mode, Pipeline, testing::Server};

use crate::{
    calls::{TakeCold, script_invocation},
    paths::PIPELINE,
    workload::{BUCKET, CAPACITY, NOW, RATE, REQUESTED, SOURCE_4K, Taken},
};

const REPETITIONS: usize = 31;

/// What a way to send a pipeline cost the server: the middle of the repetitions.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub microseconds: u64,
    pub loads: u64,
    pub bytes_up: u64,
}

/// Each way's cost, by its name: what it is, and whose.
pub fn measure(server: &Server) -> BTreeMap<&'static str, Cost> {
    let mut conn = server.client().get_connection().expect("a connection");
    let script = redis::Script::new(SOURCE_4K);
    let theirs = |loads: bool| {
        let mut pipe = redis::pipe();
        if loads {
            pipe.load_script(&script).ignore();
        }
        for _ in 0..PIPELINE {
            pipe.invoke_script(&script_invocation(&script));
        }
        pipe
    };
    let (loaded, alone) = (theirs(true), theirs(false));
    let ours = |pipeline: Pipeline| -> Run {
        Box::new(move |conn| drop(pipeline.query::<Vec<redis::Value>>(conn).expect("replies")))
    };
    let redis =
        |pipe: redis::Pipeline| -> Run { Box::new(move |conn| drop(pipe.query::<Vec<Taken>>(conn).expect("replies"))) };
    let ways = [
        ("scripts/ours", true, ours(calls(Mode::Auto))),
        ("scripts, unknown/ours", false, ours(calls(Mode::Auto))),
        ("scripts and a command/ours", true, ours(calls(Mode::Auto).cmd("PING").clone())),
        ("scripts and a command, preloaded/ours", true, ours(calls(Mode::Auto).preloaded().cmd("PING").clone())),
        ("scripts, by their text/ours", true, ours(calls(Mode::Eval))),
        ("scripts/redis", true, redis(alone)),
        ("scripts, loaded/redis", true, redis(loaded)),
    ];
    // In turn, so that what else the machine does is no way's alone.
    let mut costs: BTreeMap<&'static str, Vec<Cost>> = BTreeMap::new();
    for _ in 0..REPETITIONS {
        for (name, knows, run) in &ways {
            costs.entry(name).or_default().push(cost(&mut conn, *knows, run));
        }
    }
    let middle = |mut costs: Vec<Cost>| {
        costs.sort_by_key(|cost| cost.microseconds);
        costs[REPETITIONS / 2]
    };
    costs.into_iter().map(|(name, costs)| (name, middle(costs))).collect()
}

/// Sends a pipeline once.
type Run = Box<dyn Fn(&mut Connection)>;

fn calls(mode: Mode) -> Pipeline {
    let mut pipeline = Pipeline::with_capacity(PIPELINE);
    pipeline.extend((0..PIPELINE).map(|_| TakeCold::prepare(BUCKET, CAPACITY, RATE, NOW, REQUESTED).mode(mode)));
    pipeline
}

fn cost(conn: &mut Connection, knows: bool, run: &Run) -> Cost {
    redis::cmd("SCRIPT").arg("FLUSH").exec(conn).expect("a flush");
    if knows {
        redis::cmd("SCRIPT").arg("LOAD").arg(SOURCE_4K).exec(conn).expect("a load");
    }
    redis::cmd("CONFIG").arg("RESETSTAT").exec(conn).expect("a reset");
    run(conn);
    counted(conn)
}

fn counted(conn: &mut Connection) -> Cost {
    let mut info = |section: &str| -> String { redis::cmd("INFO").arg(section).query(conn).expect("INFO") };
    let (commands, stats) = (info("commandstats"), info("stats"));
    let mut cost = Cost { microseconds: 0, loads: 0, bytes_up: 0 };
    for (command, counts) in commands.lines().filter_map(|line| line.strip_prefix("cmdstat_")?.split_once(':')) {
        let field = |name| counts.split(',').find_map(|field| field.strip_prefix(name)?.parse().ok()).unwrap_or(0_u64);
        // The reset itself is counted by some servers; the commands that a script calls are in its own time.
        if let "evalsha" | "eval" | "ping" | "script|load" | "script" = command {
            cost.microseconds += field("usec=");
        }
        if let "script|load" | "script" = command {
            cost.loads += field("calls=");
        }
    }
    let bytes = stats.lines().find_map(|line| line.strip_prefix("total_net_input_bytes:")?.trim().parse().ok());
    cost.bytes_up = bytes.unwrap_or(0);
    cost
}
