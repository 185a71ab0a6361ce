//! The exact commands of pipelines and transactions, on a mock that accepts no others.

mod support;

use redis::{Cmd, FromRedisValue, Value, cmd};
use redis_script::{Error, Mode, Pipeline, Script, pipe};
use redis_test::{MockCmd, MockRedisConnection};
use support::{NOSCRIPT_TEXTS, call, evaluated, script, server_error};

const COUNT: &str = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
const OTHER: &str = "return redis.call('DECRBY', KEYS[1], ARGV[1])";
const MISSING: &str = NOSCRIPT_TEXTS[0];

fn by_sha1(script: &Script, key: &str) -> Cmd {
    cmd("EVALSHA").arg(script.sha1()).arg(1).arg(key).arg("1").take()
}

fn by_text(script: &Script, key: &str) -> Cmd {
    cmd("EVAL").arg(script.source()).arg(1).arg(key).arg("1").take()
}

fn load(script: &Script) -> Cmd {
    cmd("SCRIPT").arg("LOAD").arg(script.source()).take()
}

fn incr(key: &str) -> Cmd {
    cmd("INCR").arg(key).take()
}

fn commands(commands: impl IntoIterator<Item = Cmd>) -> redis::Pipeline {
    let mut pipeline = redis::pipe();
    for command in commands {
        pipeline.add_command(command);
    }
    pipeline
}

fn exchange(sent: impl IntoIterator<Item = Cmd>, replies: impl IntoIterator<Item = Value>) -> MockCmd {
    MockCmd::with_values(commands(sent), Ok(replies.into_iter().collect()))
}

fn transaction(sent: impl IntoIterator<Item = Cmd>, reply: Value) -> MockCmd {
    MockCmd::with_values(commands(sent).atomic(), Ok(vec![reply]))
}

fn ints(values: impl IntoIterator<Item = i64>) -> Vec<Value> {
    values.into_iter().map(Value::Int).collect()
}

fn loaded(script: &Script) -> Value {
    Value::BulkString(script.sha1().into())
}

fn run<T: FromRedisValue + std::fmt::Debug>(pipeline: &Pipeline, expected: &[MockCmd]) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut conn = MockRedisConnection::new(expected.to_vec()).assert_all_commands_consumed();
    let result = runtime.block_on(pipeline.query_async(&mut conn));
    let mut conn = MockRedisConnection::new(expected.to_vec()).assert_all_commands_consumed();
    let blocking: Result<T, Error> = pipeline.query(&mut conn);
    assert_eq!(format!("{result:?}"), format!("{blocking:?}"));
    result
}

fn failures(error: Error) -> (Vec<(usize, Option<String>)>, usize) {
    let Error::Pipeline(error) = error else { panic!("{error:?}") };
    let codes = error.failures().iter().map(|(index, error)| (*index, error.code().map(str::to_owned)));
    (codes.collect(), error.completed())
}

fn noscript(index: usize) -> (usize, Option<String>) {
    (index, Some("NOSCRIPT".to_owned()))
}

#[test]
fn scripts_alone_are_sent_by_their_names() {
    let script = script(COUNT);
    let mut pipeline = pipe();
    pipeline.invoke(call::<i64>(script, &["a"], &["1"])).invoke(call::<i64>(script, &["b"], &["1"]));
    let expected = [exchange([by_sha1(script, "a"), by_sha1(script, "b")], ints([1, 2]))];
    assert_eq!(run::<(i64, i64)>(&pipeline, &expected).unwrap(), (1, 2));
}

#[test]
fn where_no_script_ran_all_are_loaded_and_sent_again_in_order() {
    let (count, other) = (script(COUNT), script(OTHER));
    let calls = [(count, "a"), (other, "b"), (count, "c")];
    let mut pipeline = pipe();
    for (script, key) in calls {
        pipeline.invoke(call::<i64>(script, &[key], &["1"]));
    }
    let sent: Vec<Cmd> = calls.iter().map(|(script, key)| by_sha1(script, key)).collect();
    let with_loads = [load(count), load(other)].into_iter().chain(sent.clone());
    let expected = [
        exchange(sent.clone(), [server_error(MISSING), server_error(MISSING), server_error(MISSING)]),
        exchange(with_loads, [vec![loaded(count), loaded(other)], ints([1, 2, 3])].concat()),
    ];
    assert_eq!(run::<Vec<i64>>(&pipeline, &expected).unwrap(), [1, 2, 3]);
}

#[test]
fn where_loads_are_refused_the_first_call_of_each_script_carries_its_text() {
    let script = script(COUNT);
    let mut pipeline = Pipeline::new();
    pipeline.extend(["a", "b"].map(|key| call::<i64>(script, &[key], &["1"])));
    let sent = [by_sha1(script, "a"), by_sha1(script, "b")];
    let refused = server_error("NOPERM no 'script|load'");
    let missing = || server_error(MISSING);
    let expected = [
        exchange(sent.clone(), [missing(), missing()]),
        exchange([load(script)].into_iter().chain(sent.clone()), [refused, missing(), missing()]),
        exchange([by_text(script, "a"), by_sha1(script, "b")], ints([1, 2])),
    ];
    assert_eq!(run::<Vec<i64>>(&pipeline, &expected).unwrap(), [1, 2]);
}

