use redis_script::redis_script;

#[redis_script(source = "-- @include \"lib/clock.lua\"\nreturn nwo()", keys = 0)]
async fn run(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<u64>;

fn main() {}
