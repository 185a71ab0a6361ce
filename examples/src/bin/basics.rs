//! A script for each type of value, and what each replies.
//!
//! `cargo run -p redis-script-examples --bin basics`, on a private server or on `REDIS_URL`.

use redis_script::redis;
use redis_script_examples::basics::{append, count_visitor, raise_to, record_change, take_due, take_into_mean, toggle};
use redis_script_examples::{Failure, connect, unique};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let (mut conn, _private) = connect().await?;
    let key = |name: &str| unique(name);
    let keys = ["string", "hash", "list", "set", "sorted set", "stream", "hyperloglog"].map(key);
    let [record, mean, log, likes, schedule, states, visitors] = &keys;

    show("string: 9, then 10, then 3", raise_to(&mut conn, record, 9).await?, 9);
    show("  not a text, of which '9' would be the greater", raise_to(&mut conn, record, 10).await?, 10);
    show("  no less than before", raise_to(&mut conn, record, 3).await?, 10);

    take_into_mean(&mut conn, mean, 1.0).await?;
    show("hash: the mean of 1 and 1.5", take_into_mean(&mut conn, mean, 1.5).await?, (2, 1.25));

    append(&mut conn, log, "one", 2).await?;
    append(&mut conn, log, "two", 2).await?;
    show("list: a third line where two are kept", append(&mut conn, log, "three", 2).await?, vec!["one".to_owned()]);

    show("set: ada likes it", toggle(&mut conn, likes, "ada").await?, (true, 1));
    show("  and no longer", toggle(&mut conn, likes, "ada").await?, (false, 0));

    redis::cmd("ZADD")
        .arg(schedule)
        .arg(&[("1000", "long ago"), ("9e15", "in the far future")])
        .exec_async(&mut conn)
        .await?;
    show("sorted set: what is due", take_due(&mut conn, schedule, 10).await?, vec!["long ago".to_owned()]);

    record_change(&mut conn, states, "up").await?;
    show("stream: up, as it was", record_change(&mut conn, states, "up").await?, None);

    count_visitor(&mut conn, visitors, "ada").await?;
    show("hyperloglog: ada again", count_visitor(&mut conn, visitors, "ada").await?, (false, 1));

    for key in &keys {
        redis::cmd("DEL").arg(key).exec_async(&mut conn).await?;
    }
    Ok(())
}

#[allow(clippy::needless_pass_by_value, reason = "what a call gives is shown as it comes")]
fn show<T: std::fmt::Debug + PartialEq>(what: &str, is: T, should_be: T) {
    println!("{what}: {is:?}");
    assert_eq!(is, should_be);
}
