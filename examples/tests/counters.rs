//! Nothing is counted twice, sold twice, or lost on the way, however many do it at once.

mod support;

use redis_script_examples::counters::{
    Redeemed, recent_activities, record_and_read, redeem_coupon, transfer_points, transfer_points_watched, visit_unique,
};
use redis_script_examples::unique;
use std::time::Duration;
use support::{Shared, at_once, on_both, query, ttl_ms};

on_both!(
    each_visitor_counts_once,
    visitors_are_forgotten_after_the_first,
    coupons_are_given_once_and_only_as_many_as_there_are,
    a_coupon_says_what_is_left,
    points_are_neither_lost_nor_made,
    a_transfer_that_cannot_be_does_nothing,
    activities_are_recorded_and_read_in_one_write,
);

fn keys<const N: usize>(names: [&str; N]) -> [String; N] {
    let tag = unique("counters");
    names.map(|name| format!("{{{tag}}}:{name}"))
}

async fn each_visitor_counts_once(conn: impl Shared) {
    let [page] = keys(["page"]);
    let visits = at_once(64, |n| {
        let (mut conn, page) = (conn.clone(), page.clone());
        async move { visit_unique(&mut conn, &page, &format!("visitor {}", n % 16), 60).await.unwrap() }
    });
    let visits = visits.await;
    assert_eq!(visits.iter().filter(|(is_new, _)| *is_new).count(), 16);
    assert_eq!(visits.iter().map(|(_, total)| *total).max(), Some(16));
}

async fn visitors_are_forgotten_after_the_first(mut conn: impl Shared) {
    let [page] = &keys(["page"]);
    assert_eq!(visit_unique(&mut conn, page, "alice", 2).await.unwrap(), (true, 1));
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(visit_unique(&mut conn, page, "", 2).await.unwrap(), (true, 2), "no name is one, too");
    assert!(ttl_ms(&mut conn, page).await <= 800, "the second did not prolong it");
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(visit_unique(&mut conn, page, "alice", 2).await.unwrap(), (true, 1));
}

async fn coupons_are_given_once_and_only_as_many_as_there_are(mut conn: impl Shared) {
    let [stock, users] = keys(["stock", "users"]);
    query::<()>(&mut conn, &["SET", &stock, "10"]).await;
    let outcomes = at_once(64, |n| {
        let (mut conn, stock, users) = (conn.clone(), stock.clone(), users.clone());
        async move { redeem_coupon(&mut conn, &stock, &users, &format!("user {}", n % 32)).await.unwrap() }
    });
    let mut left: Vec<u64> = outcomes
        .await
        .into_iter()
        .filter_map(|outcome| if let Redeemed::Left(left) = outcome { Some(left) } else { None })
        .collect();
    left.sort_unstable();
    assert_eq!(left, (0..10).collect::<Vec<_>>());
    assert_eq!(query::<u64>(&mut conn, &["SCARD", &users]).await, 10);
    assert_eq!(query::<i64>(&mut conn, &["GET", &stock]).await, 0);
}

async fn a_coupon_says_what_is_left(mut conn: impl Shared) {
    let [stock, users] = &keys(["stock", "users"]);
    assert_eq!(redeem_coupon(&mut conn, stock, users, "alice").await.unwrap(), Redeemed::SoldOut);
    query::<()>(&mut conn, &["SET", stock, "2"]).await;
    assert_eq!(redeem_coupon(&mut conn, stock, users, "alice").await.unwrap(), Redeemed::Left(1));
    assert_eq!(redeem_coupon(&mut conn, stock, users, "alice").await.unwrap(), Redeemed::AlreadyUsed);
    assert_eq!(redeem_coupon(&mut conn, stock, users, "bob").await.unwrap(), Redeemed::Left(0));
    assert_eq!(redeem_coupon(&mut conn, stock, users, "carol").await.unwrap(), Redeemed::SoldOut);
    assert_eq!(redeem_coupon(&mut conn, stock, users, "bob").await.unwrap(), Redeemed::AlreadyUsed);
}

