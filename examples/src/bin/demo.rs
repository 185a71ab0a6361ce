//! Shows the token bucket on a private server, and what happens when that server forgets all scripts.
//!
//! `cargo xtask demo` finds a server's program for it, and runs it.

use redis_script::redis::{self, aio::MultiplexedConnection};
use redis_script::testing::{Server, Version};
use redis_script_examples::token_bucket::take_tokens;
use std::error::Error;
use std::time::{Duration, Instant};

const BUCKET: &str = "demo:{alice}";
const CAPACITY: u64 = 5;
const REFILL_PER_SECOND: f64 = 2.0;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let server = Server::start()?;
    println!(
        "a private server: {}, port {}, process {}, ready after {} ms; it ends with this program",
        named(server.version()),
        server.port(),
        server.pid(),
        started.elapsed().as_millis()
    );
    let mut demo = Demo { conn: server.client().get_multiplexed_async_connection().await?, calls: 0 };
    demo.token_bucket().await?;
    demo.flush().await?;
    println!("\nthe server ends");
    Ok(())
}

fn named(version: Version) -> String {
    match version {
        Version::Redis(major, minor) => format!("Redis {major}.{minor}"),
        Version::Valkey(major, minor) => format!("Valkey {major}.{minor}"),
        other => format!("{other:?}"),
    }
}

struct Demo {
    conn: MultiplexedConnection,
    calls: u32,
}

impl Demo {
    async fn token_bucket(&mut self) -> Result<(), Box<dyn Error>> {
        println!("\nthe bucket {BUCKET} holds {CAPACITY} tokens and gains {REFILL_PER_SECOND} per second; a burst:");
        self.call_times(7).await?;
        println!("one second later:");
        tokio::time::sleep(Duration::from_secs(1)).await;
        self.call_times(3).await
    }

    async fn flush(&mut self) -> Result<(), Box<dyn Error>> {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("\nSCRIPT FLUSH: the server forgets all scripts; the next call:");
        let () = redis::cmd("SCRIPT").arg("FLUSH").query_async(&mut self.conn).await?;
        self.counted_call().await?;
        println!("and the one after it:");
        self.counted_call().await
    }

    /// One call, and what the server counted while it ran.
    async fn counted_call(&mut self) -> Result<(), Box<dyn Error>> {
        let () = redis::cmd("CONFIG").arg("RESETSTAT").query_async(&mut self.conn).await?;
        self.call_times(1).await?;
        let counted = Counted::read(&mut self.conn).await?;
        // Each round trip brings one EVALSHA: the second time behind a SCRIPT LOAD, in one pipeline.
        let Counted { evalsha, noscript, eval, loads } = counted;
        println!("    the server counted {evalsha} EVALSHA ({noscript} NOSCRIPT), {loads} SCRIPT LOAD, {eval} EVAL");
        println!("    round trips: {}, loads: {loads}", evalsha + eval);
        Ok(())
    }

    async fn call_times(&mut self, times: u32) -> Result<(), Box<dyn Error>> {
        for _ in 0..times {
            self.calls += 1;
            let (allowed, left, _, _) = take_tokens(&mut self.conn, BUCKET, CAPACITY, REFILL_PER_SECOND, 1).await?;
            let verdict = if allowed { "allowed" } else { "denied" };
            println!("  call {:2}: {verdict:7}  {left} left  {}", self.calls, "o".repeat(usize::try_from(left)?));
        }
        Ok(())
    }
}

/// How often the server ran what a call of a script may send.
struct Counted {
    evalsha: u64,
    noscript: u64,
    eval: u64,
    loads: u64,
}

impl Counted {
    async fn read(conn: &mut MultiplexedConnection) -> redis::RedisResult<Self> {
        let info: String = redis::cmd("INFO").arg("everything").query_async(conn).await?;
        let number = |name: &str| {
            let line = info.lines().find_map(|line| line.strip_prefix(name)?.split_once('='));
            line.and_then(|(_, rest)| rest.split(',').next()?.parse().ok()).unwrap_or(0)
        };
        Ok(Self {
            evalsha: number("cmdstat_evalsha:calls"),
            noscript: number("errorstat_NOSCRIPT:count"),
            eval: number("cmdstat_eval:calls"),
            // Redis 6.2 counts all of SCRIPT as one.
            loads: number("cmdstat_script|load:calls") + number("cmdstat_script:calls"),
        })
    }
}
