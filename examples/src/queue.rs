//! A queue of jobs that are not lost when a worker is: a job is leased, and whoever does not renew the lease or complete
//! the job in time gave it back. So a job may run twice; it should not matter.
//!
//! Stands on the crates `rand`, and `tokio` for the heartbeats.

use redis_script::redis::{self, aio::ConnectionLike};
use redis_script::{Batch, FromReply, Result, redis_script};
use std::time::Duration;

/// Puts a job in, unless the queue knows one of that name. Gives whether it did.
#[redis_script(file = "lua/queue_enqueue.lua", keys = 5, args = (&str, &[u8], Duration, u8, u32))]
async fn enqueue_job(
    conn: &mut impl ConnectionLike,
    jobs: &str,
    waiting: &str,
    delayed: &str,
    meta: &str,
    events: &str,
    id: &str,
    payload: &[u8],
    #[arg(millis)] delay: Duration,
    priority: u8,
    attempts: u32,
) -> Result<bool>;

/// Gives the first job that waits: its name, its payload, which attempt it is; and when to ask again if there is none.
#[redis_script(file = "lua/queue_claim.lua", keys = 7, args = (&str, Duration, u64, Duration, u64))]
async fn claim_job(
    conn: &mut impl ConnectionLike,
    jobs: &str,
    waiting: &str,
    delayed: &str,
    leased: &str,
    meta: &str,
    dead: &str,
    events: &str,
    token: &str,
    #[arg(millis)] lease: Duration,
    limit: u64,
    #[arg(millis)] window: Duration,
    keep: u64,
) -> Result<(Option<String>, Option<Vec<u8>>, u32, i64)>;

/// Renews a lease. Gives whether the worker still has it.
#[redis_script(file = "lua/queue_heartbeat.lua", keys = 2, args = (&str, &str, Duration, &str))]
async fn renew_lease(
    conn: &mut impl ConnectionLike,
    jobs: &str,
    leased: &str,
    id: &str,
    token: &str,
    #[arg(millis)] lease: Duration,
    progress: &str,
) -> Result<bool>;

/// Ends a job well. Gives whether the worker still had it.
#[redis_script(file = "lua/queue_complete.lua", keys = 4, args = (&str, &str, u64))]
async fn complete_job(
    conn: &mut impl ConnectionLike,
    jobs: &str,
    leased: &str,
    done: &str,
    events: &str,
    id: &str,
    token: &str,
    keep: u64,
) -> Result<bool>;

/// Ends an attempt badly. Gives in how many milliseconds the next one is; -1 if there is none, -2 if the worker did not
/// have the job any more.
#[redis_script(file = "lua/queue_fail.lua", keys = 5, args = (&str, &str, &str, Duration, Duration, u64))]
async fn fail_job(
    conn: &mut impl ConnectionLike,
    jobs: &str,
    leased: &str,
    delayed: &str,
    dead: &str,
    events: &str,
    id: &str,
    token: &str,
    error: &str,
    #[arg(millis)] first_delay: Duration,
    #[arg(millis)] longest_delay: Duration,
    keep: u64,
) -> Result<i64>;

/// Lets a dead job wait again. Gives whether there was one.
#[redis_script(file = "lua/queue_revive.lua", keys = 5, args = (&str))]
async fn revive_job(
    conn: &mut impl ConnectionLike,
    jobs: &str,
    dead: &str,
    waiting: &str,
    meta: &str,
    events: &str,
    id: &str,
) -> Result<bool>;

/// What is known of a job.
#[redis_script(file = "lua/queue_status.lua", keys = 1, args = (&str), flags = ["no-writes"])]
async fn job_status(conn: &mut impl ConnectionLike, jobs: &str, id: &str) -> Result<Option<Status>>;

/// How a queue treats its jobs; the same for all who use it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long a worker has a job without being heard of.
    pub lease: Duration,
    /// How often a job is tried.
    pub attempts: u32,
    /// How long it waits after the first failure; twice as long after each further one.
    pub first_delay: Duration,
    /// But no longer than this.
    pub longest_delay: Duration,
    /// How many jobs may be claimed in how long, by all workers together.
    pub rate: Option<(u64, Duration)>,
    /// How many of the jobs that are done are kept, and how many of the dead: the queue knows them by name, and takes no
    /// others of that name.
    pub keep: u64,
}

/// What a producer says of a job beside its payload.
#[derive(Clone, Copy, Debug, Default)]
pub struct When {
    /// How long it waits at first.
    pub delay: Duration,
    /// The greater, the sooner.
    pub priority: u8,
}

/// A job that a worker has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub id: String,
    /// What the producer gave.
    pub payload: Vec<u8>,
    /// 1 the first time.
    pub attempt: u32,
    token: String,
}

/// What a worker gets that asks for a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// This one.
    Job(Job),
    /// None now. There may be one after so long, or when a producer puts one in.
    Nothing(Option<Duration>),
}

/// What becomes of a job whose attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again after so long.
    Again(Duration),
    /// It was the last attempt.
    Dead,
    /// The lease had run out: it is somebody else's by now, or waits.
    Lost,
}

