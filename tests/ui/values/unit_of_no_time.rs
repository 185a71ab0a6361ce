use redis_script::{ToArg, redis_script};

#[redis_script(source = "return {KEYS, ARGV}", keys = 0)]
async fn wait(conn: &mut impl redis::aio::ConnectionLike, #[arg(millis)] lease: u64) -> redis_script::Result<()>;

#[derive(ToArg)]
struct Lease(#[arg(secs)] f64);

fn main() {}
