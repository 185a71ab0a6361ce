//! What is told to `tracing`, and what is counted.

#[path = "support/seen.rs"]
mod seen;
mod support;

use redis::{Cmd, Value};
use redis_script::{Error, Invocation, Mode, Result, Script, pipe};
use redis_test::{MockCmd, MockRedisConnection};
use seen::{Fields, Seen};
use support::{NOSCRIPT_TEXTS, call, script, server_error};
use tracing::subscriber::with_default;

const SECRET: &str = "hunter2";

fn missing() -> Value {
    server_error(NOSCRIPT_TEXTS[0])
}

fn refusal() -> Value {
    server_error("NOPERM User app has no permissions to run the 'script|load' command")
}

fn sha1(script: &Script) -> Value {
    Value::BulkString(script.sha1().into())
}

fn load(script: &Script) -> Cmd {
    let mut load = redis::cmd("SCRIPT");
    load.arg("LOAD").arg(script.source());
    load
}

fn loaded<T>(invocation: &Invocation<T>) -> redis::Pipeline {
    let mut pipeline = redis::Pipeline::new();
    pipeline.add_command(load(invocation.script())).add_command(invocation.cmd().clone());
    pipeline
}

/// A call with a key and an argument that nobody else may see.
fn secret_call(script: &'static Script) -> Invocation<String> {
    call(script, &[SECRET], &[SECRET])
}

/// What `tracing` is told of a call that is answered like this.
fn observed<T: redis::FromRedisValue>(
    invocation: &Invocation<T>,
    replies: impl IntoIterator<Item = MockCmd>,
) -> (Result<T>, Seen) {
    let (seen, replies) = (Seen::default(), replies.into_iter().collect::<Vec<_>>());
    let mut conn = MockRedisConnection::new(replies.clone()).assert_all_commands_consumed();
    let result = with_default(seen.clone(), || invocation.invoke(&mut conn));
    // An async call tells the same.
    let (again, mut conn) = (Seen::default(), MockRedisConnection::new(replies).assert_all_commands_consumed());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let asynchronous = with_default(again.clone(), || runtime.block_on(invocation.invoke_async(&mut conn)));
    assert_eq!((again.spans(), asynchronous.is_ok()), (seen.spans(), result.is_ok()));
    assert_eq!(again.events().len(), seen.events().len());
    assert!(!format!("{:?} {:?}", seen.spans(), seen.events()).contains(SECRET));
    (result, seen)
}