/// How a worker's attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worked {
    /// Well.
    Done,
    /// Badly.
    Failed(Failed),
    /// It took longer than the lease, which could not be renewed: the job runs again.
    Lost,
    /// There was no job; see [`Claim::Nothing`].
    Nothing(Option<Duration>),
}

/// What is known of a job.
#[derive(Clone, Debug, PartialEq, Eq, FromReply)]
pub struct Status {
    /// `waiting`, `delayed`, `leased`, `done`, `dead`.
    pub state: String,
    /// How often it was claimed.
    pub attempts: u32,
    /// What its worker said last.
    pub progress: String,
    /// Why it failed last.
    pub error: String,
}

/// How many jobs are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ready to be claimed.
    pub waiting: u64,
    /// Not yet.
    pub delayed: u64,
    /// With a worker.
    pub leased: u64,
    /// Done, and still kept.
    pub done: u64,
    /// Dead, and still kept.
    pub dead: u64,
}

/// Something that happened: the entry's id, the event, the job.
pub type Event = (String, String, String);

/// A queue by its name.
#[derive(Clone, Debug)]
pub struct Queue<C> {
    conn: C,
    settings: Settings,
    keys: Keys,
}

#[derive(Clone, Debug)]
struct Keys {
    jobs: String,
    waiting: String,
    delayed: String,
    leased: String,
    meta: String,
    done: String,
    dead: String,
    events: String,
}

impl<C: ConnectionLike + Clone + Send> Queue<C> {
    /// The queue of that name, on a connection that can be cloned.
    pub fn new(conn: C, name: &str, settings: Settings) -> Self {
        let key = |part: &str| format!("{{queue:{name}}}:{part}");
        let keys = Keys {
            jobs: key("jobs"),
            waiting: key("waiting"),
            delayed: key("delayed"),
            leased: key("leased"),
            meta: key("meta"),
            done: key("done"),
            dead: key("dead"),
            events: key("events"),
        };
        Self { conn, settings, keys }
    }

    /// Puts a job in. Gives `false` if the queue knows a job of that name: so a producer that does not know whether it
    /// was heard can say it again.
    pub async fn enqueue(&self, id: &str, payload: &[u8], when: When) -> Result<bool> {
        Ok(self.enqueue_all([(id, payload, when)]).await?.first() == Some(&true))
    }

