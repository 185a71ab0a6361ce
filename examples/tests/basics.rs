//! The basics, on a single server and on a cluster.

mod support;

use redis_script::redis;
use redis_script_examples::basics::{
    TakeIntoMean, append, count_visitor, raise_to, record_change, take_due, take_into_mean, toggle,
};
use redis_script_examples::unique;
use std::collections::BTreeSet;
use support::{Shared, at_once, on_both, query};

on_both!(a_string, a_hash, a_list, a_set, a_sorted_set, a_stream, a_hyperloglog, another_type_is_refused);

const TASKS: usize = 64;

async fn a_string(mut conn: impl Shared) {
    let key = unique("record");
    assert_eq!(raise_to(&mut conn, &key, 0).await.unwrap(), 0);
    for (number, record) in [(9, 9), (10, 10), (9, 10), (10, 10), (u32::MAX, u32::MAX), (0, u32::MAX)] {
        assert_eq!(raise_to(&mut conn, &key, number).await.unwrap(), record);
    }
    let key = unique("record");
    let tasks = (conn.clone(), key.clone());
    let seen = at_once(TASKS, move |n| {
        let (mut conn, key) = tasks.clone();
        async move { raise_to(&mut conn, &key, u32::try_from(n * 37 % TASKS).unwrap()).await.unwrap() }
    })
    .await;
    assert!(seen.iter().zip(0..).all(|(&record, n): (_, u32)| record >= n * 37 % 64), "{seen:?}");
    assert_eq!(query::<u32>(&mut conn, &["GET", &key]).await, 63);
}

async fn a_hash(mut conn: impl Shared) {
    let key = unique("mean");
    assert_eq!(take_into_mean(&mut conn, &key, 0.1).await.unwrap(), (1, 0.1));
    assert_eq!(take_into_mean(&mut conn, &key, 0.2).await.unwrap(), (2, f64::midpoint(0.1, 0.2)));
    // The function sends no such number; the script takes none from anybody.
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(take_into_mean(&mut conn, &key, odd).await.is_err());
        let mut eval = redis::cmd("EVAL");
        eval.arg(TakeIntoMean::SOURCE).arg(1).arg(&key).arg(odd.to_string());
        let error = eval.exec_async(&mut conn).await.unwrap_err();
        assert_eq!(error.code(), Some("MEAN"));
    }
    assert_eq!(query::<u64>(&mut conn, &["HGET", &key, "count"]).await, 2);

    let key = unique("mean");
    let tasks = (conn.clone(), key.clone());
    at_once(TASKS, move |n| {
        let (mut conn, key) = tasks.clone();
        async move { take_into_mean(&mut conn, &key, f64::from(u32::try_from(n).unwrap()) + 0.25).await.unwrap() }
    })
    .await;
    let (count, mean) = take_into_mean(&mut conn, &key, 31.75).await.unwrap();
    assert_eq!(count, 65);
    assert!((mean - 31.75).abs() < 1e-12, "{mean}");
}

async fn a_list(mut conn: impl Shared) {
    let key = unique("log");
    assert_eq!(append(&mut conn, &key, "a", 2).await.unwrap(), Vec::<String>::new());
    assert_eq!(append(&mut conn, &key, "b", 2).await.unwrap(), Vec::<String>::new());
    assert_eq!(append(&mut conn, &key, "c", 2).await.unwrap(), ["a"]);
    assert_eq!(append(&mut conn, &key, "d", 1).await.unwrap(), ["b", "c"]);
    assert_eq!(append(&mut conn, &key, "e", 0).await.unwrap(), ["d", "e"]);
    assert_eq!(query::<u32>(&mut conn, &["EXISTS", &key]).await, 0);

    // Each line is either kept or handed out, once.
    let tasks = (conn.clone(), key.clone());
    let gone = at_once(TASKS, move |n| {
        let (mut conn, key) = tasks.clone();
        async move { append(&mut conn, &key, &n.to_string(), 10).await.unwrap() }
    })
    .await;
    let mut lines: Vec<String> = query(&mut conn, &["LRANGE", &key, "0", "-1"]).await;
    assert_eq!(lines.len(), 10);
    lines.extend(gone.into_iter().flatten());
    assert_eq!((lines.len(), lines.iter().collect::<BTreeSet<_>>().len()), (TASKS, TASKS));
}

async fn a_set(mut conn: impl Shared) {
    let key = unique("likes");
    assert_eq!(toggle(&mut conn, &key, "ada").await.unwrap(), (true, 1));
    assert_eq!(toggle(&mut conn, &key, "").await.unwrap(), (true, 2));
    assert_eq!(toggle(&mut conn, &key, "ada").await.unwrap(), (false, 1));

    let key = unique("likes");
    let tasks = (conn.clone(), key.clone());
    let states = at_once(TASKS + 1, move |_| {
        let (mut conn, key) = tasks.clone();
        async move { toggle(&mut conn, &key, "grace").await.unwrap() }
    })
    .await;
    // An odd number of times, one after the other, whoever came first.
    assert_eq!(states.iter().filter(|(likes, _)| *likes).count(), 33);
    assert!(states.iter().all(|&(likes, count)| count == u64::from(likes)));
    assert_eq!(query::<u32>(&mut conn, &["SCARD", &key]).await, 1);
}

