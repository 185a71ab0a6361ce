//! The exact commands of every path, on a mock that accepts no others.

mod support;

use redis::{Cmd, Value, cmd, pipe};
use redis_script::{__private, Error, Invocation, Script};
use redis_test::{MockCmd, MockRedisConnection};
use support::{NOSCRIPT_TEXTS, call, evaluated, script, server_error};

const COUNT: &str = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
const PEEK: &str = "#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])";

fn named(name: &str, script: &Script) -> Cmd {
    cmd(name).arg(script.sha1()).arg(1).arg("k").arg("5").take()
}

fn whole(name: &str, script: &Script) -> Cmd {
    cmd(name).arg(script.source()).arg(1).arg("k").arg("5").take()
}

fn load(script: &Script) -> Cmd {
    cmd("SCRIPT").arg("LOAD").arg(script.source()).take()
}

fn load_then(script: &Script, call: Cmd) -> redis::Pipeline {
    pipe().add_command(load(script)).add_command(call).clone()
}

#[allow(clippy::unnecessary_wraps, reason = "what the mock takes")]
fn replies(first: Value, second: Value) -> Result<Vec<Value>, redis::RedisError> {
    Ok(vec![first, second])
}

fn sha1_of(script: &Script) -> Value {
    Value::BulkString(script.sha1().into())
}

/// Runs the call on an async and on a blocking connection; both must send the same.
fn run<T>(invocation: &Invocation<T>, expected: &[MockCmd]) -> Result<T, Error>
where
    T: redis::FromRedisValue + std::fmt::Debug,
{
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut conn = MockRedisConnection::new(expected.to_vec()).assert_all_commands_consumed();
    let result = runtime.block_on(invocation.invoke_async(&mut conn));
    let mut conn = MockRedisConnection::new(expected.to_vec()).assert_all_commands_consumed();
    let blocking = invocation.invoke(&mut conn);
    assert_eq!(format!("{result:?}"), format!("{blocking:?}"));
    result
}

#[test]
fn a_known_script_is_one_evalsha() {
    let script = script(COUNT);
    let expected = [MockCmd::new(named("EVALSHA", script), Ok(7))];
    assert_eq!(run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap(), 7);
}

#[test]
fn a_read_only_script_is_one_evalsha_ro() {
    let script = script(PEEK);
    let expected = [MockCmd::new(named("EVALSHA_RO", script), Ok("v"))];
    assert_eq!(run::<String>(&call(script, &["k"], &["5"]), &expected).unwrap(), "v");
}

#[test]
fn an_unknown_script_is_loaded_and_called_in_one_write() {
    for (source, name) in [(COUNT, "EVALSHA"), (PEEK, "EVALSHA_RO")] {
        for text in NOSCRIPT_TEXTS {
            let script = script(source);
            let call_cmd = named(name, script);
            let expected = [
                MockCmd::new(&call_cmd, Ok(server_error(text))),
                MockCmd::with_values(load_then(script, call_cmd.clone()), replies(sha1_of(script), Value::Int(7))),
            ];
            assert_eq!(run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap(), 7);
        }
    }
}

#[test]
fn a_script_that_is_forgotten_again_is_an_error() {
    let script = script(COUNT);
    let call_cmd = named("EVALSHA", script);
    let expected = [
        MockCmd::new(&call_cmd, Ok(server_error(NOSCRIPT_TEXTS[0]))),
        MockCmd::with_values(
            load_then(script, call_cmd.clone()),
            replies(sha1_of(script), server_error(NOSCRIPT_TEXTS[0])),
        ),
    ];
    let error = run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap_err();
    assert_eq!(error.code(), Some("NOSCRIPT"));
}

#[test]
fn what_only_looks_like_noscript_is_not_answered() {
    let suffix = " script: e0e1f9fabfc9d4800c877a703b823ac0578ff8db, on @user_script:1.";
    let raised = format!("{}{suffix}", NOSCRIPT_TEXTS[0]);
    for text in
        ["NOSCRIPT", "NOSCRIPT mine", "NOSCRIPT No matching script", "ERR NOSCRIPT No matching script.", &raised]
    {
        let script = script(COUNT);
        let expected = [MockCmd::new(named("EVALSHA", script), Ok(server_error(text)))];
        let error = run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap_err();
        assert!(matches!(error, Error::Script(_)), "{error:?}");
    }
    // Inside of a table it is the script's in any case.
    let script = script(COUNT);
    let table = Value::Array(vec![Value::Int(1), server_error(NOSCRIPT_TEXTS[0])]);
    let expected = [MockCmd::new(named("EVALSHA", script), Ok(table))];
    assert_eq!(run::<()>(&call(script, &["k"], &["5"]), &expected).unwrap_err().code(), Some("NOSCRIPT"));
}

