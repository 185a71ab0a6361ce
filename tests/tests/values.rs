//! What arrives at the script, and what comes back: every byte, every number.

use redis_script::redis::aio::ConnectionLike;
use redis_script::testing::Server;
use redis_script::{Result, redis_script};
use redis_script_tests::connect;

#[redis_script(source = "return KEYS[1] .. ARGV[1]", keys = 1, args = (&[u8]))]
async fn join(conn: &mut impl ConnectionLike, key: &[u8], value: &[u8]) -> Result<Vec<u8>>;

#[redis_script(source = "redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])", keys = 1)]
async fn keep(conn: &mut impl ConnectionLike, key: &[u8], value: &[u8]) -> Result<Vec<u8>>;

#[redis_script(source = "return ARGV[1]", keys = 0, args = (i64))]
async fn signed(conn: &mut impl ConnectionLike, value: i64) -> Result<i64>;

#[redis_script(source = "return ARGV[1]", keys = 0, args = (u64))]
async fn unsigned(conn: &mut impl ConnectionLike, value: u64) -> Result<u64>;

#[redis_script(source = "return ARGV[1]", keys = 0, args = (f64))]
async fn float(conn: &mut impl ConnectionLike, #[arg(allow_non_finite)] value: f64) -> Result<f64>;

#[redis_script(
    source = "return { #KEYS, #ARGV, KEYS[2] or '', ARGV[#ARGV] or '' }",
    keys = 1..,
    args = (&str, ..&str)
)]
async fn count(
    conn: &mut impl ConnectionLike,
    first: &str,
    keys: &[&str],
    value: &str,
    values: &[&str],
) -> Result<(usize, usize, String, String)>;

#[tokio::test]
async fn carries_every_byte() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let all: Vec<u8> = (0..=255).collect();
    let reversed: Vec<u8> = all.iter().rev().copied().collect();
    let both = join(&mut conn, &all, &reversed).await.unwrap();
    assert_eq!(both, [all.clone(), reversed.clone()].concat());
    assert_eq!(keep(&mut conn, &all, &reversed).await.unwrap(), reversed);
    let kept: Vec<u8> = redis::cmd("GET").arg(&all).query_async(&mut conn).await.unwrap();
    assert_eq!(kept, reversed);
    for byte in 0..=255_u8 {
        assert_eq!(join(&mut conn, &[byte], b"\r\n").await.unwrap(), [byte, b'\r', b'\n']);
    }
}

#[tokio::test]
async fn carries_empty_strings() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    assert_eq!(join(&mut conn, b"", b"").await.unwrap(), b"");
    assert_eq!(keep(&mut conn, b"", b"").await.unwrap(), b"");
    let (keys, args, second, last) = count(&mut conn, "", &["", ""], "", &["", "", "z"]).await.unwrap();
    assert_eq!((keys, args, second.as_str(), last.as_str()), (3, 4, "", "z"));
    let (keys, args, second, last) = count(&mut conn, "a", &[], "b", &[]).await.unwrap();
    assert_eq!((keys, args, second.as_str(), last.as_str()), (1, 1, "", "b"));
}

#[tokio::test]
async fn carries_the_limits_of_integers() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    for value in [i64::MIN, i64::MIN + 1, -1, 0, 1, (1 << 53) + 1, i64::MAX - 1, i64::MAX] {
        assert_eq!(signed(&mut conn, value).await.unwrap(), value);
    }
    for value in [0, 1, (1 << 53) + 1, 1 << 63, u64::MAX - 1, u64::MAX] {
        assert_eq!(unsigned(&mut conn, value).await.unwrap(), value);
    }
}

#[tokio::test]
async fn carries_the_extremes_of_floats() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let smallest = f64::from_bits(1);
    for value in [0.0, -0.0, 0.1, 1.0 / 3.0, f64::MIN_POSITIVE, smallest, f64::EPSILON, f64::MAX, f64::MIN] {
        assert_eq!(float(&mut conn, value).await.unwrap().to_bits(), value.to_bits(), "{value:e}");
    }
    assert!(float(&mut conn, f64::INFINITY).await.unwrap().is_infinite());
    assert!(float(&mut conn, f64::NAN).await.unwrap().is_nan());
}
