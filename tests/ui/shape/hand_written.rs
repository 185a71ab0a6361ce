use redis::{FromRedisValue, ParsingError, Value};
use redis_script::{ReplyShape, Shape, redis_script};

struct Celsius(f64);

impl FromRedisValue for Celsius {
    fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
        f64::from_redis_value(value).map(Self)
    }
}

impl ReplyShape for Celsius {
    const SHAPE: Shape = Shape::Float;
}

#[redis_script(source = "return 36.6", keys = 0)]
async fn temperature(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Celsius>;

#[redis_script(source = "return {'a', 36.6}", keys = 0)]
async fn second(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<(String, Option<Celsius>)>;

fn main() {}
