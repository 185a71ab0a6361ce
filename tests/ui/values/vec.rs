use redis_script::redis_script;

#[redis_script(source = "return {KEYS, ARGV}", keys = 1, args = (Vec<u64>, &Vec<String>))]
async fn reserve(
    conn: &mut impl redis::aio::ConnectionLike,
    stock: &str,
    amounts: Vec<u64>,
    owners: &Vec<String>,
) -> redis_script::Result<()>;

fn main() {}
