//! No job is lost, none is done twice while its worker is heard of, and each comes when it should.

mod support;

use redis_script_examples::queue::{Claim, Counts, Failed, Job, Queue, Settings, When, Worked};
use redis_script_examples::unique;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{Shared, at_once, on_both};
use tokio::time::sleep;

on_both!(
    each_job_goes_to_one_worker,
    a_name_is_taken_once,
    by_priority_and_then_in_order,
    a_delayed_job_waits,
    a_killed_worker_loses_nothing,
    a_heartbeat_keeps_the_lease,
    who_lost_the_lease_can_do_no_harm,
    a_failure_backs_off_and_dies,
    a_job_that_kills_its_workers_dies,
    the_dead_can_be_revived,
    the_last_ones_are_kept,
    claims_are_limited,
    work_renews_completes_and_fails,
    events_go_to_a_group,
    any_bytes_are_a_payload,
);

const NOW: When = When { delay: Duration::ZERO, priority: 0 };

fn settings() -> Settings {
    Settings {
        lease: Duration::from_secs(30),
        attempts: 3,
        first_delay: Duration::from_millis(50),
        longest_delay: Duration::from_millis(150),
        rate: None,
        keep: 1000,
    }
}

fn queue<C: Shared>(conn: C, settings: Settings) -> Queue<C> {
    Queue::new(conn, &unique("queue"), settings)
}

async fn job(queue: &Queue<impl Shared>) -> Job {
    match queue.claim().await.unwrap() {
        Claim::Job(job) => job,
        nothing @ Claim::Nothing(_) => panic!("{nothing:?}"),
    }
}

async fn nothing(queue: &Queue<impl Shared>) -> Option<Duration> {
    match queue.claim().await.unwrap() {
        Claim::Nothing(wait) => wait,
        job @ Claim::Job(_) => panic!("{job:?}"),
    }
}

async fn each_job_goes_to_one_worker(conn: impl Shared) {
    let queue = queue(conn, settings());
    let ids: Vec<String> = (0..500).map(|n| n.to_string()).collect();
    let put = queue.enqueue_all(ids.iter().map(|id| (&**id, id.as_bytes(), NOW))).await.unwrap();
    assert!(put.iter().all(|put| *put));
    let seen = Arc::new(Mutex::new(Vec::new()));
    at_once(64, |_| {
        let (queue, seen) = (queue.clone(), Arc::clone(&seen));
        async move {
            while let Claim::Job(job) = queue.claim().await.unwrap() {
                seen.lock().unwrap().push(job.id.clone());
                assert!(queue.complete(&job).await.unwrap());
            }
        }
    })
    .await;
    let seen = Arc::into_inner(seen).unwrap().into_inner().unwrap();
    assert_eq!(seen.len(), 500);
    assert_eq!(seen.into_iter().collect::<HashSet<_>>(), ids.into_iter().collect());
    assert_eq!(queue.counts().await.unwrap(), Counts { done: 500, ..Counts::default() });
}

async fn a_name_is_taken_once(conn: impl Shared) {
    let queue = queue(conn, settings());
    let put = at_once(64, |n| {
        let queue = queue.clone();
        async move { queue.enqueue("invoice 7", &[u8::try_from(n).unwrap()], NOW).await.unwrap() }
    });
    assert_eq!(put.await.into_iter().filter(|put| *put).count(), 1);
    let job = job(&queue).await;
    assert!(!queue.enqueue("invoice 7", b"", NOW).await.unwrap(), "it is being done");
    assert!(queue.complete(&job).await.unwrap());
    assert!(!queue.enqueue("invoice 7", b"", NOW).await.unwrap(), "it is known that it was done");
    assert_eq!(queue.status("invoice 7").await.unwrap().unwrap().state, "done");
    assert_eq!(queue.status("invoice 8").await.unwrap(), None);
}

async fn by_priority_and_then_in_order(conn: impl Shared) {
    let queue = queue(conn, settings());
    for (id, priority) in [("a", 0), ("b", 9), ("c", 255), ("d", 9), ("e", 0), ("f", 255)] {
        queue.enqueue(id, b"", When { priority, ..NOW }).await.unwrap();
    }
    let mut order = String::new();
    for _ in 0..6 {
        order += &job(&queue).await.id;
    }
    assert_eq!(order, "cfbdae");
}

async fn a_delayed_job_waits(conn: impl Shared) {
    let queue = queue(conn, settings());
    assert_eq!(nothing(&queue).await, None, "nobody knows when");
    queue.enqueue("later", b"", When { delay: Duration::from_millis(200), priority: 255 }).await.unwrap();
    assert_eq!(queue.status("later").await.unwrap().unwrap().state, "delayed");
    let wait = nothing(&queue).await.unwrap();
    assert!(wait > Duration::ZERO && wait <= Duration::from_millis(200), "{wait:?}");
    sleep(wait).await;
    assert_eq!(job(&queue).await.id, "later");
}

