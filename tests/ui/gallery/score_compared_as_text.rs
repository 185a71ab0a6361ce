use redis_script::{Result, redis, redis_script};

#[redis_script(
    source = "local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
local score = tonumber(ARGV[2])
if before and before >= score then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
return 1",
    keys = 1,
    args = (&str, i64)
)]
async fn best(conn: &mut impl redis::aio::ConnectionLike, board: &str, player: &str, score: i64) -> Result<bool>;

fn main() {}
