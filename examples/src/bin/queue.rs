//! A worker is killed in the middle of a job, and the job is done all the same; then eight workers do 10,000 jobs.
//!
//! `cargo run -p redis-script-examples --bin queue`, on `REDIS_URL` or a private server.

use futures_util::future::try_join_all;
use redis_script::redis::{Client, aio::MultiplexedConnection};
use redis_script_examples::queue::{Counts, Job, Queue, Settings, When, Worked};
use redis_script_examples::{Failure, server, unique};
use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{env, thread};
use tokio::time::sleep;

const JOBS: usize = 10_000;
const WORKERS: usize = 8;

fn settings() -> Settings {
    Settings {
        lease: Duration::from_millis(500),
        attempts: 3,
        first_delay: Duration::from_millis(100),
        longest_delay: Duration::from_secs(60),
        rate: None,
        keep: 100,
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    if let [_, command, url, name] = &*env::args().collect::<Vec<_>>()
        && command == "worker"
    {
        return doomed(url, name).await;
    }
    let (client, private) = server()?;
    let url = private.as_ref().map_or_else(|| env::var("REDIS_URL"), |server| Ok(server.url()))?;
    killed(&client, &url).await?;
    many(&client).await
}

/// What the other process runs: it takes a job, says so, and never ends.
async fn doomed(url: &str, name: &str) -> Result<(), Failure> {
    let conn = Client::open(url)?.get_multiplexed_async_connection().await?;
    let forever = |job: Job| async move {
        println!("worker {} has {:?}, attempt {}", std::process::id(), job.id, job.attempt);
        std::future::pending().await
    };
    Queue::new(conn, name, settings()).work(forever).await?;
    Ok(())
}

async fn killed(client: &Client, url: &str) -> Result<(), Failure> {
    let name = unique("queue");
    let queue = Queue::new(client.get_multiplexed_async_connection().await?, &name, settings());
    queue.enqueue("report", b"2026", When::default()).await?;
    let mut worker = Command::new(env::current_exe()?);
    let mut worker = worker.args(["worker", url, &name]).stdout(Stdio::piped()).spawn()?;
    let has_started = worker.stdout.take().ok_or("a worker's output")?;
    let first = thread::spawn(move || std::io::BufRead::lines(std::io::BufReader::new(has_started)).next());
    let line = first.join().map_err(|_| "reading the worker's output")?.ok_or("the worker said nothing")??;
    println!("{line}");
    sleep(settings().lease * 2).await;
    assert_eq!(queue.counts().await?.leased, 1, "it renews its lease");
    worker.kill()?;
    worker.wait()?;
    println!("and is killed");

    let killed = Instant::now();
    let attempt = loop {
        let attempt = Mutex::new(0);
        let handler = async |job: Job| {
            *attempt.lock().unwrap() = job.attempt;
            Ok(())
        };
        match queue.work(handler).await? {
            Worked::Done => break attempt.into_inner()?,
            Worked::Nothing(wait) => sleep(wait.unwrap_or(Duration::from_millis(100))).await,
            other => return Err(format!("{other:?}").into()),
        }
    };
    println!("done by another one {:?} later, attempt {attempt}\n", killed.elapsed());
    assert_eq!(attempt, 2);
    assert_eq!(queue.counts().await?, Counts { done: 1, ..Counts::default() });
    Ok(queue.delete().await?)
}

async fn many(client: &Client) -> Result<(), Failure> {
    let conn = client.get_multiplexed_async_connection().await?;
    let queue = Queue::new(conn, &unique("queue"), Settings { lease: Duration::from_secs(30), ..settings() });
    let ids: Vec<String> = (0..JOBS).map(|n| format!("job {n}")).collect();
    let started = Instant::now();
    for batch in ids.chunks(500) {
        queue.enqueue_all(batch.iter().map(|id| (&**id, &b""[..], When::default()))).await?;
    }
    println!("{JOBS} jobs put in, in {:?}", started.elapsed());

    let started = Instant::now();
    let done = Mutex::new(HashMap::<String, u32>::new());
    let workers = (0..WORKERS).map(|_| worker(&queue, &done));
    let shares = try_join_all(workers).await?;
    println!("done by {WORKERS} workers in {:?}; their shares: {shares:?}", started.elapsed());
    let done = done.into_inner()?;
    assert_eq!(done.len(), JOBS, "none is lost");
    assert!(done.values().all(|times| *times == 1), "and none is done twice");
    assert_eq!(shares.iter().sum::<usize>(), JOBS);
    assert_eq!(queue.counts().await?, Counts { done: 100, ..Counts::default() }, "the last hundred are kept");
    Ok(queue.delete().await?)
}

/// Works until there is nothing left. Gives how much that was.
async fn worker(queue: &Queue<MultiplexedConnection>, done: &Mutex<HashMap<String, u32>>) -> Result<usize, Failure> {
    let mut share = 0;
    loop {
        let handler = async |job: Job| {
            *done.lock().unwrap().entry(job.id).or_default() += 1;
            Ok(())
        };
        match queue.work(handler).await? {
            Worked::Done => share += 1,
            // The others may still be at theirs.
            Worked::Nothing(Some(_)) => sleep(Duration::from_millis(20)).await,
            Worked::Nothing(None) => return Ok(share),
            other => return Err(format!("{other:?}").into()),
        }
    }
}
