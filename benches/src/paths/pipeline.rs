//! A hundred calls in one pipeline. A call here is one invocation.

use super::{Path, multiplexed, sequential};
use crate::{calls, workload::Taken};

pub const LENGTH: usize = 100;
const PIPELINES: usize = 40;

pub(super) fn paths() -> Vec<Path> {
    vec![
        Path::new("pipeline100/static_script", PIPELINES, |at| {
            sequential(multiplexed(at), async |conn| {
                let mut pipe = redis::pipe();
                for _ in 0..LENGTH {
                    pipe.invoke_script(&calls::script_invocation(&calls::STATIC_SCRIPT));
                }
                let replies: Vec<Taken> = pipe.query_async(conn).await.expect("replies");
                assert_eq!(replies.len(), LENGTH);
            })
        }),
        Path::new("pipeline100/cmd", PIPELINES, |at| {
            sequential(multiplexed(at), async |conn| {
                let mut pipe = redis::pipe();
                for _ in 0..LENGTH {
                    pipe.add_command(calls::command());
                }
                let replies: Vec<Taken> = pipe.query_async(conn).await.expect("replies");
                assert_eq!(replies.len(), LENGTH);
            })
        }),
        Path::new("pipeline100/by_hand", PIPELINES, |at| {
            sequential(multiplexed(at), async |conn| {
                assert_eq!(calls::by_hand_in_pipeline(conn, LENGTH).await.len(), LENGTH);
            })
        }),
        Path::new("pipeline100/ours", PIPELINES, |at| {
            sequential(multiplexed(at), async |conn| {
                let batch: redis_script::Batch<Taken> = (0..LENGTH).map(|_| calls::prepare()).collect();
                assert_eq!(batch.query_async(conn).await.expect("replies").len(), LENGTH);
            })
        }),
        Path::new("pipeline100/any", PIPELINES, |at| {
            sequential(multiplexed(at), async |conn| {
                let mut pipe = redis_script::Pipeline::with_capacity(LENGTH);
                for _ in 0..LENGTH {
                    pipe.invoke(calls::prepare());
                }
                let replies: Vec<Taken> = pipe.query_async(conn).await.expect("replies");
                assert_eq!(replies.len(), LENGTH);
            })
        }),
    ]
}
