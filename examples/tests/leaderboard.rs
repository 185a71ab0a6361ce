//! The leaderboard, on a single server and on a cluster.

mod support;

use redis_script_examples::leaderboard::{Leaderboard, Row, Standing};
use redis_script_examples::unique;
use support::{Shared, at_once, on_both, query};

on_both!(
    points_add_up_and_the_rank_comes_with_them,
    of_equal_scores_the_earlier_is_on_top,
    only_the_best_counts,
    around_me_is_clipped_at_the_ends,
    pages_are_pages,
    any_name_is_a_player,
    scores_stay_whole,
    nobody_gets_a_rank_twice,
    no_point_is_lost,
    a_removed_player_starts_again,
);

const TASKS: usize = 64;

fn board() -> Leaderboard {
    Leaderboard::new(&unique("board"))
}

fn row(rank: u64, player: &str, score: i64) -> Row {
    Row { player: player.to_owned(), standing: Standing { rank, score } }
}

/// Players `0` to `count - 1`, the first of them on top.
async fn filled(conn: &mut impl Shared, count: i64) -> Leaderboard {
    let board = board();
    for n in 0..count {
        let standing = board.add(conn, &n.to_string(), 100 - n).await.unwrap();
        assert_eq!(standing, Standing { rank: u64::try_from(n).unwrap() + 1, score: 100 - n });
    }
    board
}

async fn points_add_up_and_the_rank_comes_with_them(mut conn: impl Shared) {
    let board = board();
    assert_eq!(board.add(&mut conn, "ada", 10).await.unwrap(), Standing { rank: 1, score: 10 });
    assert_eq!(board.add(&mut conn, "grace", 15).await.unwrap(), Standing { rank: 1, score: 15 });
    assert_eq!(board.add(&mut conn, "ada", 7).await.unwrap(), Standing { rank: 1, score: 17 });
    assert_eq!(board.add(&mut conn, "ada", -20).await.unwrap(), Standing { rank: 2, score: -3 });
    assert_eq!(board.standing(&mut conn, "grace").await.unwrap(), Some(Standing { rank: 1, score: 15 }));
    assert_eq!(board.standing(&mut conn, "nobody").await.unwrap(), None);
}

async fn of_equal_scores_the_earlier_is_on_top(mut conn: impl Shared) {
    let board = board();
    // Whatever their names: neither their order nor its opposite.
    for player in ["m", "z", "a", "k"] {
        board.add(&mut conn, player, 5).await.unwrap();
    }
    let expected = [row(1, "m", 5), row(2, "z", 5), row(3, "a", 5), row(4, "k", 5)];
    assert_eq!(board.page(&mut conn, 1, 10).await.unwrap(), expected);
    // Adding nothing changes nothing; leaving the score and coming back does.
    assert_eq!(board.add(&mut conn, "z", 0).await.unwrap(), Standing { rank: 2, score: 5 });
    assert_eq!(board.add(&mut conn, "m", 1).await.unwrap(), Standing { rank: 1, score: 6 });
    assert_eq!(board.add(&mut conn, "m", -1).await.unwrap(), Standing { rank: 4, score: 5 });
}

async fn only_the_best_counts(mut conn: impl Shared) {
    let board = board();
    assert_eq!(board.best(&mut conn, "ada", -5).await.unwrap(), Standing { rank: 1, score: -5 });
    assert_eq!(board.best(&mut conn, "ada", 50).await.unwrap(), Standing { rank: 1, score: 50 });
    assert_eq!(board.best(&mut conn, "grace", 50).await.unwrap(), Standing { rank: 2, score: 50 });
    assert_eq!(board.best(&mut conn, "ada", 40).await.unwrap(), Standing { rank: 1, score: 50 });
    // The same again is no later: ada was first.
    assert_eq!(board.best(&mut conn, "ada", 50).await.unwrap(), Standing { rank: 1, score: 50 });
}

async fn around_me_is_clipped_at_the_ends(mut conn: impl Shared) {
    let board = filled(&mut conn, 5).await;
    let expected = [row(2, "1", 99), row(3, "2", 98), row(4, "3", 97)];
    assert_eq!(board.around(&mut conn, "2", 1).await.unwrap(), expected);
    assert_eq!(board.around(&mut conn, "0", 1).await.unwrap(), [row(1, "0", 100), row(2, "1", 99)]);
    assert_eq!(board.around(&mut conn, "4", 1).await.unwrap(), [row(4, "3", 97), row(5, "4", 96)]);
    assert_eq!(board.around(&mut conn, "2", u32::MAX).await.unwrap().len(), 5);
    assert_eq!(board.around(&mut conn, "2", 0).await.unwrap(), [row(3, "2", 98)]);
    assert_eq!(board.around(&mut conn, "nobody", 3).await.unwrap(), []);
}

