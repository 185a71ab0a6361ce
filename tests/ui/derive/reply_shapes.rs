use redis_script::{FromReply, redis_script};

#[derive(FromReply)]
struct Verdict {
    allowed: bool,
    left: u64,
    reset: Option<u64>,
}

#[derive(FromReply)]
#[reply(map)]
struct Named {
    name: String,
    age: u64,
    #[reply(default)]
    score: f64,
}

#[derive(FromReply)]
enum State {
    #[reply(-1)]
    Gone,
    #[reply(0)]
    Free,
}

#[derive(FromReply)]
#[reply(rename_all = "lowercase")]
enum Word {
    Free,
    Taken,
}

#[redis_script(source = "return {1, 2}", keys = 0)]
async fn missing(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Verdict>;

#[redis_script(source = "return {1, 2, nil}", keys = 0)]
async fn cut_off(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Verdict>;

#[redis_script(source = "return {1, 'many', false}", keys = 0)]
async fn unreadable(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Option<Verdict>>;

#[redis_script(source = "return {{1, 2, 3}, {1, 2, 3, 4}}", keys = 0)]
async fn nested(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Vec<Verdict>>;

#[redis_script(source = "return {'name', 'a'}", keys = 0)]
async fn no_age(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Named>;

#[redis_script(source = "return {'name', 'a', 'age', 7, 'score', 0.5}", keys = 0)]
async fn cut_score(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Named>;

#[redis_script(source = "return 1", keys = 0)]
async fn no_state(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<State>;

#[redis_script(source = "return 'Free'", keys = 0)]
async fn no_word(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Word>;

fn main() {}
