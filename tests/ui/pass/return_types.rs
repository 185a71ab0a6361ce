//! Return types that the attribute can't tell by their names, and scripts that fit them.
#![deny(warnings)]

use redis_script::{ReplyShape, Shape, redis_script};
use redis::{FromRedisValue, ParsingError, Value};

type Count = u64;
type Verdict = (bool, Count);
type Reply<T, E = redis_script::Error> = Result<T, E>;

/// Nothing is known of it, so nothing is said.
pub struct Opaque(Value);

impl FromRedisValue for Opaque {
    fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
        Ok(Self(value))
    }
}

/// A generic one.
pub struct Wrapped<T>(T);

impl<T: FromRedisValue> FromRedisValue for Wrapped<T> {
    fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
        T::from_redis_value(value).map(Self)
    }
}

impl<T: ReplyShape> ReplyShape for Wrapped<T> {
    const SHAPE: Shape = T::SHAPE;
}

#[redis_script(source = "return {1, 2}", keys = 0)]
pub async fn tuple(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Verdict>;

#[redis_script(source = "return {1, 2}", keys = 0)]
pub async fn anything(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Opaque>;

#[redis_script(source = "return {1, 'x'}", keys = 0)]
pub async fn partly(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<(Count, Opaque)>;

#[redis_script(source = "return {{1, 2}, {3, 4}}", keys = 0)]
pub fn nested(conn: &mut impl redis::ConnectionLike) -> Reply<Vec<Wrapped<Verdict>>>;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
pub async fn generic<T: FromRedisValue>(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> Reply<Wrapped<T>>;

#[redis_script(source = "return {err = 'GONE'}", keys = 0)]
pub async fn error(conn: &mut impl redis::aio::ConnectionLike) -> Reply<Count>;

pub struct Cache<T> {
    connection: redis::aio::MultiplexedConnection,
    held: Vec<T>,
}

impl<T: FromRedisValue> Cache<T> {
    #[redis_script(source = "return {1, 2}", keys = 0, connection = self.connection.clone())]
    pub async fn get(&self) -> Reply<(Wrapped<T>, Count)>;

    pub fn held(&self) -> &[T] {
        &self.held
    }

    #[redis_script(source = "return 'x'", keys = 0, connection = self.connection.clone(), data = TEXT)]
    pub async fn text(&self) -> Reply<T>;
}

fn main() {
    fn used<T>(_: T) {}
    used(Cache::<u64>::get);
    used(Cache::<String>::text);
}
