//! One call after another on one connection.

use super::{Path, manager, multiplexed, sequential};
use crate::{
    calls::{self, take},
    fake,
    workload::{BUCKET, CAPACITY, NOW, RATE, REQUESTED},
};

const CALLS: usize = 2000;

/// The curve of arguments.
pub const ARGUMENTS: [usize; 6] = [0, 1, 4, 16, 64, 256];
/// The curve of replies.
pub const REPLIES: [usize; 6] = [0, 1, 10, 100, 1000, 5000];

pub(super) fn paths() -> Vec<Path> {
    let mut paths = vec![
        Path::new("call/new_script", CALLS, |at| {
            sequential(multiplexed(at), async |conn| calls::new_script(conn).await)
        }),
        Path::new("call/static_script", CALLS, |at| {
            sequential(multiplexed(at), async |conn| calls::static_script(conn).await)
        }),
        Path::new("call/cmd", CALLS, |at| sequential(multiplexed(at), async |conn| calls::hand_written(conn).await)),
        Path::new("call/any", CALLS, |at| sequential(multiplexed(at), async |conn| take!(take_tokens, conn))),
        Path::new("call/multiplexed", CALLS, |at| {
            sequential(multiplexed(at), async |conn| take!(take_multiplexed, conn))
        }),
        Path::new("call/by_hand", CALLS, |at| sequential(multiplexed(at), async |conn| calls::by_hand(conn).await)),
        Path::new("call/floor", CALLS, |at| {
            let cmd = calls::command();
            sequential(multiplexed(at), async move |conn| calls::floor(conn, &cmd).await)
        }),
        Path::new("manager/static_script", CALLS, |at| {
            sequential(manager(at), async |conn| calls::static_script(conn).await)
        }),
        Path::new("manager/ours", CALLS, |at| sequential(manager(at), async |conn| take!(take_manager, conn))),
    ];
    for count in ARGUMENTS {
        let args: Vec<u64> = (0..count as u64).map(|index| index * 1000).collect();
        let same = args.clone();
        paths.push(Path::new(format!("arguments{count}/ours"), 300, move |at| {
            let args = args.clone();
            sequential(multiplexed(at), async move |conn| calls::variadic(conn, BUCKET, &args).await)
        }));
        paths.push(Path::new(format!("arguments{count}/static_script"), 300, move |at| {
            let args = same.clone();
            sequential(multiplexed(at), async move |conn| calls::script_variadic(conn, &args).await)
        }));
    }
    for count in REPLIES {
        let key = format!("{}{count}", fake::INTEGERS);
        let same = key.clone();
        let calls = if count < 1000 { 300 } else { 100 };
        paths.push(Path::new(format!("reply{count}/ours"), calls, move |at| {
            let key = key.clone();
            sequential(multiplexed(at), async move |conn| {
                assert_eq!(calls::integers(conn, &key).await.expect("a reply").len(), count);
            })
        }));
        paths.push(Path::new(format!("reply{count}/static_script"), calls, move |at| {
            let key = same.clone();
            sequential(multiplexed(at), async move |conn| {
                assert_eq!(calls::script_integers(conn, &key).await.len(), count);
            })
        }));
    }
    paths
}
