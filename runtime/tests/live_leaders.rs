//! Loads that many callers wait for, and whose caller goes away in the middle.

#[path = "support/counts.rs"]
mod counts;
mod support;

use std::{pin::pin, sync::Arc, task::Poll, time::Duration};

use futures_util::future::{join_all, pending};
use redis::{
    Cmd, Connection, Pipeline, RedisFuture, Value,
    aio::{ConnectionLike, MultiplexedConnection},
    cmd,
};
use redis_script::{Invocation, testing::Server};
use support::{call, script};
use tokio::{sync::Notify, task::JoinHandle, time::timeout};

const CALLERS: i64 = 50;

/// A connection on which a load's replies never arrive.
struct Stuck {
    conn: MultiplexedConnection,
    /// Whether the load itself arrives.
    sends: bool,
    reached: Arc<Notify>,
}

impl ConnectionLike for Stuck {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        self.conn.req_packed_command(cmd)
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(async move {
            let mut replies = pin!(self.conn.req_packed_commands(pipeline, offset, count));
            if self.sends {
                // Asked once, it is on its way.
                let asked = std::future::poll_fn(|cx| Poll::Ready(replies.as_mut().poll(cx).is_pending())).await;
                assert!(asked);
            }
            self.reached.notify_one();
            pending().await
        })
    }

    fn get_db(&self) -> i64 {
        self.conn.get_db()
    }
}

struct Test {
    _server: Server,
    own: Connection,
    conn: MultiplexedConnection,
    add: Invocation<i64>,
    /// The one who loads, and hears nothing of it.
    leader: JoinHandle<()>,
}

impl Test {
    /// The script's text has to be a test's own: who loads it, is known to the whole process.
    async fn start(source: &'static str, sends: bool) -> Self {
        let server = Server::start().unwrap();
        let mut own = server.client().get_connection().unwrap();
        let conn = server.client().get_multiplexed_async_connection().await.unwrap();
        let add = call::<i64>(script(source), &["n"], &["1"]);
        counts::reset(&mut own);
        let reached = Arc::new(Notify::new());
        let mut stuck = Stuck { conn: conn.clone(), sends, reached: Arc::clone(&reached) };
        let first = add.clone();
        let leader = tokio::spawn(async move {
            let result = first.invoke_async(&mut stuck).await;
            unreachable!("it never gets its replies, but {result:?}");
        });
        in_time(reached.notified()).await;
        Self { _server: server, own, conn, add, leader }
    }

    /// All of them get their replies, which are the counter's next values.
    async fn call_together(&mut self, before: i64) {
        let callers = (0..CALLERS).map(|_| {
            let (add, mut conn) = (self.add.clone(), self.conn.clone());
            tokio::spawn(async move { add.invoke_async(&mut conn).await.unwrap() })
        });
        let mut seen: Vec<i64> = in_time(join_all(callers)).await.into_iter().map(Result::unwrap).collect();
        seen.sort_unstable();
        assert_eq!(seen, (before + 1..=before + CALLERS).collect::<Vec<_>>());
    }

    async fn drop_leader(&mut self) {
        assert!(!self.leader.is_finished());
        self.leader.abort();
        assert!((&mut self.leader).await.unwrap_err().is_cancelled());
    }

    fn forget(&mut self) {
        cmd("SCRIPT").arg("FLUSH").exec(&mut self.own).unwrap();
        counts::reset(&mut self.own);
    }

    /// How often the script was called and loaded.
    fn counts(&mut self) -> (u64, u64) {
        (counts::of(&mut self.own, "evalsha"), counts::of(&mut self.own, "script|load"))
    }

    /// Who misses the script next loads it at once, and waits for nobody who is gone.
    async fn the_next_one_leads(&mut self, before: i64) {
        self.forget();
        assert_eq!(in_time(self.add.invoke_async(&mut self.conn)).await.unwrap(), before + 1);
        assert_eq!(self.counts(), (2, 1));
    }
}

async fn in_time<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(10), future).await.expect("somebody waits for a load that never comes")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_after_its_load_was_sent() {
    let mut test = Test::start("return redis.call('INCRBY', KEYS[1], ARGV[1]) -- sent", true).await;
    // The others come behind its load, and need none of their own. Its own call has run, unheard.
    test.call_together(1).await;
    let others = u64::try_from(CALLERS).unwrap();
    assert_eq!(test.counts(), (2 + others, 1));
    test.drop_leader().await;
    test.call_together(1 + CALLERS).await;
    assert_eq!(test.counts(), (2 + 2 * others, 1));
    test.the_next_one_leads(1 + 2 * CALLERS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_before_its_load_was_sent() {
    let mut test = Test::start("return redis.call('INCRBY', KEYS[1], ARGV[1]) -- unsent", false).await;
    // The mark is there, and nothing comes of it: they don't wait for it for ever.
    test.call_together(0).await;
    assert!(test.counts().1 >= 1);
    test.drop_leader().await;
    test.the_next_one_leads(CALLERS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_while_the_others_miss_the_script() {
    let mut test = Test::start("return redis.call('INCRBY', KEYS[1], ARGV[1]) -- dropped", false).await;
    // What the mark is: as long as the leader is there, a caller follows four times before it loads itself.
    let mut conn = test.conn.clone();
    test.forget();
    assert_eq!(in_time(test.add.invoke_async(&mut conn)).await.unwrap(), 1);
    assert_eq!(test.counts(), (6, 1));
    test.forget();
    let (add, leader) = (test.add.clone(), test.leader.abort_handle());
    let callers = (0..CALLERS).map(|caller| {
        let (add, mut conn, leader) = (add.clone(), conn.clone(), leader.clone());
        tokio::spawn(async move {
            if caller == CALLERS / 2 {
                leader.abort();
            }
            add.invoke_async(&mut conn).await.unwrap()
        })
    });
    let mut seen: Vec<i64> = in_time(join_all(callers)).await.into_iter().map(Result::unwrap).collect();
    seen.sort_unstable();
    assert_eq!(seen, (2..=1 + CALLERS).collect::<Vec<_>>());
    assert!((&mut test.leader).await.unwrap_err().is_cancelled());
    test.the_next_one_leads(1 + CALLERS).await;
}