async fn a_sorted_set(mut conn: impl Shared) {
    let key = unique("schedule");
    assert_eq!(take_due(&mut conn, &key, 10).await.unwrap(), Vec::<String>::new());
    let _: u32 = query(&mut conn, &["ZADD", &key, "3", "c", "1", "a", "2", "b", "9e15", "later"]).await;
    assert_eq!(take_due(&mut conn, &key, 0).await.unwrap(), Vec::<String>::new());
    assert_eq!(take_due(&mut conn, &key, 2).await.unwrap(), ["a", "b"]);
    assert_eq!(take_due(&mut conn, &key, 2).await.unwrap(), ["c"]);
    assert_eq!(query::<Vec<String>>(&mut conn, &["ZRANGE", &key, "0", "-1"]).await, ["later"]);
    // By the server's clock, to the millisecond.
    let (seconds, _): (u64, u64) = query(&mut conn, &["TIME"]).await;
    let _: u32 = query(&mut conn, &["ZADD", &key, &(seconds * 1000).to_string(), "now"]).await;
    let _: u32 = query(&mut conn, &["ZADD", &key, &((seconds + 60) * 1000).to_string(), "soon"]).await;
    assert_eq!(take_due(&mut conn, &key, 9).await.unwrap(), ["now"]);

    // More than Lua's `unpack` takes.
    let mut add = vec!["ZADD".to_owned(), key.clone()];
    add.extend((0..9000).flat_map(|n| [n.to_string(), n.to_string()]));
    let _: u32 = query(&mut conn, &add.iter().map(|word| &**word).collect::<Vec<_>>()).await;
    let tasks = (conn.clone(), key.clone());
    let taken = at_once(TASKS, move |_| {
        let (mut conn, key) = tasks.clone();
        async move { take_due(&mut conn, &key, 100).await.unwrap() }
    })
    .await;
    let taken: Vec<_> = taken.into_iter().flatten().collect();
    assert_eq!((taken.len(), taken.iter().collect::<BTreeSet<_>>().len()), (6400, 6400));
    assert_eq!(take_due(&mut conn, &key, 100_000).await.unwrap().len(), 2600);
}

async fn a_stream(mut conn: impl Shared) {
    let key = unique("states");
    let first = record_change(&mut conn, &key, "up").await.unwrap().unwrap();
    assert_eq!(record_change(&mut conn, &key, "up").await.unwrap(), None);
    let second = record_change(&mut conn, &key, "").await.unwrap().unwrap();
    assert!(first < second);
    assert_eq!(record_change(&mut conn, &key, "").await.unwrap(), None);

    let tasks = (conn.clone(), key.clone());
    let changes = at_once(TASKS, move |n| {
        let (mut conn, key) = tasks.clone();
        async move { record_change(&mut conn, &key, if n % 2 == 0 { "up" } else { "down" }).await.unwrap() }
    })
    .await;
    let entries: Vec<(String, (String, String))> = query(&mut conn, &["XRANGE", &key, "-", "+"]).await;
    assert_eq!(entries.len(), 2 + changes.iter().flatten().count());
    assert!(entries.windows(2).all(|pair| pair[0].1.1 != pair[1].1.1), "no state follows itself");
}

async fn a_hyperloglog(mut conn: impl Shared) {
    let key = unique("visitors");
    assert_eq!(count_visitor(&mut conn, &key, "ada").await.unwrap(), (true, 1));
    assert_eq!(count_visitor(&mut conn, &key, "ada").await.unwrap(), (false, 1));
    let tasks = (conn.clone(), key.clone());
    at_once(TASKS, move |n| {
        let (mut conn, key) = tasks.clone();
        async move {
            for m in 0..20 {
                count_visitor(&mut conn, &key, &(n * 20 + m).to_string()).await.unwrap();
            }
        }
    })
    .await;
    let (_, count) = count_visitor(&mut conn, &key, "ada").await.unwrap();
    assert!((1230..=1330).contains(&count), "1281 visitors are counted as {count}");
}

async fn another_type_is_refused(mut conn: impl Shared) {
    let (text, list) = (unique("text"), unique("list"));
    let () = query(&mut conn, &["SET", &text, "x"]).await;
    let _: u32 = query(&mut conn, &["RPUSH", &list, "x"]).await;
    let codes = [
        raise_to(&mut conn, &list, 1).await.map(drop),
        take_into_mean(&mut conn, &text, 1.0).await.map(drop),
        append(&mut conn, &text, "x", 1).await.map(drop),
        toggle(&mut conn, &text, "x").await.map(drop),
        take_due(&mut conn, &text, 1).await.map(drop),
        record_change(&mut conn, &text, "x").await.map(drop),
        count_visitor(&mut conn, &text, "x").await.map(drop),
    ];
    for result in codes {
        let error = result.unwrap_err();
        assert_eq!(error.code(), Some("WRONGTYPE"), "{error}");
    }
}
