//! Every shape of function that the attribute takes.
#![deny(warnings)]

use redis::aio::ConnectionLike;
use redis_script::redis_script;

type Reply<E, T> = std::result::Result<T, E>;
type Pair = Result<(bool, u64), AppError>;

#[derive(Debug)]
pub struct AppError(#[allow(dead_code)] String);

impl From<redis_script::Error> for AppError {
    fn from(error: redis_script::Error) -> Self {
        Self(error.to_string())
    }
}

mod acquire {
    use redis_script::redis_script;

    /// A folder's name, a file's name and a function's name may be one.
    #[redis_script(source = "return redis.call('SET', KEYS[1], ARGV[1], 'NX') and 1 or 0", keys = 1, args = (&str))]
    pub async fn acquire(conn: &mut impl redis::aio::ConnectionLike, key: &str, owner: &str) -> redis::RedisResult<bool>;
}
pub use acquire::acquire;

#[redis_script(source = "return {1, #KEYS + #ARGV}", keys = 1.., args = (u64, ..f64))]
pub async fn variadic(conn: &mut impl ConnectionLike, first: &str, others: &[String], amount: u64, more: &[f64]) -> Pair;

#[redis_script(source = "return #KEYS + #ARGV", keys = 0..)]
pub async fn slices(conn: &mut impl ConnectionLike, keys: &[&str], args: &[&[u8]]) -> Reply<AppError, u64>;

#[redis_script(source = "return ARGV[1]", keys = 0)]
pub async fn bytes(conn: &mut impl ConnectionLike, raw: &[u8]) -> redis_script::Result<Vec<u8>>;

#[redis_script(source = "return 1", keys = 0, args = ())]
async fn nothing(mut conn: impl ConnectionLike) -> redis_script::Result<()>;

#[redis_script(source = "return {KEYS[1], ARGV[1], ARGV[2]}", keys = 1, args = (_, V))]
async fn generic<'c, C, K, V, T, const N: usize>(conn: &'c mut C, key: K, owner: &str, value: V) -> Result<T, AppError>
where
    C: ConnectionLike + ?Sized,
    K: redis::ToSingleRedisArg,
    V: redis::ToSingleRedisArg + Clone,
    T: redis::FromRedisValue,
    [u8; N]: Sized;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
fn blocking(conn: &mut dyn redis::ConnectionLike, key: String) -> redis_script::Result<Option<String>>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
fn blocking_owned(conn: redis::Connection, key: String) -> redis_script::Result<Option<String>>;

#[redis_script(source = "return {KEYS[1], ARGV[1]}", keys = 1, args = ((u64)), data = Other)]
#[must_use = "it costs a round trip"]
#[inline]
pub(crate) async fn r#type(conn: &mut impl ConnectionLike, _: &str, _unused: u64) -> redis_script::Result<Vec<String>>;

#[redis_script(source = "#!lua flags=no-writes\nreturn redis.call('GET', KEYS[1])", keys = 1, flags = ["no-writes"], min_server = "valkey 8.0")]
#[cfg(all())]
async fn read_only(conn: &mut impl ConnectionLike, key: &str) -> redis_script::Result<Option<String>>;

#[redis_script(source = "this is not Lua", keys = 1)]
#[cfg(any())]
async fn left_out(conn: &mut impl ConnectionLike, key: &str) -> redis_script::Result<u64>;

macro_rules! script {
    ($name:ident, $file:literal, $keys:literal, $ty:ty) => {
        #[redis_script(file = $file, keys = $keys, args = ($ty, f64, f64, u64))]
        async fn $name(
            conn: &mut impl ConnectionLike,
            bucket: &str,
            capacity: $ty,
            rate: f64,
            now: f64,
            wanted: u64,
        ) -> redis_script::Result<(bool, u64)>;
    };
}
script!(from_macro, "token_bucket.lua", 1, u64);

fn main() {
    #[redis_script(source = "return 7", keys = 0)]
    async fn inner(conn: &mut impl ConnectionLike) -> redis_script::Result<u64>;

    fn sends<T: Send>(_: T) {}
    fn _check(conn: &mut redis::aio::MultiplexedConnection, sync: &mut redis::Connection) {
        sends(acquire(conn, "lock", "me"));
        sends(variadic(conn, "a", &["b".to_owned()], 1, &[0.5]));
        sends(slices(conn, &["a"], &[b"b"]));
        sends(bytes(conn, b"raw"));
        sends(nothing(conn.clone()));
        sends(generic::<_, _, _, String, 3>(conn, "key", "owner", 5u8));
        sends(r#type(conn, "key", 1));
        sends(read_only(conn, "key"));
        sends(from_macro(conn, "bucket", 1, 1.0, 1.0, 1));
        sends(inner(conn));
        let _ = blocking(sync, "key".to_owned());
        let _ = blocking_owned;
    }
    assert_eq!(acquire::Acquire::SCRIPT.name(), "acquire");
    assert_eq!(Other::SCRIPT.name(), "type");
    assert_eq!(Variadic::SCRIPT.keys(), redis_script::Arity::at_least(1));
    assert_eq!(Variadic::SCRIPT.args(), redis_script::Arity::at_least(1));
    assert_eq!(Bytes::SCRIPT.args(), redis_script::Arity::exactly(1));
    assert_eq!(ReadOnly::SCRIPT.flags(), ["no-writes"]);
    let call = Variadic::prepare("a", &["b".to_owned(), "c".to_owned()], 1, &[0.5, 0.25]);
    let sent = String::from_utf8(call.cmd().get_packed_command()).unwrap();
    let arguments: Vec<&str> = sent.split("\r\n").skip(2).step_by(2).collect();
    assert_eq!(arguments, ["EVALSHA", Variadic::SHA1, "3", "a", "b", "c", "1", "0.5", "0.25"]);
    let _ = Generic::prepare::<_, _, String>("key", "owner", 5u8);
}