async fn a_killed_worker_loses_nothing(conn: impl Shared) {
    let queue = queue(conn, Settings { lease: Duration::from_millis(300), ..settings() });
    queue.enqueue("long", b"work", NOW).await.unwrap();
    let started = Arc::new(tokio::sync::Notify::new());
    let worker = tokio::spawn({
        let (queue, started) = (queue.clone(), Arc::clone(&started));
        async move {
            let handler = |_| async move {
                started.notify_one();
                std::future::pending::<Result<(), String>>().await
            };
            queue.work(handler).await
        }
    });
    started.notified().await;
    sleep(Duration::from_millis(500)).await;
    assert!(nothing(&queue).await.is_some(), "its worker renews the lease");
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());
    sleep(Duration::from_millis(350)).await;
    let again = job(&queue).await;
    assert_eq!((again.id.as_str(), &*again.payload, again.attempt), ("long", &b"work"[..], 2));
    assert!(queue.complete(&again).await.unwrap());
}

async fn a_heartbeat_keeps_the_lease(conn: impl Shared) {
    let queue = queue(conn, Settings { lease: Duration::from_millis(300), ..settings() });
    queue.enqueue("j", b"", NOW).await.unwrap();
    let job = job(&queue).await;
    for percent in ["20 %", "40 %", "60 %"] {
        sleep(Duration::from_millis(150)).await;
        assert!(queue.heartbeat(&job, percent).await.unwrap());
        assert!(nothing(&queue).await.is_some());
    }
    assert!(queue.heartbeat(&job, "").await.unwrap());
    let status = queue.status("j").await.unwrap().unwrap();
    assert_eq!((status.state.as_str(), status.attempts, status.progress.as_str()), ("leased", 1, "60 %"));
    assert!(queue.complete(&job).await.unwrap());
    assert!(!queue.heartbeat(&job, "too late").await.unwrap());
}

async fn who_lost_the_lease_can_do_no_harm(conn: impl Shared) {
    let queue = queue(conn, Settings { lease: Duration::from_millis(50), ..settings() });
    queue.enqueue("j", b"", NOW).await.unwrap();
    let slow = job(&queue).await;
    sleep(Duration::from_millis(80)).await;
    let next = job(&queue).await;
    assert!(!queue.complete(&slow).await.unwrap());
    assert!(!queue.heartbeat(&slow, "still here").await.unwrap());
    assert_eq!(queue.fail(&slow, "never mind").await.unwrap(), Failed::Lost);
    assert_eq!(queue.status("j").await.unwrap().unwrap().progress, "");
    assert!(queue.complete(&next).await.unwrap());
    assert!(!queue.complete(&next).await.unwrap());
}

async fn a_failure_backs_off_and_dies(conn: impl Shared) {
    let queue = queue(conn, Settings { attempts: 4, ..settings() });
    queue.enqueue("j", b"", NOW).await.unwrap();
    // 50, 100, and no longer than 150.
    for (attempt, delay) in [(1, 50), (2, 100), (3, 150)] {
        let job = job(&queue).await;
        assert_eq!(job.attempt, attempt);
        assert_eq!(queue.fail(&job, "no luck").await.unwrap(), Failed::Again(Duration::from_millis(delay)));
        assert!(nothing(&queue).await.unwrap() <= Duration::from_millis(delay));
        sleep(Duration::from_millis(delay + 10)).await;
    }
    assert_eq!(queue.fail(&job(&queue).await, "for good").await.unwrap(), Failed::Dead);
    let status = queue.status("j").await.unwrap().unwrap();
    assert_eq!((status.state.as_str(), status.attempts, status.error.as_str()), ("dead", 4, "for good"));
    assert_eq!((nothing(&queue).await, queue.dead().await.unwrap()), (None, vec!["j".to_owned()]));
}

