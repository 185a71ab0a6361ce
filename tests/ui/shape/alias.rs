use redis_script::redis_script;

type Count = u64;
type Verdict = (bool, Count);
type Reply<T> = redis_script::Result<T>;

#[redis_script(source = "return 'done'", keys = 0)]
async fn text(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Count>;

#[redis_script(source = "return {1, 2, 3}", keys = 0)]
async fn three(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Verdict>;

#[redis_script(source = "return {1, {}}", keys = 0)]
async fn nested(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<(bool, Option<Count>)>;

#[redis_script(source = "return {1}", keys = 0)]
fn whole(conn: &mut impl redis::ConnectionLike) -> Reply<Verdict>;

#[redis_script(source = "redis.call('SET', KEYS[1], '1')", keys = 1)]
async fn nothing(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<Count>;

fn main() {}
