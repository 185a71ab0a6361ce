use redis_script::redis_script;

type Nothing = ();
type Names = Vec<String>;

#[redis_script(source = "return {name = 'a'}", keys = 0)]
async fn ignored(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Nothing>;

#[redis_script(source = "return {name = 'a'}", keys = 0)]
async fn read(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Names>;

fn main() {}
