//! The functions that are measured: ours as an application writes them, and the same by hand.

use std::sync::LazyLock;

use redis::{
    aio::{ConnectionLike, ConnectionManager, MultiplexedConnection},
    cluster_async::ClusterConnection,
    cluster_routing::{Route, RoutingInfo, SingleNodeRoutingInfo, SlotAddr},
};
use redis_script::{Result, redis_script};

use crate::workload::{BUCKET, CAPACITY, NOW, RATE, REQUESTED, SHA1, SOURCE, Taken};

/// A call as it stands in a program.
macro_rules! take {
    ($function:ident, $conn:expr) => {
        $crate::calls::$function($conn, BUCKET, CAPACITY, RATE, NOW, REQUESTED).await.expect("a reply")
    };
}
pub(crate) use take;

macro_rules! take_tokens {
    ($(#[$docs:meta])* $name:ident, $data:ident, $file:literal, ($($async:tt)?), $connection:ty) => {
        $(#[$docs])*
        ///
        /// # Errors
        /// What the call fails with.
        #[redis_script(file = $file, keys = 1, args = (u64, u64, u64, u64), data = $data)]
        pub $($async)? fn $name(
            conn: &mut $connection,
            bucket: &str,
            capacity: u64,
            rate: u64,
            now: u64,
            requested: u64,
        ) -> Result<Taken>;
    };
}
take_tokens!(take_tokens, TakeTokens, "lua/token_bucket.lua", (async), impl ConnectionLike);
take_tokens!(take_multiplexed, TakeMultiplexed, "lua/token_bucket.lua", (async), MultiplexedConnection);
take_tokens!(take_manager, TakeManager, "lua/token_bucket.lua", (async), ConnectionManager);
take_tokens!(take_cluster, TakeCluster, "lua/token_bucket.lua", (async), ClusterConnection);
take_tokens!(take_blocking, TakeBlocking, "lua/token_bucket.lua", (), redis::Connection);
take_tokens!(take_cold, TakeCold, "lua/token_bucket_4k.lua", (async), MultiplexedConnection);

#[redis_script(file = "lua/variadic.lua", keys = 1, args = (..u64))]
pub async fn variadic(conn: &mut MultiplexedConnection, bucket: &str, args: &[u64]) -> Result<Taken>;

#[redis_script(file = "lua/integers.lua", keys = 1)]
pub async fn integers(conn: &mut MultiplexedConnection, key: &str) -> Result<Vec<i64>>;

#[redis_script(file = "lua/integers.lua", keys = 1, data = IntegersAny)]
pub async fn integers_any(conn: &mut impl ConnectionLike, key: &str) -> Result<Vec<i64>>;

pub fn prepare() -> redis_script::Invocation<Taken> {
    TakeTokens::prepare(BUCKET, CAPACITY, RATE, NOW, REQUESTED)
}

pub fn ours_blocking(conn: &mut redis::Connection) -> Taken {
    take_blocking(conn, BUCKET, CAPACITY, RATE, NOW, REQUESTED).expect("a reply")
}

/// `redis::Script`, built once: what a careful program has today, and the baseline.
pub static STATIC_SCRIPT: LazyLock<redis::Script> = LazyLock::new(|| redis::Script::new(SOURCE));

/// Its invocation, as a program builds it.
pub fn script_invocation(script: &redis::Script) -> redis::ScriptInvocation<'_> {
    let mut invocation = script.key(BUCKET);
    invocation.arg(CAPACITY).arg(RATE).arg(NOW).arg(REQUESTED);
    invocation
}

pub async fn static_script(conn: &mut impl ConnectionLike) -> Taken {
    script_invocation(&STATIC_SCRIPT).invoke_async(conn).await.expect("a reply")
}

pub async fn new_script(conn: &mut impl ConnectionLike) -> Taken {
    script_invocation(&redis::Script::new(SOURCE)).invoke_async(conn).await.expect("a reply")
}

pub fn static_script_blocking(conn: &mut redis::Connection) -> Taken {
    script_invocation(&STATIC_SCRIPT).invoke(conn).expect("a reply")
}

pub async fn script_integers(conn: &mut MultiplexedConnection, key: &str) -> Vec<i64> {
    STATIC_SCRIPT.key(key).invoke_async(conn).await.expect("a reply")
}

pub async fn script_variadic(conn: &mut MultiplexedConnection, args: &[u64]) -> Taken {
    let mut invocation = STATIC_SCRIPT.key(BUCKET);
    for arg in args {
        invocation.arg(arg);
    }
    invocation.invoke_async(conn).await.expect("a reply")
}

/// The command by hand.
pub fn command() -> redis::Cmd {
    let mut cmd = redis::cmd("EVALSHA");
    cmd.arg(SHA1).arg(1).arg(BUCKET).arg(CAPACITY).arg(RATE).arg(NOW).arg(REQUESTED);
    cmd
}

pub async fn hand_written(conn: &mut impl ConnectionLike) -> Taken {
    command().query_async(conn).await.expect("a reply")
}

/// As little as the `redis` crate's client can do: a command that is there already.
pub async fn floor(conn: &mut MultiplexedConnection, cmd: &redis::Cmd) -> Taken {
    read(&conn.send_packed_command(cmd).await.expect("a reply"))
}

/// The best that can be written by hand over the `redis` crate's client.
pub async fn by_hand(conn: &mut MultiplexedConnection) -> Taken {
    read(&conn.send_packed_command(&roomy_command()).await.expect("a reply"))
}

/// The same in a cluster.
pub async fn by_hand_in_cluster(conn: &mut ClusterConnection) -> Taken {
    let route = Route::with_key(BUCKET, SlotAddr::Master);
    let route = RoutingInfo::SingleNode(SingleNodeRoutingInfo::SpecificNode(route));
    read(&conn.route_command(roomy_command(), route).await.expect("a reply"))
}

/// The same in a pipeline.
pub async fn by_hand_in_pipeline(conn: &mut MultiplexedConnection, length: usize) -> Vec<Taken> {
    let mut pipe = redis::Pipeline::with_capacity(length);
    for _ in 0..length {
        pipe.add_command(roomy_command());
    }
    conn.send_packed_commands(&pipe, 0, length).await.expect("replies").iter().map(read).collect()
}

/// The command by hand, in memory that is allocated at once.
fn roomy_command() -> redis::Cmd {
    let mut cmd = redis::Cmd::with_capacity(8, 7 + 40 + 1 + BUCKET.len() + 40);
    cmd.arg("EVALSHA").arg(SHA1).arg(1).arg(BUCKET).arg(CAPACITY).arg(RATE).arg(NOW).arg(REQUESTED);
    cmd
}

fn read(reply: &redis::Value) -> Taken {
    match reply {
        redis::Value::Array(items) => match items[..] {
            [redis::Value::Int(taken), redis::Value::Int(left)] => (taken != 0, u64::try_from(left).expect("a number")),
            _ => panic!("{reply:?}"),
        },
        _ => panic!("{reply:?}"),
    }
}
