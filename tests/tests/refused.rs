//! What is refused before anything is sent, with the parameter's name; and what is sent.

use redis_script::redis::aio::ConnectionLike;
use redis_script::testing::Server;
use redis_script::{ArgumentError, Error, Happened, Result, ToArg, redis_script};
use redis_script_tests::connect;
use redis_test::MockRedisConnection;
use std::time::{Duration, SystemTime};

type Rate = f64;

#[derive(ToArg, Clone, Copy)]
struct Weight(f32);

#[derive(ToArg, Clone, Copy)]
struct Lease(#[arg(millis)] Duration);

#[derive(ToArg, Clone, Copy)]
struct Score {
    #[arg(allow_non_finite)]
    score: f64,
}

#[redis_script(source = "return { ARGV[1], ARGV[2], ARGV[3], ARGV[4] }", keys = 1, args = (f64, Rate, &Weight, ..f64), allow(unused_key))]
async fn floats(
    conn: &mut impl ConnectionLike,
    key: &str,
    plain: f64,
    alias: Rate,
    newtype: &Weight,
    more: &[f64],
) -> Result<Vec<String>>;

#[redis_script(source = "return { ARGV[1], ARGV[2], ARGV[3] }", keys = 0)]
fn any(
    conn: &mut impl redis::ConnectionLike,
    #[arg(allow_non_finite)] any: f64,
    score: Score,
    #[arg(allow_non_finite)] all: &[f32],
) -> Result<(String, String, String)>;

#[redis_script(
    source = "return { ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7] }",
    keys = 0,
    args = (Duration, &Duration, std::time::Duration, SystemTime, SystemTime, Lease, ..Duration)
)]
async fn times(
    conn: &mut impl ConnectionLike,
    #[arg(secs)] secs: Duration,
    #[arg(millis)] millis: &Duration,
    #[arg(secs_f64)] fraction: std::time::Duration,
    #[arg(micros)] at: SystemTime,
    #[arg(secs)] now: SystemTime,
    lease: Lease,
    #[arg(nanos)] rest: &[Duration],
) -> Result<Vec<String>>;

#[redis_script(
    source = "return { #ARGV, ARGV[1], ARGV[2] or 'no', ARGV[3] or 'no' }",
    keys = 0,
    args = (u64, Option<Duration>, Option<&str>)
)]
async fn optional(
    conn: &mut impl ConnectionLike,
    count: u64,
    #[arg(millis)] lease: Option<Duration>,
    owner: Option<&str>,
) -> Result<(u64, String, String, String)>;

fn refused(error: &Error) -> &ArgumentError {
    assert_eq!((error.ran(), error.wrote(), error.is_retryable()), (Happened::No, Happened::No, false));
    match error {
        Error::Argument(error) => error,
        other => panic!("{other:?}"),
    }
}

/// A connection that takes no command.
fn nothing() -> MockRedisConnection {
    MockRedisConnection::new(Vec::new())
}

#[tokio::test]
async fn numbers_that_are_not_finite_are_refused_by_name() {
    let fine = Weight(1.5);
    for (call, name, reason) in [
        (Floats::prepare("k", f64::NAN, 1.0, &fine, &[]), "plain", "is NaN, which is no finite number"),
        (Floats::prepare("k", 1.0, f64::INFINITY, &fine, &[]), "alias", "is inf, which is no finite number"),
        (
            Floats::prepare("k", 1.0, 1.0, &Weight(f32::NEG_INFINITY), &[]),
            "newtype",
            "is -inf, which is no finite number",
        ),
        (Floats::prepare("k", 1.0, 1.0, &fine, &[1.0, -f64::NAN]), "more", "is NaN, which is no finite number"),
        (Floats::prepare("k", f64::NAN, f64::NAN, &fine, &[]), "plain", "is NaN, which is no finite number"),
    ] {
        let error = call.invoke_async(&mut nothing()).await.unwrap_err();
        assert_eq!((refused(&error).parameter(), refused(&error).reason()), (Some(name), reason));
        assert_eq!(error.to_string(), format!("floats: `{name}` {reason}; nothing was sent"));
        assert_eq!(call.invoke(&mut nothing()).unwrap_err().to_string(), error.to_string());
        assert_eq!(redis::RedisError::from(error).kind(), redis::ErrorKind::Client);
        // Neither is it sent beside others.
        for atomic in [false, true] {
            let mut pipe = redis_script::pipe();
            if atomic {
                pipe.atomic();
            }
            pipe.cmd("SET").arg("k").arg(1).invoke(call.clone());
            assert_eq!(refused(&pipe.exec_async(&mut nothing()).await.unwrap_err()).parameter(), Some(name));
            assert_eq!(refused(&pipe.exec(&mut nothing()).unwrap_err()).parameter(), Some(name));
        }
    }
    let error = floats(&mut nothing(), "k", 1.0, f64::NAN, &fine, &[]).await.unwrap_err();
    assert_eq!(refused(&error).parameter(), Some("alias"));
}

