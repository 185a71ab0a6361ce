//! The exact commands of each mode, and of callers who miss a script at the same time.

mod support;

use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
};

use redis::{Cmd, Pipeline, RedisFuture, Value, aio, cmd, pipe};
use redis_script::{Mode, Script};
use redis_test::{MockCmd, MockRedisConnection};
use support::{NOSCRIPT_TEXTS, call, script, server_error};

fn by_sha1(script: &Script) -> Cmd {
    cmd("EVALSHA").arg(script.sha1()).arg(1).arg("k").arg("5").take()
}

fn by_text(script: &Script) -> Cmd {
    cmd("EVAL").arg(script.source()).arg(1).arg("k").arg("5").take()
}

fn with_load(script: &Script) -> Pipeline {
    pipe().cmd("SCRIPT").arg("LOAD").arg(script.source()).add_command(by_sha1(script)).clone()
}

fn loaded(script: &Script) -> Vec<Value> {
    vec![Value::BulkString(script.sha1().into()), Value::Int(7)]
}

fn missing() -> Value {
    server_error(NOSCRIPT_TEXTS[0])
}

fn mock(expected: impl IntoIterator<Item = MockCmd>) -> MockRedisConnection {
    MockRedisConnection::new(expected.into_iter().collect::<Vec<_>>()).assert_all_commands_consumed()
}

#[test]
fn eval_sends_the_text_always() {
    let script = script("return 'eval'");
    let mut conn = mock([MockCmd::new(by_text(script), Ok(7)), MockCmd::new(by_text(script), Ok(missing()))]);
    let invocation = call::<i64>(script, &["k"], &["5"]).mode(Mode::Eval);
    assert_eq!(invocation.invoke(&mut conn).unwrap(), 7);
    assert_eq!(invocation.invoke(&mut conn).unwrap_err().code(), Some("NOSCRIPT"));
    // And back.
    let again = invocation.mode(Mode::Auto);
    assert_eq!(again.cmd().get_packed_command(), by_sha1(script).get_packed_command());
}

#[test]
fn evalsha_sends_nothing_else() {
    let script = script("return 'evalsha'");
    let mut conn = mock([MockCmd::new(by_sha1(script), Ok(missing()))]);
    let invocation = call::<i64>(script, &["k"], &["5"]).mode(Mode::EvalSha);
    assert_eq!(invocation.invoke(&mut conn).unwrap_err().code(), Some("NOSCRIPT"));
}

#[tokio::test]
async fn the_first_call_of_a_process_takes_the_script_along() {
    let script = script("return 'first'");
    let call = |mode| call::<i64>(script, &["k"], &["5"]).mode(mode);
    let mut conn = mock([
        MockCmd::new(by_sha1(script), Ok(7)),
        MockCmd::with_values(with_load(script), Ok(loaded(script))),
        MockCmd::new(by_sha1(script), Ok(7)),
        MockCmd::new(by_sha1(script), Ok(missing())),
        MockCmd::with_values(with_load(script), Ok(loaded(script))),
    ]);
    for mode in [Mode::Auto, Mode::LoadFirst, Mode::LoadFirst, Mode::LoadFirst] {
        assert_eq!(call(mode).invoke_async(&mut conn).await.unwrap(), 7);
    }
}

#[test]
fn a_script_has_a_mode_of_its_own() {
    let made = redis_script::__private::script(support::parts("return 'own'")).in_mode(Mode::Eval);
    let script: &'static Script = Box::leak(Box::new(made));
    let mut conn = mock([MockCmd::new(by_text(script), Ok(7))]);
    assert_eq!(call::<i64>(script, &["k"], &["5"]).invoke(&mut conn).unwrap(), 7);
}

/// A connection that answers every command with NOSCRIPT and no pipeline at all.
struct Stuck;

impl aio::ConnectionLike for Stuck {
    fn req_packed_command<'a>(&'a mut self, _: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(std::future::ready(Ok(missing())))
    }

    fn req_packed_commands<'a>(&'a mut self, _: &'a Pipeline, _: usize, _: usize) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(std::future::pending())
    }

    fn get_db(&self) -> i64 {
        0
    }
}

