//! Connections in trouble: a server that doesn't answer, one that has become a replica, a pool that is used up.
//!
//! `cargo run -p redis-script-examples --bin connections`, always on private servers: it freezes them and demotes them.

use redis_script::redis;
use redis_script::testing::Server;
use redis_script_examples::Failure;
use redis_script_examples::connections::{Primary, Settings, first_primary};
use redis_script_examples::pools::visit;
use std::process::Command;
use std::time::{Duration, Instant};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let settings = Settings { respond: Duration::from_millis(300), ..Settings::default() };
    frozen(&settings).await?;
    demoted(&settings).await?;
    used_up(&settings).await
}

async fn frozen(settings: &Settings) -> Result<(), Failure> {
    let server = Server::start()?;
    let mut conn = settings.manager(server.client()).await?;
    signal("-STOP", &server)?;
    let started = Instant::now();
    let error = visit(&mut conn, "page", 60).await.unwrap_err();
    println!("a frozen server: {error}, after {:?}; whether it ran: {:?}", started.elapsed(), error.ran());
    assert!(started.elapsed() < settings.respond * 3);
    signal("-CONT", &server)?;
    visit(&mut conn, "page", 60).await?;
    println!("thawed, it answers again on the same connection");
    Ok(())
}

async fn demoted(settings: &Settings) -> Result<(), Failure> {
    let old = Server::start()?;
    let new = Server::builder().replica_of(&old).start()?;
    let clients = [old.client(), new.client()];
    let mut primary = Primary::new(*settings, async || first_primary(settings, &clients).await);
    primary.call(async |conn| visit(conn, "page", 60).await).await?;

    let mut held = settings.connection(&old.client()).await?;
    redis::cmd("REPLICAOF").arg("NO").arg("ONE").exec_async(&mut settings.connection(&new.client()).await?).await?;
    redis::cmd("REPLICAOF").arg("127.0.0.1").arg(new.port()).exec_async(&mut held).await?;
    let error = visit(&mut held, "page", 60).await.unwrap_err();
    println!("a connection that stays with the old primary: {error}");
    assert_eq!((error.code(), error.is_retryable()), (Some("READONLY"), true));
    let visits = primary.call(async |conn| visit(conn, "page", 60).await).await?;
    println!("one that looks for the new one: {visits} visits");
    Ok(())
}

async fn used_up(settings: &Settings) -> Result<(), Failure> {
    let server = Server::start()?;
    let pool = Settings { connect: Duration::from_millis(200), ..*settings }.pool(server.client(), 2).await?;
    let (one, two) = (pool.get().await?, pool.get().await?);
    let refused = pool.get().await.is_err();
    println!(
        "a pool of two, and a third who wants a connection: {}",
        if refused { "waits in vain" } else { "has one" }
    );
    assert!(refused);
    drop((one, two));
    visit(&mut *pool.get().await?, "page", 60).await?;
    Ok(())
}

fn signal(signal: &str, server: &Server) -> Result<(), Failure> {
    let status = Command::new("kill").args([signal, &server.pid().to_string()]).status()?;
    if status.success() { Ok(()) } else { Err("kill failed".into()) }
}