#[test]
fn a_script_that_could_forge_noscript_is_sent_whole_and_once() {
    for (source, name) in [(COUNT, "EVAL"), (PEEK, "EVAL_RO")] {
        let script = evaluated(source);
        let expected = [MockCmd::new(whole(name, script), Ok(server_error(NOSCRIPT_TEXTS[0])))];
        let error = run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap_err();
        assert_eq!(error.code(), Some("NOSCRIPT"));
    }
}

#[test]
fn where_script_load_is_refused_the_text_is_sent_once() {
    for (source, by_name, with_text) in [(COUNT, "EVALSHA", "EVAL"), (PEEK, "EVALSHA_RO", "EVAL_RO")] {
        for refusal in [
            "NOPERM User app has no permissions to run the 'script|load' command",
            "ERR unknown command 'SCRIPT', with args beginning with: 'LOAD' ",
            "OOM command not allowed when used memory > 'maxmemory'.",
        ] {
            let script = script(source);
            let call_cmd = named(by_name, script);
            let expected = [
                MockCmd::new(&call_cmd, Ok(server_error(NOSCRIPT_TEXTS[0]))),
                MockCmd::with_values(
                    load_then(script, call_cmd.clone()),
                    replies(server_error(refusal), server_error(NOSCRIPT_TEXTS[0])),
                ),
                MockCmd::new(whole(with_text, script), Ok(7)),
            ];
            assert_eq!(run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap(), 7);
        }
    }
}

/// A cluster's client follows `ASK` with a command, and doesn't with a pipeline; a single server's follows nothing.
#[tokio::test]
async fn a_key_that_moves_while_its_script_is_loaded_is_followed_once() {
    const ASK: &str = "ASK 5061 127.0.0.1:7001";
    let script = script(COUNT);
    let call_cmd = named("EVALSHA", script);
    let cold = [
        MockCmd::new(&call_cmd, Ok(server_error(NOSCRIPT_TEXTS[0]))),
        MockCmd::with_values(load_then(script, call_cmd), replies(Value::Okay, server_error(ASK))),
    ];
    for (answer, expected) in [(Value::Int(7), Ok(7)), (server_error(ASK), Err("ASK"))] {
        let expected_commands = cold.iter().cloned().chain([MockCmd::new(whole("EVAL", script), Ok(answer))]);
        let mut conn = MockRedisConnection::new(expected_commands).assert_all_commands_consumed();
        let result = call::<i64>(script, &["k"], &["5"]).invoke_async(&mut conn).await;
        assert_eq!(result.map_err(|error| error.code().unwrap().to_owned()), expected.map_err(str::to_owned));
    }
    let mut conn = MockRedisConnection::new(cold).assert_all_commands_consumed();
    let error = call::<i64>(script, &["k"], &["5"]).invoke(&mut conn).unwrap_err();
    assert_eq!((error.code(), error.ran()), (Some("ASK"), redis_script::Happened::No));
}

#[test]
fn a_refused_load_does_not_matter_where_someone_else_loaded_it() {
    let script = script(COUNT);
    let call_cmd = named("EVALSHA", script);
    let expected = [
        MockCmd::new(&call_cmd, Ok(server_error(NOSCRIPT_TEXTS[0]))),
        MockCmd::with_values(
            load_then(script, call_cmd.clone()),
            replies(server_error("NOPERM no permissions to run the 'script|load' command"), Value::Int(7)),
        ),
    ];
    assert_eq!(run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap(), 7);
}

#[test]
fn where_eval_is_refused_too_the_error_says_both() {
    let script = script(COUNT);
    let call_cmd = named("EVALSHA", script);
    let expected = [
        MockCmd::new(&call_cmd, Ok(server_error(NOSCRIPT_TEXTS[0]))),
        MockCmd::with_values(
            load_then(script, call_cmd.clone()),
            replies(server_error("NOPERM no 'script|load'"), server_error(NOSCRIPT_TEXTS[0])),
        ),
        MockCmd::new(whole("EVAL", script), Ok(server_error("NOPERM no 'eval'"))),
    ];
    let error = run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap_err();
    assert_eq!(error.code(), Some("NOPERM"));
    let text = error.to_string();
    assert!(text.contains("no 'eval'") && text.contains("no 'script|load'"), "{text}");
}

#[test]
fn a_text_that_does_not_compile_is_not_sent_a_third_time() {
    let script = script("return (");
    let call_cmd = named("EVALSHA", script);
    let refusal = "ERR Error compiling script (new function): user_script:1: unexpected symbol near '<eof>'";
    let expected = [
        MockCmd::new(&call_cmd, Ok(server_error(NOSCRIPT_TEXTS[0]))),
        MockCmd::with_values(
            load_then(script, call_cmd.clone()),
            replies(server_error(refusal), server_error(NOSCRIPT_TEXTS[0])),
        ),
    ];
    let error = run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap_err();
    assert!(error.to_string().starts_with("example.lua:1: ERR Error compiling script"), "{error}");
}

