//! Scripts that include others: a file's, and one in the attribute, which has no folder but this file's.

#![deny(warnings)]

use redis_script::redis_script;

#[redis_script(file = "../include/good.lua", keys = 0)]
async fn file(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<u64>;

#[redis_script(source = r#"-- @include "../include/lib/clock.lua"
return tonumber(now())"#, keys = 0)]
async fn inline(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<u64>;

struct Clock(redis::aio::MultiplexedConnection);

impl Clock {
    #[redis_script(file = "../include/good.lua", keys = 0, connection = self.0.clone(), data = NOW)]
    async fn now(&self) -> redis_script::Result<u64>;
}

fn main() {
    let clock = include_str!("../include/lib/clock.lua");
    assert_eq!(Inline::SOURCE, format!("{clock}return tonumber(now())"));
    assert!(File::SOURCE.starts_with(clock) && !File::SOURCE.contains("@include"));
    assert_eq!(File::SOURCE, Clock::NOW.source());
    let _ = |conn: &mut redis::aio::MultiplexedConnection| {
        drop(file(conn));
        drop(inline(conn));
    };
    let _ = Clock::now;
}
