//! The exact commands of generated functions, async and blocking, on a mock that accepts no others.

use redis::{Cmd, Pipeline, RedisError, Value, cmd, pipe};
use redis_script::{Result, Script, redis_script};
use redis_test::{MockCmd, MockRedisConnection};

const NOSCRIPT: &str = "NOSCRIPT No matching script. Please use EVAL.";

mod blocking {
    use redis_script::{Result, redis_script};

    #[redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1])", keys = 1, args = (i64))]
    pub(super) fn add(conn: &mut impl redis::ConnectionLike, counter: &str, amount: i64) -> Result<i64>;

    #[redis_script(source = "#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])", keys = 1)]
    pub(super) fn peek(conn: &mut impl redis::ConnectionLike, key: &str) -> Result<Option<String>>;

    #[redis_script(source = "return redis.error_reply(ARGV[1])", keys = 0, args = (&str))]
    pub(super) fn forge(conn: &mut impl redis::ConnectionLike, text: &str) -> Result<()>;
}

#[redis_script(source = "return redis.call('INCRBY', KEYS[1], ARGV[1])", keys = 1, args = (i64))]
async fn add(conn: &mut impl redis::aio::ConnectionLike, counter: &str, amount: i64) -> Result<i64>;

#[redis_script(source = "#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])", keys = 1)]
async fn peek(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> Result<Option<String>>;

#[redis_script(source = "return redis.error_reply(ARGV[1])", keys = 0, args = (&str))]
async fn forge(conn: &mut impl redis::aio::ConnectionLike, text: &str) -> Result<()>;

#[redis_script(source = "return { #KEYS, unpack(ARGV) }", keys = 1.., args = (&[u8], ..f64))]
async fn many(
    conn: &mut impl redis::aio::ConnectionLike,
    first: &str,
    keys: &[&str],
    value: &[u8],
    values: &[f64],
) -> Result<Vec<Value>>;

fn by_sha1(name: &str, script: &Script, keys: &[&str], args: &[&str]) -> Cmd {
    cmd(name).arg(script.sha1()).arg(keys.len()).arg(keys).arg(args).take()
}

fn with_text(name: &str, script: &Script, keys: &[&str], args: &[&str]) -> Cmd {
    cmd(name).arg(script.source()).arg(keys.len()).arg(keys).arg(args).take()
}

fn load_and(script: &Script, call: &Cmd) -> Pipeline {
    let mut pipeline = pipe();
    pipeline.cmd("SCRIPT").arg("LOAD").arg(script.source());
    pipeline.add_command(call.clone());
    pipeline
}

fn error(text: &str) -> Value {
    redis::parse_redis_value(format!("-{text}\r\n").as_bytes()).unwrap()
}

fn answered(call: &Cmd, reply: Value) -> MockCmd {
    MockCmd::new(call, Ok::<_, RedisError>(reply))
}

fn both_answered(pipeline: Pipeline, load: Value, call: Value) -> MockCmd {
    MockCmd::with_values(pipeline, Ok::<_, RedisError>(vec![load, call]))
}

fn sha1(script: &Script) -> Value {
    Value::BulkString(script.sha1().into())
}

fn mock(expected: &[MockCmd]) -> MockRedisConnection {
    MockRedisConnection::new(expected.to_vec()).assert_all_commands_consumed()
}

/// What `add(conn, "n", 5)` gives, async and blocking alike.
async fn add_five(expected: &[MockCmd]) -> Result<i64> {
    // Callers of one script in one process share its load, and other tests call it, too.
    static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _alone = ALONE.lock().await;
    assert_eq!(Add::SHA1, blocking::Add::SHA1);
    let outcome = add(&mut mock(expected), "n", 5).await;
    let blocking = blocking::add(&mut mock(expected), "n", 5);
    assert_eq!(format!("{outcome:?}").replace("blocking::", ""), format!("{blocking:?}").replace("blocking::", ""));
    outcome
}

#[tokio::test]
async fn hot() {
    let call = by_sha1("EVALSHA", Add::SCRIPT, &["n"], &["5"]);
    assert_eq!(add_five(&[answered(&call, Value::Int(12))]).await.unwrap(), 12);
}

#[tokio::test]
async fn cold() {
    let call = by_sha1("EVALSHA", Add::SCRIPT, &["n"], &["5"]);
    let expected = [
        answered(&call, error(NOSCRIPT)),
        both_answered(load_and(Add::SCRIPT, &call), sha1(Add::SCRIPT), Value::Int(12)),
    ];
    assert_eq!(add_five(&expected).await.unwrap(), 12);
}

#[tokio::test]
async fn cold_twice() {
    let call = by_sha1("EVALSHA", Add::SCRIPT, &["n"], &["5"]);
    let expected = [
        answered(&call, error(NOSCRIPT)),
        both_answered(load_and(Add::SCRIPT, &call), sha1(Add::SCRIPT), error(NOSCRIPT)),
    ];
    assert_eq!(add_five(&expected).await.unwrap_err().code(), Some("NOSCRIPT"));
}

#[tokio::test]
async fn script_is_refused() {
    let call = by_sha1("EVALSHA", Add::SCRIPT, &["n"], &["5"]);
    let refusal = error("NOPERM User default has no permissions to run the 'script|load' command");
    let expected = [
        answered(&call, error(NOSCRIPT)),
        both_answered(load_and(Add::SCRIPT, &call), refusal, error(NOSCRIPT)),
        answered(&with_text("EVAL", Add::SCRIPT, &["n"], &["5"]), Value::Int(12)),
    ];
    assert_eq!(add_five(&expected).await.unwrap(), 12);
}

#[tokio::test]
async fn other_errors_are_not_answered() {
    let call = by_sha1("EVALSHA", Add::SCRIPT, &["n"], &["5"]);
    for text in ["BUSY Redis is busy running a script.", "NOSCRIPT mine", "MOVED 1 127.0.0.1:1", "ERR no"] {
        let code = text.split(' ').next();
        assert_eq!(add_five(&[answered(&call, error(text))]).await.unwrap_err().code(), code, "{text}");
    }
}

#[tokio::test]
async fn forged() {
    let call = with_text("EVAL", Forge::SCRIPT, &[], &[NOSCRIPT]);
    let expected = [answered(&call, error(NOSCRIPT))];
    assert_eq!(forge(&mut mock(&expected), NOSCRIPT).await.unwrap_err().code(), Some("NOSCRIPT"));
    assert_eq!(blocking::forge(&mut mock(&expected), NOSCRIPT).unwrap_err().code(), Some("NOSCRIPT"));
}

#[tokio::test]
async fn read_only() {
    let call = by_sha1("EVALSHA_RO", Peek::SCRIPT, &["k"], &[]);
    let expected = [
        answered(&call, error(NOSCRIPT)),
        both_answered(load_and(Peek::SCRIPT, &call), sha1(Peek::SCRIPT), Value::Nil),
    ];
    assert_eq!(peek(&mut mock(&expected), "k").await.unwrap(), None);
    assert_eq!(blocking::peek(&mut mock(&expected), "k").unwrap(), None);
}

#[tokio::test]
async fn slices_are_written_item_by_item() {
    let reply = || Value::Array(vec![Value::Int(3)]);
    // The number as the redis crate writes it, whatever that is.
    let numbers = [0.5, -1e-7].map(|number: f64| redis::ToRedisArgs::to_redis_args(&number).concat());
    assert_eq!(numbers[0], b"0.5");
    let mut exact = cmd("EVALSHA");
    exact.arg(Many::SHA1).arg(3).arg(&["a", "b", "c"]).arg("x").arg(&numbers[0][..]).arg(&numbers[1][..]);
    let expected = [answered(&exact, reply())];
    let got = many(&mut mock(&expected), "a", &["b", "c"], b"x", &[0.5, -1e-7]).await.unwrap();
    assert_eq!(got, [Value::Int(3)]);

    let none = by_sha1("EVALSHA", Many::SCRIPT, &["a"], &["x"]);
    let got = many(&mut mock(&[answered(&none, reply())]), "a", &[], b"x", &[]).await.unwrap();
    assert_eq!(got, [Value::Int(3)]);
}