    /// Puts many in, in one round trip. Gives which of them.
    pub async fn enqueue_all<'a>(
        &self,
        jobs: impl IntoIterator<Item = (&'a str, &'a [u8], When)>,
    ) -> Result<Vec<bool>> {
        let Keys { jobs: known, waiting, delayed, meta, events, .. } = &self.keys;
        let attempts = self.settings.attempts;
        let calls = jobs.into_iter().map(|(id, payload, When { delay, priority })| {
            EnqueueJob::prepare(known, waiting, delayed, meta, events, id, payload, delay, priority, attempts)
        });
        calls.collect::<Batch<_>>().query_async(&mut self.conn.clone()).await
    }

    /// Takes the first job that waits.
    pub async fn claim(&self) -> Result<Claim> {
        let Keys { jobs, waiting, delayed, leased, meta, dead, events, .. } = &self.keys;
        let Settings { lease, rate, keep, .. } = self.settings;
        let (limit, window) = rate.unwrap_or_default();
        let token = format!("{:032x}", rand::random::<u128>());
        let mut conn = self.conn.clone();
        let (id, payload, attempt, wait_ms) = claim_job(
            &mut conn, jobs, waiting, delayed, leased, meta, dead, events, &token, lease, limit, window, keep,
        )
        .await?;
        Ok(match id.zip(payload) {
            Some((id, payload)) => Claim::Job(Job { id, payload, attempt, token }),
            None => Claim::Nothing(u64::try_from(wait_ms).ok().map(Duration::from_millis)),
        })
    }

    /// Renews the lease, and notes the progress, if it isn't empty. Gives `false` if the job is the worker's no more.
    pub async fn heartbeat(&self, job: &Job, progress: &str) -> Result<bool> {
        let Keys { jobs, leased, .. } = &self.keys;
        renew_lease(&mut self.conn.clone(), jobs, leased, &job.id, &job.token, self.settings.lease, progress).await
    }

    /// Ends the job well. Gives `false` if it is the worker's no more: it runs again, or did.
    pub async fn complete(&self, job: &Job) -> Result<bool> {
        let Keys { jobs, leased, done, events, .. } = &self.keys;
        complete_job(&mut self.conn.clone(), jobs, leased, done, events, &job.id, &job.token, self.settings.keep).await
    }

    /// Ends the attempt badly.
    pub async fn fail(&self, job: &Job, error: &str) -> Result<Failed> {
        let Keys { jobs, leased, delayed, dead, events, .. } = &self.keys;
        let Settings { first_delay: first, longest_delay: longest, keep, .. } = self.settings;
        let mut conn = self.conn.clone();
        let (id, token) = (&job.id, &job.token);
        let delay_ms =
            fail_job(&mut conn, jobs, leased, delayed, dead, events, id, token, error, first, longest, keep).await?;
        Ok(match delay_ms {
            -2 => Failed::Lost,
            -1 => Failed::Dead,
            delay_ms => Failed::Again(Duration::from_millis(u64::try_from(delay_ms).unwrap_or(0))),
        })
    }

    /// Takes a job, runs `handler`, and says how it ended; renews the lease three times in its time meanwhile. If this is
    /// dropped, the job waits again when the lease has run out.
    pub async fn work<F>(&self, handler: impl FnOnce(Job) -> F) -> Result<Worked>
    where
        F: Future<Output = std::result::Result<(), String>>,
    {
        let job = match self.claim().await? {
            Claim::Job(job) => job,
            Claim::Nothing(wait) => return Ok(Worked::Nothing(wait)),
        };
        let outcome = tokio::select! {
            outcome = handler(job.clone()) => outcome,
            () = self.renew(&job) => return Ok(Worked::Lost),
        };
        Ok(match outcome {
            Ok(()) if self.complete(&job).await? => Worked::Done,
            Ok(()) => Worked::Lost,
            Err(error) => Worked::Failed(self.fail(&job, &error).await?),
        })
    }

    /// Renews the lease until it is lost.
    async fn renew(&self, job: &Job) {
        loop {
            tokio::time::sleep(self.settings.lease / 3).await;
            // What can't be asked now may be asked next time.
            if let Ok(false) = self.heartbeat(job, "").await {
                return;
            }
        }
    }

    /// Lets a dead job wait again, with all its attempts. Gives `false` if there is no such job.
    pub async fn revive(&self, id: &str) -> Result<bool> {
        let Keys { jobs, dead, waiting, meta, events, .. } = &self.keys;
        revive_job(&mut self.conn.clone(), jobs, dead, waiting, meta, events, id).await
    }

    /// What is known of a job.
    pub async fn status(&self, id: &str) -> Result<Option<Status>> {
        job_status(&mut self.conn.clone(), &self.keys.jobs, id).await
    }

    /// The names of the dead jobs that are kept, the latest first.
    pub async fn dead(&self) -> Result<Vec<String>> {
        let mut command = redis::cmd("LRANGE");
        Ok(command.arg(&self.keys.dead).arg(0).arg(-1).query_async(&mut self.conn.clone()).await?)
    }

    /// How many jobs are in which state.
    pub async fn counts(&self) -> Result<Counts> {
        let Keys { waiting, delayed, leased, done, dead, .. } = &self.keys;
        let mut pipeline = redis::pipe();
        pipeline.cmd("ZCARD").arg(waiting).cmd("ZCARD").arg(delayed).cmd("ZCARD").arg(leased);
        pipeline.cmd("LLEN").arg(done).cmd("LLEN").arg(dead);
        let (waiting, delayed, leased, done, dead) = pipeline.query_async(&mut self.conn.clone()).await?;
        Ok(Counts { waiting, delayed, leased, done, dead })
    }

    /// Lets a group of consumers see what happens from now on. (About the last 10,000 events are kept.)
    pub async fn watch(&self, group: &str) -> Result<()> {
        let mut command = redis::cmd("XGROUP");
        command.arg("CREATE").arg(&self.keys.events).arg(group).arg("$").arg("MKSTREAM");
        match command.query_async(&mut self.conn.clone()).await {
            Err(error) if error.code() == Some("BUSYGROUP") => Ok(()),
            created => Ok(created?),
        }
    }

    /// Up to `count` events that no consumer of the group has seen yet. Each event goes to one of them. (It does not
    /// wait: on a connection that tasks share, they would all wait.)
    pub async fn events(&self, group: &str, consumer: &str, count: u64) -> Result<Vec<Event>> {
        type Entries = Vec<(String, Vec<(String, String)>)>;
        let mut command = redis::cmd("XREADGROUP");
        command.arg("GROUP").arg(group).arg(consumer).arg("COUNT").arg(count);
        command.arg("STREAMS").arg(&self.keys.events).arg(">");
        let streams: Option<Vec<(String, Entries)>> = command.query_async(&mut self.conn.clone()).await?;
        let entries = streams.unwrap_or_default().into_iter().flat_map(|(_, entries)| entries);
        Ok(entries
            .map(|(id, fields)| {
                let field = |name: &str| {
                    fields.iter().find(|(field, _)| field == name).map_or_else(String::new, |(_, value)| value.clone())
                };
                (id, field("event"), field("job"))
            })
            .collect())
    }

    /// Says that the group has dealt with an event.
    pub async fn acknowledge(&self, group: &str, event: &str) -> Result<bool> {
        let mut command = redis::cmd("XACK");
        Ok(command.arg(&self.keys.events).arg(group).arg(event).query_async(&mut self.conn.clone()).await?)
    }

    /// Deletes the queue and all that is in it.
    pub async fn delete(&self) -> Result<()> {
        let Keys { jobs, waiting, delayed, leased, meta, done, dead, events } = &self.keys;
        let mut command = redis::cmd("DEL");
        command.arg(&[jobs, waiting, delayed, leased, meta, done, dead, events]);
        Ok(command.query_async(&mut self.conn.clone()).await?)
    }
}