async fn pages_are_pages(mut conn: impl Shared) {
    let board = filled(&mut conn, 5).await;
    assert_eq!(board.page(&mut conn, 2, 2).await.unwrap(), [row(2, "1", 99), row(3, "2", 98)]);
    assert_eq!(board.page(&mut conn, 5, 9).await.unwrap(), [row(5, "4", 96)]);
    assert_eq!(board.page(&mut conn, 6, 9).await.unwrap(), []);
    assert_eq!(board.page(&mut conn, 1, 0).await.unwrap(), []);
    assert_eq!(board.page(&mut conn, 0, 1).await.unwrap(), [row(1, "0", 100)]);
    assert_eq!(board.page(&mut conn, u32::MAX, u32::MAX).await.unwrap(), []);
    assert_eq!(self::board().page(&mut conn, 1, 10).await.unwrap(), []);
}

async fn any_name_is_a_player(mut conn: impl Shared) {
    let board = board();
    let names = ["", ":", "a:b", "{x}", "0000000000000000:a", "snø 雪"];
    for name in names {
        board.add(&mut conn, name, 1).await.unwrap();
    }
    let rows = board.page(&mut conn, 1, 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| &*row.player).collect::<Vec<_>>(), names);
}

async fn scores_stay_whole(mut conn: impl Shared) {
    const LIMIT: i64 = 1 << 53;
    let board = board();
    let most = board.add(&mut conn, "ada", LIMIT - 1).await.unwrap();
    assert_eq!(most, Standing { rank: 1, score: LIMIT - 1 });
    for points in [1, i64::MAX] {
        let error = board.add(&mut conn, "ada", points).await.unwrap_err();
        assert_eq!(error.code(), Some("SCORE"));
    }
    for score in [LIMIT, -LIMIT, i64::MAX, i64::MIN] {
        let error = board.best(&mut conn, "grace", score).await.unwrap_err();
        assert_eq!(error.code(), Some("SCORE"));
    }
    assert_eq!(board.page(&mut conn, 1, 10).await.unwrap(), [row(1, "ada", LIMIT - 1)]);
    let least = board.best(&mut conn, "grace", 1 - LIMIT).await.unwrap();
    assert_eq!(least, Standing { rank: 2, score: 1 - LIMIT });
}

/// All come to the same score at once: each later one stands behind all that came before, and stays there.
async fn nobody_gets_a_rank_twice(conn: impl Shared) {
    let board = board();
    let ranks = {
        let (conn, board) = (conn.clone(), board.clone());
        at_once(TASKS, move |n| {
            let (mut conn, board) = (conn.clone(), board.clone());
            async move { (board.add(&mut conn, &n.to_string(), 7).await.unwrap().rank, n.to_string()) }
        })
        .await
    };
    let mut ranks = ranks;
    ranks.sort();
    let expected: Vec<Row> = ranks.iter().map(|(rank, player)| row(*rank, player, 7)).collect();
    assert_eq!(ranks.iter().map(|(rank, _)| *rank).collect::<Vec<_>>(), (1..=64).collect::<Vec<u64>>());
    assert_eq!(board.page(&mut conn.clone(), 1, 100).await.unwrap(), expected);
}

async fn no_point_is_lost(mut conn: impl Shared) {
    const PLAYERS: usize = 4;
    let board = board();
    {
        let (conn, board) = (conn.clone(), board.clone());
        at_once(TASKS, move |n| {
            let (mut conn, board) = (conn.clone(), board.clone());
            async move {
                for points in 1..=5 {
                    board.add(&mut conn, &(n % PLAYERS).to_string(), points).await.unwrap();
                }
            }
        })
        .await;
    }
    let rows = board.page(&mut conn, 1, 100).await.unwrap();
    assert_eq!(rows.len(), PLAYERS, "each player has one row");
    assert!(rows.iter().all(|row| row.standing.score == 15 * 16), "{rows:?}");
}

async fn a_removed_player_starts_again(mut conn: impl Shared) {
    let board = filled(&mut conn, 3).await;
    assert!(board.remove(&mut conn, "1").await.unwrap());
    assert!(!board.remove(&mut conn, "1").await.unwrap());
    assert_eq!(board.page(&mut conn, 1, 9).await.unwrap(), [row(1, "0", 100), row(2, "2", 98)]);
    assert_eq!(board.add(&mut conn, "1", 1).await.unwrap(), Standing { rank: 3, score: 1 });
    for player in ["0", "1", "2"] {
        assert!(board.remove(&mut conn, player).await.unwrap());
    }
    let keys = board.keys();
    assert_eq!(query::<u32>(&mut conn, &["EXISTS", keys[0], keys[1]]).await, 0);
}
