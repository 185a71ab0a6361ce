#![deny(deprecated)]
use redis_script::redis_script;

type Count = u64;
type Share = f64;

#[redis_script(source = "return 'done'", keys = 0, warn(return_type_mismatch))]
async fn warned(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Count>;

#[redis_script(source = "return 'done'", keys = 0, allow(return_type_mismatch))]
async fn allowed(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Count>;

#[redis_script(source = "return 'done' -- redis-script: allow(return_type_mismatch)", keys = 0)]
async fn allowed_in_the_script(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Count>;

#[redis_script(source = "return ARGV[1] / 2", keys = 0, args = (u64))]
async fn half(conn: &mut impl redis::aio::ConnectionLike, n: u64) -> redis_script::Result<Share>;

#[redis_script(source = "return ARGV[1] / 2", keys = 0, args = (u64), deny(number_return_truncated))]
async fn denied(conn: &mut impl redis::aio::ConnectionLike, n: u64) -> redis_script::Result<Share>;

#[redis_script(source = "return ARGV[1] / 2", keys = 0, args = (u64))]
async fn integer(conn: &mut impl redis::aio::ConnectionLike, n: u64) -> redis_script::Result<Count>;

fn main() {}
