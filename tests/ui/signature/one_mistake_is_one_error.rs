use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 2)]
async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;

async fn caller(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<u64> {
    let _ = (Run::SHA1, Run::SOURCE, Run::SCRIPT, Run::prepare("key"));
    run(conn, "key").await
}

fn main() {}
