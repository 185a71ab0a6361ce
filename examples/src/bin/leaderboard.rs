//! A tournament: players score, and see at once where that puts them.
//!
//! `cargo run -p redis-script-examples --bin leaderboard`, on a private server or on `REDIS_URL`.

use redis_script::redis;
use redis_script_examples::leaderboard::{Leaderboard, Row, Standing};
use redis_script_examples::{Failure, connect, unique};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let (mut conn, _private) = connect().await?;
    let board = Leaderboard::new(&unique("tournament"));

    for (player, points) in [("ada", 30), ("barbara", 50), ("grace", 40), ("ada", 20), ("margaret", 10)] {
        let Standing { rank, score } = board.add(&mut conn, player, points).await?;
        println!("{player} wins {points} points: {score} in all, rank {rank}");
    }

    let rows = board.page(&mut conn, 1, 10).await?;
    print("the board; barbara had 50 before ada:", &rows);
    assert_eq!(players(&rows), ["barbara", "ada", "grace", "margaret"]);

    let rows = board.around(&mut conn, "grace", 1).await?;
    print("around grace:", &rows);
    assert_eq!(players(&rows), ["ada", "grace", "margaret"]);

    // Only a better result counts.
    assert_eq!(board.best(&mut conn, "margaret", 5).await?, Standing { rank: 4, score: 10 });
    assert_eq!(board.best(&mut conn, "margaret", 70).await?, Standing { rank: 1, score: 70 });

    for row in board.page(&mut conn, 1, 10).await? {
        assert!(board.remove(&mut conn, &row.player).await?);
    }
    let left: u32 = redis::cmd("EXISTS").arg(&board.keys()).query_async(&mut conn).await?;
    assert_eq!(left, 0, "nothing stays behind");
    Ok(())
}

fn print(title: &str, rows: &[Row]) {
    println!("{title}");
    for Row { player, standing: Standing { rank, score } } in rows {
        println!("  {rank:2}. {player:10} {score:3}");
    }
}

fn players(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| &*row.player).collect()
}
