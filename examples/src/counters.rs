//! Counters and stock: what must not be counted twice, sold twice, or lost on the way.

use redis_script::redis::aio::ConnectionLike;
use redis_script::redis::{self, AsyncCommands as _, FromRedisValue, Value};
use redis_script::{FromReply, Result, pipe, redis_script};
use std::collections::HashMap;

/// Counts a visitor, each once within `keep_seconds` from the first one on. Gives whether it is a new one, and how many
/// there are. (Exact. Where an error of 1 % will do, `PFADD` and `PFCOUNT` count any number in 12 KB.)
#[redis_script(file = "lua/visit_unique.lua", keys = 1, args = (&str, u64))]
pub async fn visit_unique(
    conn: &mut impl ConnectionLike,
    visitors: &str,
    visitor: &str,
    keep_seconds: u64,
) -> Result<(bool, u64)>;

/// What became of a wish for a coupon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromReply)]
pub enum Redeemed {
    /// The user has one already.
    #[reply(-1)]
    AlreadyUsed,
    /// There are none.
    #[reply(-2)]
    SoldOut,
    /// The user has it; so many are left.
    #[reply(other)]
    Left(u64),
}

/// Gives one of the coupons in `stock` (a number) to `user`, each user once: `users` is the set of those who have one.
#[redis_script(file = "lua/coupon_redeem.lua", keys = 2, args = (&str))]
pub async fn redeem_coupon(conn: &mut impl ConnectionLike, stock: &str, users: &str, user: &str) -> Result<Redeemed>;

/// Moves points from one account to another, and writes that to `log`, a stream. Gives what the first one has left; -1 if
/// it has too few, or if both are the same.
#[redis_script(file = "lua/points_transfer.lua", keys = 3, args = (u64, &str))]
pub async fn transfer_points(
    conn: &mut impl ConnectionLike,
    from: &str,
    to: &str,
    log: &str,
    points: u64,
    note: &str,
) -> Result<i64>;

/// The same as [`transfer_points`] without a script, to compare: it watches the accounts, reads, and writes in a
/// transaction, again and again until nobody came between.
///
/// `WATCH` belongs to a connection, so this must have one for itself: on one that tasks share, the `EXEC` of one would
/// end the `WATCH` of another. `attempts` counts the attempts.
pub async fn transfer_points_watched(
    conn: &mut impl ConnectionLike,
    [from, to, log]: [&str; 3],
    points: u64,
    note: &str,
    attempts: &mut u64,
) -> Result<i64> {
    loop {
        *attempts += 1;
        let () = redis::cmd("WATCH").arg(from).arg(to).query_async(conn).await?;
        let has: Option<u64> = redis::cmd("GET").arg(from).query_async(conn).await?;
        if has.unwrap_or(0) < points || from == to {
            let () = redis::cmd("UNWATCH").query_async(conn).await?;
            return Ok(-1);
        }
        let mut transaction = redis::pipe();
        transaction.atomic().cmd("DECRBY").arg(from).arg(points).cmd("INCRBY").arg(to).arg(points).ignore();
        transaction.cmd("XADD").arg(log).arg("*").arg("from").arg(from).arg("to").arg(to);
        transaction.arg("points").arg(points).arg("note").arg(note).ignore();
        if let Some((left,)) = transaction.query_async::<Option<(i64,)>>(conn).await? {
            return Ok(left);
        }
    }
}

/// Records an activity: counts it at `user`, a hash, and keeps the last `keep` of all at `recent`, a list. Gives how often
/// it was done.
#[redis_script(file = "lua/activity_record.lua", keys = 2, args = (&str, u64))]
pub async fn record_activity(
    conn: &mut impl ConnectionLike,
    user: &str,
    recent: &str,
    activity: &str,
    keep: u64,
) -> Result<u64>;

/// Records an activity of `user`, and reads the records of all `users`, in one round trip: a pipeline takes scripts and
/// ordinary commands, and carries the script where the server may not know it.
///
/// On a cluster a pipeline has one slot, so all these keys have one hash tag: here it is the team.
pub async fn record_and_read(
    conn: &mut impl ConnectionLike,
    team: &str,
    user: &str,
    activity: &str,
    users: &[&str],
) -> Result<(u64, Vec<HashMap<String, String>>)> {
    let key = |user: &str| format!("activity:{{{team}}}:user:{user}");
    let recent = format!("activity:{{{team}}}:recent");
    let mut pipeline = pipe();
    pipeline.invoke(RecordActivity::prepare(&key(user), &recent, activity, 100));
    for user in users {
        pipeline.cmd("HGETALL").arg(key(user));
    }
    let mut replies = pipeline.query_async::<Vec<Value>>(conn).await?.into_iter();
    let count = u64::from_redis_value(replies.next().unwrap_or(Value::Nil)).map_err(redis::RedisError::from)?;
    let records = replies.map(HashMap::from_redis_value).collect::<std::result::Result<_, _>>();
    Ok((count, records.map_err(redis::RedisError::from)?))
}

/// The last activities of a team, newest first.
pub async fn recent_activities(conn: &mut (impl ConnectionLike + Send + Sync), team: &str) -> Result<Vec<String>> {
    Ok(conn.lrange(format!("activity:{{{team}}}:recent"), 0, -1).await?)
}