#[test]
fn where_some_have_run_the_error_says_which_and_nothing_is_sent_again() {
    let (count, other) = (script(COUNT), script(OTHER));
    let mut pipeline = pipe();
    pipeline.invoke(call::<i64>(count, &["a"], &["1"])).invoke(call::<i64>(other, &["b"], &["1"])).invoke(call::<i64>(
        count,
        &["c"],
        &["1"],
    ));
    let sent = [by_sha1(count, "a"), by_sha1(other, "b"), by_sha1(count, "c")];
    let expected = [exchange(sent, [Value::Int(1), server_error(MISSING), Value::Int(2)])];
    let error = run::<Vec<i64>>(&pipeline, &expected).unwrap_err();
    assert!(
        error.to_string().contains("1 of 3 entries of the pipeline failed, 2 have run; entry 1: example.lua: NOSCRIPT"),
        "{error}"
    );
    assert_eq!(redis::RedisError::from(error.clone()).code(), Some("NOSCRIPT"));
    assert_eq!(failures(error), (vec![noscript(1)], 2));
}

#[test]
fn independent_entries_follow_after_their_load() {
    let (count, other) = (script(COUNT), script(OTHER));
    let mut pipeline = pipe();
    pipeline
        .invoke(call::<i64>(count, &["a"], &["1"]))
        .invoke(call::<i64>(other, &["b"], &["1"]))
        .invoke(call::<i64>(count, &["c"], &["1"]))
        .independent();
    let sent = [by_sha1(count, "a"), by_sha1(other, "b"), by_sha1(count, "c")];
    let expected = [
        exchange(sent, [Value::Int(1), server_error(MISSING), Value::Int(3)]),
        exchange([load(other), by_sha1(other, "b")], [loaded(other), Value::Int(2)]),
    ];
    assert_eq!(run::<Vec<i64>>(&pipeline, &expected).unwrap(), [1, 2, 3]);
}

#[test]
fn beside_commands_scripts_are_loaded_ahead_and_replies_keep_their_places() {
    let (count, other) = (script(COUNT), script(OTHER));
    let mut pipeline = pipe();
    pipeline
        .cmd("INCR")
        .arg("n")
        .invoke(call::<i64>(count, &["a"], &["1"]))
        .add_command(incr("m"))
        .ignore()
        .invoke(call::<i64>(other, &["b"], &["1"]))
        .invoke(call::<i64>(count, &["c"], &["1"]));
    let user = [incr("n"), by_sha1(count, "a"), incr("m"), by_sha1(other, "b"), by_sha1(count, "c")];
    let sent = [load(count), load(other)].into_iter().chain(user.clone());
    let replies = [vec![loaded(count), loaded(other)], ints([1, 2, 3, 4, 5])].concat();
    let expected = [exchange(sent, replies)];
    assert_eq!(run::<(i64, i64, i64, i64)>(&pipeline, &expected).unwrap(), (1, 2, 4, 5));

    pipeline.preloaded();
    let expected = [exchange(user.clone(), ints([1, 2, 3, 4, 5]))];
    assert_eq!(run::<(i64, i64, i64, i64)>(&pipeline, &expected).unwrap(), (1, 2, 4, 5));
    let replies = [Value::Int(1), server_error(MISSING), Value::Int(3), Value::Int(4), server_error(MISSING)];
    let error = run::<Vec<i64>>(&pipeline, &[exchange(user, replies)]).unwrap_err();
    assert_eq!(failures(error), (vec![noscript(1), noscript(4)], 3));
}

#[test]
fn a_transaction_holds_its_loads() {
    let script = script(COUNT);
    let mut pipeline = pipe();
    pipeline.atomic().invoke(call::<i64>(script, &["a"], &["1"])).cmd("INCR").arg("n");
    let sent = [load(script), by_sha1(script, "a"), incr("n")];
    let reply = Value::Array(vec![loaded(script), Value::Int(1), Value::Int(2)]);
    assert_eq!(run::<(i64, i64)>(&pipeline, &[transaction(sent.clone(), reply)]).unwrap(), (1, 2));
    // A watched key changed.
    assert_eq!(run::<Option<(i64, i64)>>(&pipeline, &[transaction(sent, Value::Nil)]).unwrap(), None);
}

