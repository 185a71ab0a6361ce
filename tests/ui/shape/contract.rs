#![deny(deprecated)]
use redis_script::{FromReply, redis_script};

#[derive(FromReply)]
struct Verdict {
    remaining: u64,
    allowed: bool,
}

#[derive(FromReply)]
#[reply(map)]
struct Named {
    remaining: u64,
    allowed: bool,
}

type Checked = redis_script::Result<Verdict>;

#[redis_script(source = "-- returns {allowed, remaining}\nreturn {1, 2}", keys = 0)]
async fn swapped(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Verdict>;

#[redis_script(source = "-- returns {remaining, allowed, reset}\nreturn {1, 2}", keys = 0)]
async fn counted(conn: &mut impl redis::aio::ConnectionLike) -> Checked;

#[redis_script(source = "-- returns {remaining}\nreturn {1, 2}", keys = 0)]
async fn optional(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Option<Verdict>>;

// Only a guess, unless it is asked for.
#[redis_script(source = "-- returns {left, allowed}\nreturn {1, 2}", keys = 0)]
async fn quiet(conn: &mut impl redis::aio::ConnectionLike) -> Checked;

#[redis_script(source = "-- returns {left, allowed}\nreturn {1, 2}", keys = 0, deny(contract_mismatch))]
async fn strict(conn: &mut impl redis::aio::ConnectionLike) -> Checked;

#[redis_script(source = "-- returns {allowed, remaining}\nreturn {1, 2}", keys = 0, allow(contract_mismatch))]
async fn allowed(conn: &mut impl redis::aio::ConnectionLike) -> Checked;

#[redis_script(source = "-- returns {allowed, left}\nreturn {'allowed', 1, 'remaining', 2}", keys = 0)]
async fn by_name(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Named>;

#[redis_script(source = "-- returns {allowed, remaining}\nreturn {'allowed', 1, 'remaining', 2}", keys = 0)]
async fn by_name_in_any_order(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Named>;

fn main() {}
