//! The life of a script: loaded, known, forgotten, killed; and what fills the script cache.
//!
//! `cargo run -p redis-script-examples --bin script_life`, always on private servers: it flushes their caches, and kills.

use redis_script::redis::{self, aio::MultiplexedConnection};
use redis_script::testing::Server;
use redis_script::{Error, preload_async};
use redis_script_examples::script_life::{
    Greet, Kill, Spin, Stamp, add_past_errors, add_up_to_an_error, cached, draw, exists, flush, greet, kill, spin,
    stamp, write_and_spin,
};
use redis_script_examples::{Failure, redis_6};
use std::time::Duration;

/// Some seconds, if nobody ends it.
const LONG: u64 = 1_000_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let server = Server::builder().config("lua-time-limit", "50").start()?;
    let mut conn = server.client().get_multiplexed_async_connection().await?;
    loaded_and_flushed(&mut conn).await?;
    generated(&mut conn).await?;
    killed(&server, &mut conn).await?;
    call_and_pcall(&mut conn).await?;
    drawn(&mut conn).await?;
    replicated().await
}

async fn loaded_and_flushed(conn: &mut MultiplexedConnection) -> Result<(), Failure> {
    assert!(!exists(conn, Greet::SCRIPT).await?);
    preload_async(conn, [Greet::SCRIPT]).await?;
    assert!(exists(conn, Greet::SCRIPT).await?);
    flush(conn).await?;
    assert!(!exists(conn, Greet::SCRIPT).await?);
    println!("loaded, known, flushed, unknown; and called all the same: {}", greet(conn, "ada").await?);
    assert!(exists(conn, Greet::SCRIPT).await?);
    Ok(())
}

async fn generated(conn: &mut MultiplexedConnection) -> Result<(), Failure> {
    flush(conn).await?;
    for n in 0..100 {
        greet(conn, &format!("visitor {n}")).await?;
    }
    let parametrised = cached(conn).await?;
    for n in 0..100 {
        let text = format!("return 'hello, visitor {n}'");
        redis::cmd("EVAL").arg(text).arg(0).exec_async(conn).await?;
    }
    let generated = cached(conn).await? - parametrised;
    println!("100 greetings by one script: {parametrised} in the cache; by a text for each: {generated} more");
    assert_eq!((parametrised, generated), (1, 100));
    Ok(())
}

async fn killed(server: &Server, conn: &mut MultiplexedConnection) -> Result<(), Failure> {
    assert_eq!(kill(conn).await?, Kill::Idle);
    let error = while_it_runs(server, conn, async |conn| spin(conn, LONG).await, Kill::Killed).await?.unwrap_err();
    println!("a slow script is killed: {error}");
    assert!(error.is_retryable(), "it has written nothing");
    assert_eq!(error.script().map(redis_script::Script::sha1), Some(Spin::SHA1));

    let written = async |conn: &mut MultiplexedConnection| write_and_spin(conn, "written", LONG / 10).await;
    while_it_runs(server, conn, written, Kill::HasWritten).await??;
    println!("one that has written is not, and comes to its end");
    Ok(())
}

/// Runs a call on a connection of its own, tries to kill it, and gives what came of it.
async fn while_it_runs(
    server: &Server,
    conn: &mut MultiplexedConnection,
    call: impl AsyncFn(&mut MultiplexedConnection) -> Result<u64, Error>,
    expected: Kill,
) -> Result<Result<u64, Error>, Failure> {
    let config = redis::AsyncConnectionConfig::new().set_response_timeout(None);
    let mut other = server.client().get_multiplexed_async_connection_with_config(&config).await?;
    let killing = async {
        loop {
            match kill(conn).await {
                Ok(Kill::Idle) => tokio::time::sleep(Duration::from_millis(10)).await,
                killed => return killed,
            }
        }
    };
    let (result, kill) = tokio::join!(call(&mut other), killing);
    assert_eq!(kill?, expected);
    Ok(result)
}

async fn call_and_pcall(conn: &mut MultiplexedConnection) -> Result<(), Failure> {
    redis::pipe().set("{n}1", 1).set("{n}2", "two").set("{n}3", 3).exec_async(conn).await?;
    let keys = ["{n}1", "{n}2", "{n}3"];
    let error = add_up_to_an_error(conn, &keys).await.unwrap_err();
    let values: Vec<String> = redis::cmd("MGET").arg(&keys).query_async(conn).await?;
    println!("redis.call: {error}\n  which leaves {values:?}");
    assert_eq!(values, ["2", "two", "3"], "no roll-back");
    let outcome = add_past_errors(conn, &keys).await?;
    let values: Vec<String> = redis::cmd("MGET").arg(&keys).query_async(conn).await?;
    println!("redis.pcall: {outcome:?}, which leaves {values:?}");
    assert_eq!((outcome.0, values), (2, ["3", "two", "4"].map(String::from).to_vec()));
    Ok(())
}

async fn drawn(conn: &mut MultiplexedConnection) -> Result<(), Failure> {
    let names = ["ada", "barbara", "edsger", "grace", "margaret", "tony"];
    redis::cmd("RPUSH").arg("names").arg(&names).exec_async(conn).await?;
    let (first, again, other) =
        (draw(conn, "names", 7, 3).await?, draw(conn, "names", 7, 3).await?, draw(conn, "names", 8, 3).await?);
    println!("drawn with seed 7: {first:?}, again: {again:?}; with seed 8: {other:?}");
    assert_eq!(first, again);
    assert_ne!(first, other);
    Ok(())
}

async fn replicated() -> Result<(), Failure> {
    let Some(builder) = redis_6() else {
        println!("replicate_commands is left out: no Redis 6 is at hand (`cargo xtask servers redis-6.2` fetches one)");
        return Ok(());
    };
    let server = builder.config("lua-replicate-commands", "no").start()?;
    let mut conn = server.client().get_multiplexed_async_connection().await?;
    let without = Stamp::SOURCE.replace("redis.replicate_commands()\n", "");
    let refused = redis::cmd("EVAL").arg(without).arg(1).arg("stamp").exec_async(&mut conn).await.unwrap_err();
    println!("a write after TIME on Redis 6 that replicates scripts: {refused}");
    println!("  with replicate_commands: {}", stamp(&mut conn, "stamp").await?);
    Ok(())
}