#[test]
fn no_other_error_is_answered_by_sending_anything() {
    for text in [
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
        "LOADING Redis is loading the dataset in memory",
        "READONLY You can't write against a read only replica.",
        "MOVED 1 127.0.0.1:7000",
        "TRYAGAIN Multiple keys request during rehashing of slot",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "ERR anything",
    ] {
        let script = script(COUNT);
        let expected = [MockCmd::new(named("EVALSHA", script), Ok(server_error(text)))];
        let error = run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap_err();
        assert_eq!(error.code(), text.split(' ').next());
    }
    let script = script(COUNT);
    let dropped = redis::RedisError::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
    let expected = [MockCmd::new::<_, Value>(named("EVALSHA", script), Err(dropped))];
    let error = run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap_err();
    assert!(matches!(&error, Error::Redis { error, .. } if error.is_connection_dropped()), "{error:?}");
}

#[test]
fn a_server_error_that_a_connection_reports_as_its_own_is_recovered_from_too() {
    let script = script(COUNT);
    let call_cmd = named("EVALSHA", script);
    let missing = redis::RedisError::from(support::parsed_error(NOSCRIPT_TEXTS[0]));
    let expected = [
        MockCmd::new::<_, Value>(&call_cmd, Err(missing)),
        MockCmd::with_values(load_then(script, call_cmd.clone()), replies(sha1_of(script), Value::Int(7))),
    ];
    assert_eq!(run::<i64>(&call(script, &["k"], &["5"]), &expected).unwrap(), 7);
}

#[test]
fn errors_inside_of_replies_are_errors() {
    let nested = Value::Array(vec![Value::Int(1), Value::Array(vec![server_error("MINE oops")])]);
    let map = Value::Map(vec![(Value::Int(1), server_error("MINE oops"))]);
    for reply in [nested, map] {
        let script = script(COUNT);
        let expected = [MockCmd::new(named("EVALSHA", script), Ok(reply))];
        assert_eq!(run::<()>(&call(script, &["k"], &["5"]), &expected).unwrap_err().code(), Some("MINE"));
        assert_eq!(run::<Value>(&call(script, &["k"], &["5"]), &expected).unwrap_err().code(), Some("MINE"));
    }
}

#[test]
fn a_reply_of_another_type_says_which_was_expected() {
    let script = script(COUNT);
    let expected = [MockCmd::new(named("EVALSHA", script), Ok("text"))];
    let error = run::<(bool, u64)>(&call(script, &["k"], &["5"]), &expected).unwrap_err();
    let text = error.to_string();
    assert!(matches!(&error, Error::Decode(error) if error.expected() == "(bool, u64)"));
    assert!(text.contains("example.lua") && text.contains("(bool, u64)"), "{text}");
    assert_eq!(redis::RedisError::from(error).kind(), redis::ErrorKind::Parse);
}

#[test]
fn slices_are_written_element_by_element() {
    let script = script(COUNT);
    let mut invocation = __private::invocation::<i64>(script, 2, 3, 0);
    __private::prepare(&mut invocation).key("a").keys(&["b"]).args(&[1u8, 2]).arg(&b"bytes"[..]).finish();
    let expected =
        cmd("EVALSHA").arg(script.sha1()).arg(2).arg("a").arg("b").arg(1).arg(2).arg("bytes").get_packed_command();
    assert_eq!(Cmd::from(invocation).get_packed_command(), expected);
}

#[test]
fn a_type_that_lies_about_being_one_argument_is_not_sent() {
    struct Nothing;
    impl redis::ToRedisArgs for Nothing {
        fn write_redis_args<W: ?Sized + redis::RedisWrite>(&self, _: &mut W) {}
    }
    impl redis::ToSingleRedisArg for Nothing {}
    let mut invocation = __private::invocation::<i64>(script(COUNT), 1, 2, 0);
    __private::prepare(&mut invocation).key("k").arg(Nothing).arg(1).finish();
    let error = run(&invocation, &[]).unwrap_err();
    assert!(error.to_string().contains("ToSingleRedisArg"), "{error}");
}

#[test]
fn an_invocation_prints_no_keys_and_no_arguments() {
    let text = format!("{:?}", call::<i64>(script(COUNT), &["alice@example.org"], &["hunter2"]));
    assert!(text.contains("example.lua") && !text.contains("alice") && !text.contains("hunter2"), "{text}");
}