async fn points_are_neither_lost_nor_made(mut conn: impl Shared) {
    let [a, b, log] = keys(["a", "b", "log"]);
    query::<()>(&mut conn, &["MSET", &a, "100", &b, "100"]).await;
    let moved = at_once(64, |n| {
        let (mut conn, a, b, log) = (conn.clone(), a.clone(), b.clone(), log.clone());
        async move {
            let (from, to) = if n % 2 == 0 { (&a, &b) } else { (&b, &a) };
            transfer_points(&mut conn, from, to, &log, 7, "n").await.unwrap() >= 0
        }
    });
    let moved = moved.await.into_iter().filter(|moved| *moved).count();
    let (left, right): (u64, u64) = query(&mut conn, &["MGET", &a, &b]).await;
    assert_eq!(left + right, 200);
    assert_eq!(query::<usize>(&mut conn, &["XLEN", &log]).await, moved);
}

async fn a_transfer_that_cannot_be_does_nothing(mut conn: impl Shared) {
    let [a, b, log] = &keys(["a", "b", "log"]);
    query::<()>(&mut conn, &["SET", a, "5"]).await;
    assert_eq!(transfer_points(&mut conn, a, b, log, 6, "n").await.unwrap(), -1);
    assert_eq!(
        transfer_points(&mut conn, b, a, log, 1, "n").await.unwrap(),
        -1,
        "an account that nobody knows is empty"
    );
    assert_eq!(transfer_points(&mut conn, a, a, log, 1, "n").await.unwrap(), -1);
    assert_eq!(query::<u64>(&mut conn, &["EXISTS", b, log]).await, 0);
    assert_eq!(transfer_points(&mut conn, a, b, log, 5, "all").await.unwrap(), 0);
    let entry: Vec<(String, Vec<String>)> = query(&mut conn, &["XRANGE", log, "-", "+"]).await;
    assert_eq!(entry[0].1, ["from", a, "to", b, "points", "5", "note", "all"]);
}

async fn activities_are_recorded_and_read_in_one_write(mut conn: impl Shared) {
    let team = unique("team");
    let (count, records) = record_and_read(&mut conn, &team, "alice", "login", &["alice", "nobody"]).await.unwrap();
    assert_eq!((count, records[0]["login"].as_str(), records[0]["last"].as_str()), (1, "1", "login"));
    assert!(records[1].is_empty());
    let counts = at_once(64, |_| {
        let (mut conn, team) = (conn.clone(), team.clone());
        async move { record_and_read(&mut conn, &team, "alice", "click", &["alice"]).await.unwrap() }
    });
    let mut counts: Vec<u64> = counts.await.into_iter().map(|(count, _)| count).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=64).collect::<Vec<_>>());
    let recent = recent_activities(&mut conn, &team).await.unwrap();
    assert_eq!(recent.len(), 65);
    assert!(recent[0].ends_with(" click") && recent[64].ends_with(" login"), "{recent:?}");
}

/// With a connection for each task, since `WATCH` is the connection's.
#[tokio::test(flavor = "multi_thread")]
async fn the_watched_transfer_does_the_same() {
    let mut conn = support::single().await;
    let [a, b, log] = keys(["a", "b", "log"]);
    query::<()>(&mut conn, &["SET", &a, "20"]).await;
    let moved = at_once(16, |_| {
        let (a, b, log) = (a.clone(), b.clone(), log.clone());
        async move {
            let mut conn = support::single().await;
            transfer_points_watched(&mut conn, [&a, &b, &log], 2, "n", &mut 0).await.unwrap() >= 0
        }
    });
    assert_eq!(moved.await.into_iter().filter(|moved| *moved).count(), 10);
    assert_eq!(query::<(u64, u64)>(&mut conn, &["MGET", &a, &b]).await, (0, 20));
    assert_eq!(query::<u64>(&mut conn, &["XLEN", &log]).await, 10);
}
