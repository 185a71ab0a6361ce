//! Calls with one type of reply in one write: what is sent, on a mock that accepts nothing else, and what comes of it on
//! a real server.

mod support;

use redis::{Cmd, FromRedisValue, Value, cmd};
use redis_script::{Batch, Error, Invocation, Script, testing::Server};
use redis_test::{MockCmd, MockRedisConnection};
use support::{NOSCRIPT_TEXTS, call, script, server_error};

const COUNT: &str = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
const MISSING: &str = NOSCRIPT_TEXTS[0];

fn by_sha1(script: &Script, key: &str) -> Cmd {
    cmd("EVALSHA").arg(script.sha1()).arg(1).arg(key).arg("1").take()
}

fn exchange(sent: &[Cmd], replies: Vec<Value>) -> MockCmd {
    let mut pipeline = redis::pipe();
    for command in sent {
        pipeline.add_command(command.clone());
    }
    MockCmd::with_values(pipeline, Ok(replies))
}

/// Each call's own result, async and blocking.
fn each<T: FromRedisValue + std::fmt::Debug>(batch: &Batch<T>, expected: &[MockCmd]) -> Vec<Result<T, Error>> {
    both(expected, |mut conn| batch.query_each(&mut conn), async |mut conn| batch.query_each_async(&mut conn).await)
        .unwrap()
}

/// All values, async and blocking.
fn all<T: FromRedisValue + std::fmt::Debug>(batch: &Batch<T>, expected: &[MockCmd]) -> Result<Vec<T>, Error> {
    both(expected, |mut conn| batch.query(&mut conn), async |mut conn| batch.query_async(&mut conn).await)
}

fn both<R: std::fmt::Debug>(
    expected: &[MockCmd],
    blocking: impl FnOnce(MockRedisConnection) -> R,
    asynchronous: impl AsyncFnOnce(MockRedisConnection) -> R,
) -> R {
    let conn = || MockRedisConnection::new(expected.to_vec()).assert_all_commands_consumed();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let result = runtime.block_on(asynchronous(conn()));
    assert_eq!(format!("{result:?}"), format!("{:?}", blocking(conn())));
    result
}

fn calls<T: FromRedisValue>(script: &'static Script, keys: &[&str]) -> Batch<T> {
    keys.iter().map(|key| call(script, &[key], &["1"])).collect()
}

#[test]
fn values_are_in_the_order_of_the_calls() {
    let script = script(COUNT);
    let sent = ["a", "b", "c"].map(|key| by_sha1(script, key));
    let batch = calls::<i64>(script, &["a", "b", "c"]);
    assert_eq!((batch.len(), batch.is_empty()), (3, false));
    let replies = || [3, 1, 2].map(Value::Int).to_vec();
    assert_eq!(all(&batch, &[exchange(&sent, replies())]).unwrap(), [3, 1, 2]);
    let results: Result<Vec<i64>, Error> = each(&batch, &[exchange(&sent, replies())]).into_iter().collect();
    assert_eq!(results.unwrap(), [3, 1, 2]);
}

#[test]
fn where_no_call_ran_the_script_is_loaded_once_and_all_are_sent_again() {
    let script = script(COUNT);
    let sent = ["a", "b"].map(|key| by_sha1(script, key));
    let load = cmd("SCRIPT").arg("LOAD").arg(script.source()).take();
    let with_load = [&[load][..], &sent].concat();
    let expected = [
        exchange(&sent, vec![server_error(MISSING), server_error(MISSING)]),
        exchange(&with_load, vec![Value::BulkString(script.sha1().into()), Value::Int(1), Value::Int(2)]),
    ];
    assert_eq!(all(&calls::<i64>(script, &["a", "b"]), &expected).unwrap(), [1, 2]);
}

