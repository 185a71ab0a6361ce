//! Visitors, coupons and points with many callers at once; and what a script saves against `WATCH` and `MULTI`.
//!
//! `cargo run -p redis-script-examples --bin counters`, on `REDIS_URL` or a private server.

use futures_util::future::try_join_all;
use redis_script::redis::{self, AsyncCommands as _, Client, aio::MultiplexedConnection};
use redis_script_examples::counters::{
    Redeemed, record_and_read, redeem_coupon, transfer_points, transfer_points_watched, visit_unique,
};
use redis_script_examples::{Failure, server, unique};
use std::time::{Duration, Instant};

const TASKS: u64 = 64;
const TRANSFERS: u64 = 5;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (client, _server) = server()?;
    let mut conn = client.get_multiplexed_async_connection().await?;
    visitors(&mut conn).await?;
    coupons(&conn).await?;
    activities(&mut conn).await?;
    points(&client).await
}

async fn visitors(conn: &mut MultiplexedConnection) -> Result<(), Failure> {
    let page = unique("visitors");
    for (visitor, expected) in [("alice", (true, 1)), ("bob", (true, 2)), ("alice", (false, 2))] {
        let (is_new, total) = visit_unique(conn, &page, visitor, 60).await?;
        println!("{visitor}: new {is_new}, {total} in all");
        assert_eq!((is_new, total), expected);
    }
    Ok(())
}

async fn coupons(conn: &MultiplexedConnection) -> Result<(), Failure> {
    let tag = unique("coupons");
    let (stock, users) = (format!("{{{tag}}}:stock"), format!("{{{tag}}}:users"));
    let () = conn.clone().set_ex(&stock, 10, 60).await?;
    let wishes = (0..TASKS).map(|n| {
        let (mut conn, stock, users) = (conn.clone(), stock.clone(), users.clone());
        // Half as many users as wishes: each wishes twice.
        async move { redeem_coupon(&mut conn, &stock, &users, &format!("user {}", n / 2)).await }
    });
    let outcomes = try_join_all(wishes).await?;
    let count = |wanted: fn(&Redeemed) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
    let given = count(|outcome| matches!(outcome, Redeemed::Left(_)));
    let again = count(|outcome| *outcome == Redeemed::AlreadyUsed);
    let sold_out = count(|outcome| *outcome == Redeemed::SoldOut);
    println!("10 coupons, {TASKS} wishes at once: {given} given, {again} had one, {sold_out} came too late");
    assert_eq!((given, given + again + sold_out), (10, 64));
    let () = conn.clone().del(&[stock, users]).await?;
    Ok(())
}

async fn activities(conn: &mut MultiplexedConnection) -> Result<(), Failure> {
    let team = unique("team");
    record_and_read(conn, &team, "alice", "login", &[]).await?;
    record_and_read(conn, &team, "bob", "login", &[]).await?;
    let (count, records) = record_and_read(conn, &team, "alice", "upload", &["alice", "bob", "carol"]).await?;
    println!("alice's uploads: {count}; the records, read with it: {records:?}");
    assert_eq!((count, records.len(), records[2].len()), (1, 3, 0));
    assert_eq!(records[0]["last"], "upload");
    let keys = ["user:alice", "user:bob", "recent"].map(|key| format!("activity:{{{team}}}:{key}"));
    let () = conn.del(&keys).await?;
    Ok(())
}

/// All tasks move points between the same two accounts.
async fn points(client: &Client) -> Result<(), Failure> {
    let mut connections = Vec::new();
    for _ in 0..TASKS {
        // One each: `WATCH` needs it, so that the script gets it too.
        connections.push(client.get_multiplexed_async_connection().await?);
    }
    let (script, _) = measure(&connections, false).await?;
    let (watched, attempts) = measure(&connections, true).await?;
    let transfers = TASKS * TRANSFERS;
    println!("\n{transfers} transfers between two accounts by {TASKS} tasks\n");
    println!("| | time | attempts for each |\n|---|---|---|");
    println!("| script | {} ms | 1 |", script.as_millis());
    println!(
        "| WATCH and MULTI | {} ms | {}.{} |",
        watched.as_millis(),
        attempts / transfers,
        attempts * 10 / transfers % 10
    );
    assert!(attempts > transfers, "under contention some attempts fail");
    assert!(watched > script);
    Ok(())
}

async fn measure(connections: &[MultiplexedConnection], watch: bool) -> Result<(Duration, u64), Failure> {
    let tag = unique("points");
    let [from, to, log] = &["alice", "bob", "log"].map(|key| format!("{{{tag}}}:{key}"));
    let mut conn = connections[0].clone();
    let () = conn.mset(&[(from, TASKS * TRANSFERS), (to, 0)]).await?;
    let started = Instant::now();
    let tasks = connections.iter().map(|conn| {
        let mut conn = conn.clone();
        async move {
            let mut attempts = 0;
            for _ in 0..TRANSFERS {
                let left = if watch {
                    transfer_points_watched(&mut conn, [from, to, log], 1, "thanks", &mut attempts).await?
                } else {
                    transfer_points(&mut conn, from, to, log, 1, "thanks").await?
                };
                assert!(left >= 0, "there is enough for all");
            }
            Ok::<u64, Failure>(attempts)
        }
    });
    let attempts = try_join_all(tasks).await?.into_iter().sum();
    let took = started.elapsed();
    let (left, moved): (u64, u64) = conn.mget(&[from, to]).await?;
    let entries: u64 = redis::cmd("XLEN").arg(log).query_async(&mut conn).await?;
    assert_eq!((left, moved, entries), (0, TASKS * TRANSFERS, TASKS * TRANSFERS), "nothing lost, nothing twice");
    let () = conn.del(&[from, to, log]).await?;
    Ok((took, attempts))
}