fn fields(expected: &[(&str, &str)]) -> Fields {
    expected.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn a_call_is_a_span_with_opentelemetrys_names() {
    let script = script("return ARGV[1]");
    let invocation = secret_call(script);
    let reply = Value::SimpleString("x".to_owned());
    let (result, seen) = observed(&invocation, [MockCmd::new(invocation.cmd(), Ok(reply))]);
    assert_eq!(result.unwrap(), "x");
    let expected = fields(&[
        ("name", "script"),
        ("otel.name", "EVALSHA example.lua"),
        ("otel.kind", "client"),
        ("db.system.name", "redis"),
        ("db.operation.name", "EVALSHA"),
        ("db.stored_procedure.name", "example.lua"),
        ("redis_script.function", "example"),
        ("redis_script.sha1", script.sha1()),
        ("redis_script.keys", "1"),
    ]);
    assert_eq!(seen.spans(), [expected]);
    assert!(seen.events().is_empty(), "{:?}", seen.events());
}

#[test]
fn the_operation_is_the_command() {
    let read_only = script("#!lua flags=no-writes\nreturn 1");
    let writing = script("return 1");
    for (script, mode, command) in [
        (read_only, Mode::Auto, "EVALSHA_RO"),
        (read_only, Mode::Eval, "EVAL_RO"),
        (writing, Mode::Eval, "EVAL"),
        (writing, Mode::EvalSha, "EVALSHA"),
    ] {
        let invocation = call::<i64>(script, &[], &[]).mode(mode);
        let (result, seen) = observed(&invocation, [MockCmd::new(invocation.cmd(), Ok(Value::Int(1)))]);
        assert_eq!((result.unwrap(), &*seen.spans()[0]["db.operation.name"]), (1, command));
    }
}

#[test]
fn a_cold_call_tells_that_it_is_cold_and_that_it_loaded() {
    let script = script("return ARGV[1]");
    let invocation = secret_call(script);
    let replies = [
        MockCmd::new(invocation.cmd(), Ok(missing())),
        MockCmd::with_values(loaded(&invocation), Ok(vec![sha1(script), Value::SimpleString("x".to_owned())])),
    ];
    let (result, seen) = observed(&invocation, replies);
    assert_eq!(result.unwrap(), "x");
    let events = seen.events();
    assert_eq!((seen.spans().len(), events.len()), (1, 2), "{events:?}");
    for (event, word) in events.iter().zip(["cold", "loaded"]) {
        assert!(event.starts_with("DEBUG in 1") && event.contains(word) && event.contains(script.sha1()), "{event}");
    }
    assert_eq!(counts(script), (2, 2, 2, 0, vec![]));
}

#[test]
fn a_refused_load_is_a_warning_once() {
    let script = script("return ARGV[1]");
    let invocation = secret_call(script);
    let mut whole = redis::cmd("EVAL");
    whole.arg(script.source()).arg(1).arg(SECRET).arg(SECRET);
    let replies = || {
        [
            MockCmd::new(invocation.cmd(), Ok(missing())),
            MockCmd::with_values(loaded(&invocation), Ok(vec![refusal(), missing()])),
            MockCmd::new(&whole, Ok(Value::SimpleString("x".to_owned()))),
        ]
    };
    let (first, seen) = observed(&invocation, replies());
    let (second, later) = observed(&invocation, replies());
    assert_eq!((first.unwrap(), second.unwrap()), ("x".to_owned(), "x".to_owned()));
    let warning = &seen.events()[1];
    for part in ["WARN in 1", "SCRIPT LOAD is refused", "script=example.lua", "code=NOPERM", script.sha1()] {
        assert!(warning.contains(part), "{warning}");
    }
    assert!(later.events().iter().all(|event| event.starts_with("DEBUG")), "{:?}", later.events());
    assert!(later.events()[1].contains("fell back"), "{:?}", later.events());
    assert_eq!(counts(script), (4, 4, 0, 4, vec![]));
}

#[test]
fn an_error_has_a_class() {
    let script = script("return redis.error_reply('TOO_MANY calls') or ARGV[1]");
    for (text, class) in [
        ("WRONGTYPE Operation against a key holding the wrong kind of value", "WRONGTYPE"),
        ("TOO_MANY calls", "TOO_MANY"),
        // What a script returns can be what it was given.
        ("HUNTER2 calls", "_OTHER"),
        ("OOM command not allowed when used memory > 'maxmemory'.", "OOM"),
    ] {
        let invocation = secret_call(script);
        let (result, seen) = observed(&invocation, [MockCmd::new(invocation.cmd(), Ok(server_error(text)))]);
        assert_eq!(result.unwrap_err().error_type(), class);
        let span = &seen.spans()[0];
        for (field, value) in [("otel.status_code", "ERROR"), ("error.type", class), ("db.response.status_code", class)]
        {
            assert_eq!(span[field], value);
        }
    }
    let undecodable = call::<u64>(script, &[SECRET], &[SECRET]);
    let reply = Value::BulkString(SECRET.into());
    let (result, seen) = observed(&undecodable, [MockCmd::new(undecodable.cmd(), Ok(reply))]);
    assert!(matches!(result, Err(Error::Decode(_))));
    assert_eq!(seen.spans()[0]["error.type"], "decode");
    assert_eq!(seen.spans()[0].get("db.response.status_code"), None);
    let errors = vec![("OOM", 2), ("TOO_MANY", 2), ("WRONGTYPE", 2), ("_OTHER", 2), ("decode", 2)];
    assert_eq!(counts(script), (10, 0, 0, 0, errors));
}

#[test]
fn a_pipeline_is_one_span_and_counts_each_call() {
    let [first, second] = [script("return 1"), script("return 2")];
    let calls = || [call::<i64>(first, &[SECRET], &[SECRET]), call(second, &[SECRET], &[]), call(second, &[], &[])];
    let (seen, mut pipeline) = (Seen::default(), pipe());
    pipeline.extend(calls());
    let mut all = redis::Pipeline::new();
    for call in calls() {
        all.add_command(call.cmd().clone());
    }
    let mut reload = redis::Pipeline::new();
    reload.add_command(load(first)).add_command(load(second));
    for call in calls() {
        reload.add_command(call.cmd().clone());
    }
    let wrong = server_error("WRONGTYPE Operation against a key holding the wrong kind of value");
    let mut conn = MockRedisConnection::new([
        MockCmd::with_values(all, Ok(vec![missing(); 3])),
        MockCmd::with_values(reload, Ok(vec![sha1(first), sha1(second), Value::Int(1), wrong, Value::Int(2)])),
    ]);
    with_default(seen.clone(), || pipeline.query::<Vec<i64>>(&mut conn)).unwrap_err();
    let expected = fields(&[
        ("name", "pipeline"),
        ("otel.name", "PIPELINE"),
        ("otel.kind", "client"),
        ("otel.status_code", "ERROR"),
        ("db.system.name", "redis"),
        ("db.operation.name", "PIPELINE"),
        ("db.operation.batch.size", "3"),
        ("db.response.status_code", "WRONGTYPE"),
        ("error.type", "WRONGTYPE"),
        ("redis_script.scripts", "{\"example.lua\"}"),
        ("redis_script.keys", "2"),
    ]);
    assert_eq!(seen.spans(), [expected]);
    let words: Vec<_> = seen.events().iter().map(|event| event.contains("cold")).collect();
    assert_eq!(words, [true, true, true, false, false], "{:?}", seen.events());
    assert!(!format!("{:?}", seen.events()).contains(SECRET));
    assert_eq!(counts(first), (1, 1, 1, 0, vec![]));
    assert_eq!(counts(second), (2, 2, 1, 0, vec![("WRONGTYPE", 1)]));
}

#[test]
fn the_errors_of_a_batch_are_counted_where_they_belong() {
    let script = script("return 1");
    let calls = || [call::<i64>(script, &["a"], &[]), call(script, &["b"], &[]), call(script, &["c"], &[])];
    let (seen, batch): (_, redis_script::Batch<i64>) = (Seen::default(), calls().into_iter().collect());
    let mut all = redis::Pipeline::new();
    for call in calls() {
        all.add_command(call.cmd().clone());
    }
    let replies = || vec![Value::Int(1), server_error("WRONGTYPE Operation"), server_error("OOM command not allowed")];
    let mut conn = MockRedisConnection::new([(); 2].map(|()| MockCmd::with_values(all.clone(), Ok(replies()))));
    with_default(seen.clone(), || batch.query_each(&mut conn)).unwrap();
    assert_eq!(seen.spans()[0]["otel.status_code"], "ERROR");
    assert_eq!(counts(script), (3, 0, 0, 0, vec![("OOM", 1), ("WRONGTYPE", 1)]));
    with_default(seen.clone(), || batch.query(&mut conn)).unwrap_err();
    assert_eq!(counts(script), (6, 0, 0, 0, vec![("OOM", 2), ("WRONGTYPE", 2)]));
}

#[test]
fn a_pipeline_falls_back_with_an_event() {
    let script = script("return 1");
    let invocation = || call::<i64>(script, &[SECRET], &[SECRET]);
    let (seen, mut pipeline) = (Seen::default(), pipe());
    pipeline.invoke(invocation()).invoke(invocation());
    let mut twice = redis::Pipeline::new();
    twice.add_command(invocation().cmd().clone()).add_command(invocation().cmd().clone());
    let mut reload = redis::Pipeline::new();
    reload.add_command(load(script));
    for cmd in twice.cmd_iter() {
        reload.add_command(cmd.clone());
    }
    let mut whole = redis::Pipeline::new();
    whole.cmd("EVAL").arg(script.source()).arg(1).arg(SECRET).arg(SECRET);
    whole.add_command(invocation().cmd().clone());
    let mut conn = MockRedisConnection::new([
        MockCmd::with_values(twice, Ok(vec![missing(), missing()])),
        MockCmd::with_values(reload, Ok(vec![refusal(), missing(), missing()])),
        MockCmd::with_values(whole, Ok(vec![Value::Int(1), Value::Int(1)])),
    ]);
    let replies: Vec<i64> = with_default(seen.clone(), || pipeline.query(&mut conn)).unwrap();
    assert_eq!(replies, [1, 1]);
    let span = &seen.spans()[0];
    assert_eq!((&*span["db.stored_procedure.name"], &*span["redis_script.sha1"]), ("example.lua", script.sha1()));
    let events = seen.events();
    assert!(events.len() == 3 && events[2].starts_with("WARN in 1"), "{events:?}");
    assert_eq!(counts(script), (2, 2, 0, 1, vec![]));
}

type Counts = (u64, u64, u64, u64, Vec<(&'static str, u64)>);

fn counts(script: &Script) -> Counts {
    let counters = script.counters();
    let errors = counters.errors.into_iter().collect();
    (counters.calls, counters.cold, counters.loads, counters.fallbacks, errors)
}

#[test]
fn counters_are_of_all_threads() {
    let script = script("return 1");
    assert_eq!(counts(script), (0, 0, 0, 0, vec![]));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let invocation = call::<i64>(script, &[], &[]);
                let replies = [(); 25].map(|()| MockCmd::new(invocation.cmd(), Ok(Value::Int(1))));
                let mut conn = MockRedisConnection::new(replies);
                (0..25).for_each(|_| assert_eq!(invocation.invoke(&mut conn).unwrap(), 1));
            });
        }
    });
    assert_eq!(counts(script), (100, 0, 0, 0, vec![]));
}