/// What connections report for a transaction with a command that was not queued.
fn refused(index: usize, text: &str) -> redis::RedisError {
    use std::io::{Read, Write};
    // Only a connection makes this error, so a connection is given what makes it do so.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let replies =
        ["+OK\r\n".to_owned(), "+QUEUED\r\n".repeat(index), format!("-{text}\r\n"), "+QUEUED\r\n".repeat(2 - index)];
    let replies = replies.concat() + "-EXECABORT Transaction discarded because of previous errors.\r\n";
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        let mut setup = stream.read(&mut buffer).unwrap();
        while !buffer[..setup].windows(5).any(|word| word == b"MULTI") {
            let commands = buffer[..setup].split(|&byte| byte == b'*').count() - 1;
            stream.write_all("+OK\r\n".repeat(commands).as_bytes()).unwrap();
            setup = stream.read(&mut buffer).unwrap();
        }
        stream.write_all(replies.as_bytes()).unwrap();
        let _ = stream.read(&mut buffer);
    });
    let mut conn = redis::Client::open(format!("redis://{address}")).unwrap().get_connection().unwrap();
    let error = redis::pipe().atomic().cmd("A").cmd("B").cmd("C").exec(&mut conn).unwrap_err();
    drop(conn);
    server.join().unwrap();
    error
}

#[test]
fn a_transaction_whose_loads_are_refused_is_sent_with_the_texts() {
    let script = script(COUNT);
    let mut pipeline = pipe();
    pipeline.atomic().invoke(call::<i64>(script, &["a"], &["1"])).invoke(call::<i64>(script, &["b"], &["1"]));
    let sent = [load(script), by_sha1(script, "a"), by_sha1(script, "b")];
    let aborted = MockCmd::with_values::<_, Value>(commands(sent).atomic(), Err(refused(0, "NOPERM no 'script|load'")));
    let again = transaction([by_text(script, "a"), by_sha1(script, "b")], Value::Array(ints([1, 2])));
    assert_eq!(run::<(i64, i64)>(&pipeline, &[aborted, again]).unwrap(), (1, 2));
}

#[test]
fn a_refused_transaction_says_which_entry_and_that_nothing_ran() {
    let script = script(COUNT);
    let mut pipeline = pipe();
    pipeline.atomic().invoke(call::<i64>(script, &["a"], &["1"])).cmd("INCR").arg("n");
    let sent = [load(script), by_sha1(script, "a"), incr("n")];
    let aborted = MockCmd::with_values::<_, Value>(commands(sent).atomic(), Err(refused(2, "OOM command not allowed")));
    let error = run::<(i64, i64)>(&pipeline, &[aborted]).unwrap_err();
    assert_eq!(error.code(), Some("EXECABORT"));
    assert_eq!(redis::RedisError::from(error.clone()).code(), Some("EXECABORT"));
    assert_eq!(failures(error), (vec![(1, Some("OOM".to_owned()))], 0));
}

#[test]
fn calls_with_their_text_need_no_load() {
    let (forger, count) = (evaluated(OTHER), script(COUNT));
    let mut pipeline = pipe();
    pipeline
        .invoke(call::<i64>(forger, &["a"], &["1"]))
        .invoke(call::<i64>(count, &["b"], &["1"]).mode(Mode::Eval))
        .invoke(call::<i64>(count, &["c"], &["1"]).mode(Mode::EvalSha));
    let sent = [by_text(forger, "a"), by_text(count, "b"), by_sha1(count, "c")];
    let expected = [exchange(sent.clone(), ints([1, 2, 3]))];
    assert_eq!(run::<Vec<i64>>(&pipeline, &expected).unwrap(), [1, 2, 3]);
    // The script's own NOSCRIPT, and one that the caller wants to see.
    let expected = [exchange(sent, [server_error(MISSING), Value::Int(2), server_error(MISSING)])];
    assert_eq!(failures(run::<()>(&pipeline, &expected).unwrap_err()), (vec![noscript(0), noscript(2)], 1));
}

#[test]
fn other_errors_are_reported_in_their_places() {
    let script = script(COUNT);
    let mut pipeline = pipe();
    pipeline.invoke(call::<i64>(script, &["a"], &["1"])).invoke(call::<i64>(script, &["b"], &["1"])).ignore();
    let sent = [by_sha1(script, "a"), by_sha1(script, "b")];
    let expected = [exchange(sent.clone(), [Value::Int(1), server_error("WRONGTYPE no")])];
    assert_eq!(failures(run::<()>(&pipeline, &expected).unwrap_err()), (vec![(1, Some("WRONGTYPE".to_owned()))], 1));
    let dropped = redis::RedisError::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
    let expected = [MockCmd::with_values::<_, Value>(commands(sent.clone()), Err(dropped))];
    assert!(matches!(run::<()>(&pipeline, &expected).unwrap_err(), Error::Redis { .. }));
    let expected = [exchange(sent, [Value::Int(1), Value::Int(2)])];
    let error = run::<(Vec<i64>, i64)>(&pipeline, &expected).unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.script().is_none()), "{error}");
}

#[test]
fn an_empty_pipeline_sends_nothing() {
    assert_eq!(run::<Vec<i64>>(&pipe(), &[]).unwrap(), Vec::<i64>::new());
}

#[test]
#[should_panic(expected = "an argument can't be added to a script's call")]
fn an_argument_after_a_call_is_a_mistake() {
    pipe().invoke(call::<i64>(script(COUNT), &["a"], &["1"])).arg(1);
}
