//! A leaderboard: points and rank in one step, the rows around a player, and of equal scores the one that was
//! reached first on top.
//!
//! A sorted set orders equal scores by their members' names. So a member here is the time at which the player
//! came to the score, counted backwards, and the player's name; a hash remembers each player's member. The time
//! is the server's, so that no caller's clock can win a tie. (Packing it into the score's fraction wouldn't do:
//! a score has 53 bits, and microseconds alone take 51 of them.)

use redis_script::redis::aio::ConnectionLike;
use redis_script::{Result, redis_script};

/// Adds `points`, which may be negative, to a player's score. Gives the rank, from 1, and the score.
#[redis_script(file = "lua/leaderboard_add.lua", keys = 2, args = (&str, i64))]
pub async fn add(
    conn: &mut impl ConnectionLike,
    order: &str,
    entries: &str,
    player: &str,
    points: i64,
) -> Result<(u64, i64)>;

/// Makes `score` a player's, unless it is no better than the one before. Gives the rank, from 1, and the score.
#[redis_script(file = "lua/leaderboard_best.lua", keys = 2, args = (&str, i64))]
pub async fn best(
    conn: &mut impl ConnectionLike,
    order: &str,
    entries: &str,
    player: &str,
    score: i64,
) -> Result<(u64, i64)>;

/// Gives the rows around a player: rank, player, score.
#[redis_script(file = "lua/leaderboard_around.lua", keys = 2, args = (&str, u32), flags = ["no-writes"])]
pub async fn around(
    conn: &mut impl ConnectionLike,
    order: &str,
    entries: &str,
    player: &str,
    each_side: u32,
) -> Result<Vec<(u64, String, i64)>>;

/// Gives `count` rows from the rank `first` on: rank, player, score.
#[redis_script(file = "lua/leaderboard_page.lua", keys = 1, args = (u32, u32), flags = ["no-writes"])]
pub async fn page(
    conn: &mut impl ConnectionLike,
    order: &str,
    first: u32,
    count: u32,
) -> Result<Vec<(u64, String, i64)>>;

/// Forgets a player. Gives whether there was one.
#[redis_script(file = "lua/leaderboard_remove.lua", keys = 2, args = (&str))]
pub async fn remove(conn: &mut impl ConnectionLike, order: &str, entries: &str, player: &str) -> Result<bool>;

/// The leaderboard of one name. It keeps no connection: any will do, and for what only reads, a replica's.
#[derive(Clone, Debug)]
pub struct Leaderboard {
    order: String,
    entries: String,
}

/// Where a player stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// From 1, with no number twice.
    pub rank: u64,
    /// Whole points.
    pub score: i64,
}

/// A line of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who it is.
    pub player: String,
    /// Where the player stands.
    pub standing: Standing,
}

impl Leaderboard {
    /// Both keys have the name as their hash tag, so that a cluster keeps them on one node.
    pub fn new(name: &str) -> Self {
        Self { order: format!("{{leaderboard:{name}}}:order"), entries: format!("{{leaderboard:{name}}}:entries") }
    }

    /// Its keys: the order, and each player's entry in it.
    pub fn keys(&self) -> [&str; 2] {
        [&self.order, &self.entries]
    }

    /// Adds points, which may be negative, to the score of a player, known or new.
    ///
    /// # Errors
    ///
    /// With the code `SCORE` and nothing written where the sum reaches 2^53 either way: a sorted set's scores
    /// are no exact whole numbers from there on.
    pub async fn add(&self, conn: &mut impl ConnectionLike, player: &str, points: i64) -> Result<Standing> {
        Ok(add(conn, &self.order, &self.entries, player, points).await?.into())
    }

    /// Records a result of which only the best counts. One that is no better changes nothing, the time included.
    ///
    /// # Errors
    ///
    /// As those of [`add`](Self::add).
    pub async fn best(&self, conn: &mut impl ConnectionLike, player: &str, score: i64) -> Result<Standing> {
        Ok(best(conn, &self.order, &self.entries, player, score).await?.into())
    }

    /// The player's row, and up to `each_side` rows on each side of it: fewer at the ends of the board, and none
    /// at all for a player whom nobody knows.
    pub async fn around(&self, conn: &mut impl ConnectionLike, player: &str, each_side: u32) -> Result<Vec<Row>> {
        Ok(rows(around(conn, &self.order, &self.entries, player, each_side).await?))
    }

    /// Where a player stands; `None` for one whom nobody knows.
    pub async fn standing(&self, conn: &mut impl ConnectionLike, player: &str) -> Result<Option<Standing>> {
        Ok(self.around(conn, player, 0).await?.first().map(|row| row.standing))
    }

    /// `count` rows from the rank `first` on, which counts from 1.
    pub async fn page(&self, conn: &mut impl ConnectionLike, first: u32, count: u32) -> Result<Vec<Row>> {
        Ok(rows(page(conn, &self.order, first, count).await?))
    }

    /// Forgets a player. Gives whether there was one.
    pub async fn remove(&self, conn: &mut impl ConnectionLike, player: &str) -> Result<bool> {
        remove(conn, &self.order, &self.entries, player).await
    }
}

impl From<(u64, i64)> for Standing {
    fn from((rank, score): (u64, i64)) -> Self {
        Self { rank, score }
    }
}

fn rows(rows: Vec<(u64, String, i64)>) -> Vec<Row> {
    rows.into_iter().map(|(rank, player, score)| Row { player, standing: Standing { rank, score } }).collect()
}