#[tokio::test]
async fn what_is_left_of_a_refused_call_is_no_command() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let call = Floats::prepare("k", f64::NAN, 1.0, &Weight(1.0), &[]);
    for mode in [redis_script::Mode::Auto, redis_script::Mode::Eval] {
        let call = call.clone().mode(mode);
        let error = call.cmd().query_async::<()>(&mut conn).await.unwrap_err();
        assert!(error.to_string().contains("wrong number of arguments"), "{error}");
        refused(&call.invoke_async(&mut conn).await.unwrap_err());
    }
}

#[test]
fn allowed_numbers_arrive_as_they_are() {
    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let got = any(&mut conn, f64::NAN, Score { score: f64::INFINITY }, &[f32::NEG_INFINITY]).unwrap();
    assert_eq!(got, ("NaN".to_owned(), "inf".to_owned(), "-inf".to_owned()));
}

#[tokio::test]
async fn times_are_sent_in_their_units() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let at = SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, 123_456_789);
    let hair = Duration::from_nanos(1);
    let sent = times(&mut conn, hair, &hair, Duration::from_millis(1_500), at, at, Lease(hair), &[hair]).await.unwrap();
    // A lease of a nanosecond is none of no time; a clock doesn't run ahead.
    assert_eq!(sent, ["1", "1", "1.5", "1700000000123456", "1700000000", "1", "1"]);
    let none = Duration::ZERO;
    let sent = times(&mut conn, none, &none, none, SystemTime::UNIX_EPOCH, at, Lease(none), &[none]).await.unwrap();
    assert_eq!(sent, ["0", "0", "0.0", "0", "1700000000", "0", "0"]);
}

#[tokio::test]
async fn times_without_a_number_are_refused_by_name() {
    let (second, epoch) = (Duration::from_secs(1), SystemTime::UNIX_EPOCH);
    let early = epoch - Duration::from_nanos(1);
    let lease = Lease(second);
    for (call, name, part) in [
        (Times::prepare(Duration::MAX, &second, second, epoch, epoch, lease, &[]), "secs", "more seconds"),
        (Times::prepare(second, &Duration::MAX, second, epoch, epoch, lease, &[]), "millis", "more milliseconds"),
        (Times::prepare(second, &second, second, early, epoch, lease, &[]), "at", "before 1970"),
        (Times::prepare(second, &second, second, epoch, early, lease, &[]), "now", "before 1970"),
        (
            Times::prepare(second, &second, second, epoch, epoch, Lease(Duration::MAX), &[]),
            "lease",
            "more milliseconds",
        ),
        (Times::prepare(second, &second, second, epoch, epoch, lease, &[second, Duration::MAX]), "rest", "more nano"),
    ] {
        let error = call.invoke_async(&mut nothing()).await.unwrap_err();
        assert_eq!(refused(&error).parameter(), Some(name));
        assert!(refused(&error).reason().contains(part), "{error}");
    }
}

#[tokio::test]
async fn an_optional_argument_is_sent_or_left_out() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let no = || "no".to_owned();
    let lease = Some(Duration::from_micros(1_500));
    assert_eq!(optional(&mut conn, 7, None, None).await.unwrap(), (1, "7".to_owned(), no(), no()));
    assert_eq!(optional(&mut conn, 7, lease, None).await.unwrap(), (2, "7".to_owned(), "2".to_owned(), no()));
    let all = optional(&mut conn, 7, lease, Some("me")).await.unwrap();
    assert_eq!(all, (3, "7".to_owned(), "2".to_owned(), "me".to_owned()));
    let error = optional(&mut conn, 7, None, Some("me")).await.unwrap_err();
    assert_eq!(refused(&error).parameter(), Some("lease"));
    let expected =
        "optional: `lease` is `None`, but an argument behind it is not, and would be taken for it; nothing was sent";
    assert_eq!(error.to_string(), expected);
    let arity = Optional::SCRIPT.args();
    assert_eq!(
        (arity.fixed(), arity.optional(), arity.is_variadic(), arity.to_string().as_str()),
        (1, 2, false, "1 to 3")
    );
}

#[test]
fn the_wire_has_no_place_for_what_is_left_out() {
    let mut expected = redis::cmd("EVALSHA");
    expected.arg(Optional::SHA1).arg(0).arg(7).arg(3);
    let call = Optional::prepare(7, Some(Duration::from_millis(3)), None);
    assert_eq!(call.cmd().get_packed_command(), expected.get_packed_command());
}