async fn a_job_that_kills_its_workers_dies(conn: impl Shared) {
    let queue = queue(conn, Settings { lease: Duration::from_millis(30), attempts: 2, ..settings() });
    queue.enqueue("j", b"", NOW).await.unwrap();
    for attempt in 1..=2 {
        assert_eq!(job(&queue).await.attempt, attempt);
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(nothing(&queue).await, None);
    let status = queue.status("j").await.unwrap().unwrap();
    assert_eq!((status.state.as_str(), status.error.as_str()), ("dead", "the lease ran out"));
}

async fn the_dead_can_be_revived(conn: impl Shared) {
    let queue = queue(conn, Settings { attempts: 1, ..settings() });
    queue.enqueue("j", b"payload", NOW).await.unwrap();
    assert!(!queue.revive("j").await.unwrap(), "it isn't dead");
    queue.fail(&job(&queue).await, "no luck").await.unwrap();
    assert!(queue.revive("j").await.unwrap());
    assert!(!queue.revive("j").await.unwrap());
    assert!(!queue.revive("nobody").await.unwrap());
    let job = job(&queue).await;
    assert_eq!((job.attempt, &*job.payload), (1, &b"payload"[..]));
    assert!(queue.dead().await.unwrap().is_empty());
}

async fn the_last_ones_are_kept(conn: impl Shared) {
    let queue = queue(conn, Settings { attempts: 1, keep: 2, ..settings() });
    for id in ["a", "b", "c"] {
        queue.enqueue(id, b"", NOW).await.unwrap();
        queue.complete(&job(&queue).await).await.unwrap();
    }
    for id in ["d", "e", "f"] {
        queue.enqueue(id, b"", NOW).await.unwrap();
        queue.fail(&job(&queue).await, "no luck").await.unwrap();
    }
    assert_eq!(queue.counts().await.unwrap(), Counts { done: 2, dead: 2, ..Counts::default() });
    assert_eq!(queue.dead().await.unwrap(), ["f", "e"]);
    for (id, is_known) in [("a", false), ("b", true), ("c", true), ("d", false), ("e", true), ("f", true)] {
        assert_eq!(queue.status(id).await.unwrap().is_some(), is_known, "{id}");
    }
    assert!(queue.enqueue("a", b"", NOW).await.unwrap(), "its name is free again");
}

async fn claims_are_limited(conn: impl Shared) {
    let queue = queue(conn, Settings { rate: Some((5, Duration::from_millis(400))), ..settings() });
    assert_eq!(nothing(&queue).await, None, "asking in vain doesn't count");
    for n in 0..64 {
        queue.enqueue(&n.to_string(), b"", NOW).await.unwrap();
    }
    let claimed = at_once(64, |_| {
        let queue = queue.clone();
        async move { queue.claim().await.unwrap() }
    });
    let (jobs, refused): (Vec<_>, Vec<_>) = claimed.await.into_iter().partition(|claim| matches!(claim, Claim::Job(_)));
    assert!(jobs.len() == 5 || jobs.len() == 10, "one window's, or two's on a slow machine: {}", jobs.len());
    let Claim::Nothing(Some(wait)) = refused[0] else { panic!("{refused:?}") };
    assert!(wait <= Duration::from_millis(400), "{wait:?}");
    sleep(Duration::from_millis(420)).await;
    job(&queue).await;
}

async fn work_renews_completes_and_fails(conn: impl Shared) {
    let queue = queue(conn, Settings { lease: Duration::from_millis(150), ..settings() });
    let fine = |_| async { Ok(()) };
    assert_eq!(queue.work(fine).await.unwrap(), Worked::Nothing(None));
    queue.enqueue("j", b"", NOW).await.unwrap();
    let slow = |job: Job| async move {
        sleep(Duration::from_millis(400)).await;
        if job.attempt == 1 { Err("once".to_owned()) } else { Ok(()) }
    };
    assert_eq!(queue.work(slow).await.unwrap(), Worked::Failed(Failed::Again(Duration::from_millis(50))));
    sleep(Duration::from_millis(60)).await;
    assert_eq!(queue.work(slow).await.unwrap(), Worked::Done, "longer than its lease, but heard of");

    queue.enqueue("k", b"", NOW).await.unwrap();
    let taken_away = |_| async {
        queue.delete().await.unwrap();
        sleep(Duration::from_secs(60)).await;
        Ok(())
    };
    assert_eq!(queue.work(taken_away).await.unwrap(), Worked::Lost, "and it did not wait a minute");
}

async fn events_go_to_a_group(conn: impl Shared) {
    let queue = queue(conn, settings());
    queue.enqueue("before", b"", NOW).await.unwrap();
    queue.watch("audit").await.unwrap();
    queue.watch("audit").await.unwrap();
    queue.complete(&job(&queue).await).await.unwrap();
    queue.enqueue("j", b"", NOW).await.unwrap();
    queue.fail(&job(&queue).await, "no luck").await.unwrap();
    let first = queue.events("audit", "one", 2).await.unwrap();
    let second = queue.events("audit", "two", 10).await.unwrap();
    let said = first.iter().chain(&second).map(|(_, event, job)| (event.as_str(), job.as_str()));
    assert_eq!(
        said.collect::<Vec<_>>(),
        [("claimed", "before"), ("done", "before"), ("enqueued", "j"), ("claimed", "j"), ("failed", "j")]
    );
    assert!(queue.acknowledge("audit", &first[0].0).await.unwrap());
    assert!(!queue.acknowledge("audit", &first[0].0).await.unwrap());
    assert!(queue.events("audit", "one", 10).await.unwrap().is_empty());
}

async fn any_bytes_are_a_payload(conn: impl Shared) {
    let queue = queue(conn, settings());
    let all: Vec<u8> = (0..=255).collect();
    let long = vec![0xff; 100_000];
    for payload in [&b""[..], &all, &long] {
        let id = format!("{} bytes \0\r\n", payload.len());
        queue.enqueue(&id, payload, NOW).await.unwrap();
        let job = job(&queue).await;
        assert_eq!((&*job.id, &*job.payload), (&*id, payload));
        queue.heartbeat(&job, "ünïcode").await.unwrap();
        queue.fail(&job, "again").await.unwrap();
        sleep(Duration::from_millis(60)).await;
        let again = self::job(&queue).await;
        assert_eq!(again.payload, payload);
        queue.complete(&again).await.unwrap();
    }
}