#[test]
fn a_call_that_fails_has_its_own_error_and_the_others_their_values() {
    let script = script(COUNT);
    let sent = ["a", "b", "c", "d"].map(|key| by_sha1(script, key));
    let batch = calls::<Option<i64>>(script, &["a", "b", "c", "d"]);
    let replies = || {
        let nested = Value::Array(vec![server_error("NESTED in a table")]);
        vec![Value::Int(7), server_error("WRONGTYPE Operation"), Value::SimpleString("no number".to_owned()), nested]
    };
    let results = each(&batch, &[exchange(&sent, replies())]);
    let codes = results.iter().map(|result| result.as_ref().map_err(|error| error.code().map(str::to_owned)));
    let some = |code: &str| Err(Some(code.to_owned()));
    assert_eq!(codes.collect::<Vec<_>>(), [Ok(&Some(7)), some("WRONGTYPE"), Err(None), some("NESTED")]);
    assert!(matches!(results[2], Err(Error::Decode(_))), "{:?}", results[2]);

    let Err(Error::Pipeline(error)) = all(&batch, &[exchange(&sent, replies())]) else { panic!("an error") };
    let failed: Vec<usize> = error.failures().iter().map(|(index, _)| *index).collect();
    assert_eq!((failed, error.completed()), (vec![1, 2, 3], 1));
}

#[test]
fn a_call_that_missed_beside_others_that_ran_is_an_error_of_its_own() {
    let script = script(COUNT);
    let sent = ["a", "b"].map(|key| by_sha1(script, key));
    let batch = calls::<i64>(script, &["a", "b"]);
    let results = each(&batch, &[exchange(&sent, vec![Value::Int(1), server_error(MISSING)])]);
    assert_eq!(results[0].as_ref().unwrap(), &1);
    assert_eq!(results[1].as_ref().unwrap_err().code(), Some("NOSCRIPT"));
}

#[test]
fn independent_calls_follow_after_their_load() {
    let script = script(COUNT);
    let sent = ["a", "b"].map(|key| by_sha1(script, key));
    let load = cmd("SCRIPT").arg("LOAD").arg(script.source()).take();
    let mut batch = calls::<i64>(script, &["a", "b"]);
    batch.independent();
    let expected = [
        exchange(&sent, vec![server_error(MISSING), Value::Int(2)]),
        exchange(&[load, sent[0].clone()], vec![Value::BulkString(script.sha1().into()), Value::Int(1)]),
    ];
    assert_eq!(all(&batch, &expected).unwrap(), [1, 2]);
}

#[test]
fn an_empty_batch_sends_nothing() {
    let mut batch = calls::<i64>(script(COUNT), &["a"]);
    batch.clear();
    assert!(batch.is_empty() && all(&batch, &[]).unwrap().is_empty() && each(&batch, &[]).is_empty());
    assert!(all(&Batch::<i64>::default(), &[]).unwrap().is_empty());
}

#[test]
fn what_is_shown_of_it_are_counts() {
    let batch = calls::<i64>(script(COUNT), &["secret"]);
    let shown = format!("{batch:?}");
    assert!(shown.contains("len: 1") && !shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn a_real_server_runs_each_call_once_also_after_a_flush() {
    let server = Server::start().unwrap();
    let mut blocking = server.client().get_connection().unwrap();
    let mut conn = server.client().get_multiplexed_async_connection().await.unwrap();
    let add = |_| -> Invocation<i64> { call(script(COUNT), &["n"], &["1"]) };
    let mut batch: Batch<i64> = (0..100).map(add).collect();
    assert_eq!(batch.query_async(&mut conn).await.unwrap(), (1..=100).collect::<Vec<_>>());
    cmd("SCRIPT").arg("FLUSH").exec(&mut blocking).unwrap();
    assert_eq!(batch.query(&mut blocking).unwrap(), (101..=200).collect::<Vec<_>>());
    cmd("SET").arg("text").arg("x").exec(&mut blocking).unwrap();
    batch.invoke(call(script(COUNT), &["text"], &["1"])).extend([add(0)]);
    let results = batch.query_each_async(&mut conn).await.unwrap();
    assert!(results[100].as_ref().unwrap_err().to_string().contains("not an integer"), "{:?}", results[100]);
    assert_eq!(results[101].as_ref().unwrap(), &301);
}