#[tokio::test]
async fn who_misses_a_script_that_is_being_loaded_only_calls_again() {
    let script = script("return 'herd'");
    let invocation = call::<i64>(script, &["k"], &["5"]);
    let (mut stuck, mut cx) = (Stuck, Context::from_waker(Waker::noop()));
    {
        let mut leader = pin!(invocation.invoke_async(&mut stuck));
        assert!(matches!(leader.as_mut().poll(&mut cx), Poll::Pending));

        // On the leader's connection, the load would have arrived by then.
        let mut conn = mock([MockCmd::new(by_sha1(script), Ok(missing())), MockCmd::new(by_sha1(script), Ok(7))]);
        assert_eq!(invocation.invoke_async(&mut conn).await.unwrap(), 7);

        // On another one, it loads the script itself.
        let calls = (0..5).map(|_| MockCmd::new(by_sha1(script), Ok(missing())));
        let mut conn = mock(calls.chain([MockCmd::with_values(with_load(script), Ok(loaded(script)))]));
        assert_eq!(invocation.invoke_async(&mut conn).await.unwrap(), 7);
    }
    // The leader was cancelled: the next one to miss it leads.
    let mut conn = mock([
        MockCmd::new(by_sha1(script), Ok(missing())),
        MockCmd::with_values(with_load(script), Ok(loaded(script))),
    ]);
    assert_eq!(invocation.invoke_async(&mut conn).await.unwrap(), 7);
}

/// A connection whose first reply says that the script is missing, once it is let go; all others are the script's.
struct Late {
    let_go: Arc<AtomicBool>,
    calls: usize,
    loads: usize,
}

impl aio::ConnectionLike for Late {
    fn req_packed_command<'a>(&'a mut self, _: &'a Cmd) -> RedisFuture<'a, Value> {
        self.calls += 1;
        let (first, let_go) = (self.calls == 1, Arc::clone(&self.let_go));
        Box::pin(std::future::poll_fn(move |_| match (first, let_go.load(Ordering::Relaxed)) {
            (true, false) => Poll::Pending,
            (true, true) => Poll::Ready(Ok(missing())),
            (false, _) => Poll::Ready(Ok(Value::Int(7))),
        }))
    }

    fn req_packed_commands<'a>(&'a mut self, _: &'a Pipeline, _: usize, _: usize) -> RedisFuture<'a, Vec<Value>> {
        self.loads += 1;
        Box::pin(std::future::ready(Ok(vec![Value::Okay, Value::Int(7)])))
    }

    fn get_db(&self) -> i64 {
        0
    }
}

#[tokio::test]
async fn who_hears_late_that_a_script_was_missing_only_calls_again() {
    let script = script("return 'late'");
    let invocation = call::<i64>(script, &["k"], &["5"]);
    let let_go = Arc::new(AtomicBool::new(false));
    let mut late = Late { let_go: Arc::clone(&let_go), calls: 0, loads: 0 };
    {
        let mut follower = pin!(invocation.invoke_async(&mut late));
        assert!(matches!(follower.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
        // Somebody else loads the script and is done before the follower hears of its first call.
        let mut conn = mock([
            MockCmd::new(by_sha1(script), Ok(missing())),
            MockCmd::with_values(with_load(script), Ok(loaded(script))),
        ]);
        assert_eq!(invocation.invoke_async(&mut conn).await.unwrap(), 7);
        let_go.store(true, Ordering::Relaxed);
        assert_eq!(follower.await.unwrap(), 7);
    }
    assert_eq!((late.calls, late.loads), (2, 0));

    // A call that is sent after the load was answered misses it for another reason, and loads it at once.
    let mut conn = mock([
        MockCmd::new(by_sha1(script), Ok(missing())),
        MockCmd::with_values(with_load(script), Ok(loaded(script))),
    ]);
    assert_eq!(invocation.invoke_async(&mut conn).await.unwrap(), 7);
}
