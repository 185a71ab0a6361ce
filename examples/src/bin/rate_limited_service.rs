//! A web service that allows each client so many requests. Asks itself until it is refused; with an address as its
//! argument, it stays there for others to ask: `curl -i http://127.0.0.1:3000/`.
//!
//! `cargo run -p redis-script-examples --bin rate_limited_service [127.0.0.1:3000]`, on `REDIS_URL` or a private server.

use axum::{Router, middleware::from_fn_with_state, routing::get};
use redis_script_examples::rate_limit_layer::{Limit, client_address, limit};
use redis_script_examples::{Failure, connect, rate_limiter::SlidingWindow, unique};
use std::net::SocketAddr;
use std::{env, sync::Arc, time::Duration};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (conn, _server) = connect().await?;
    let limiter = SlidingWindow { prefix: unique("service"), limit: 3, window: Duration::from_secs(2) };
    let state = Arc::new(Limit { limiter, conn, client: client_address });
    let app = Router::new().route("/", get(|| async { "hello\n" })).layer(from_fn_with_state(state, limit));
    let app = app.into_make_service_with_connect_info::<SocketAddr>();

    if let Some(address) = env::args().nth(1) {
        println!("on http://{address}/");
        return Ok(axum::serve(TcpListener::bind(address).await?, app).await?);
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, app).await });

    for expected in ["200 OK", "200 OK", "200 OK", "429 Too Many Requests"] {
        let answer = ask(address).await?;
        println!("{answer}\n");
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected}")), "expected {expected}: {answer}");
        assert!(answer.contains("x-ratelimit-limit: 3"), "{answer}");
        assert_eq!(answer.contains("retry-after: "), expected.starts_with("429"), "{answer}");
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let answer = ask(address).await?;
    assert!(answer.starts_with("HTTP/1.1 200"), "after the time that Retry-After named: {answer}");
    println!("two seconds later:\n{answer}");
    Ok(())
}

async fn ask(address: SocketAddr) -> Result<String, Failure> {
    let mut socket = TcpStream::connect(address).await?;
    socket.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await?;
    Ok(answer)
}
