//! A chat for browsers: one who was there, one who comes late, one who watches all rooms, and what is left of their
//! subscriptions once they have gone.
//!
//! `cargo run -p redis-script-examples --bin messaging`, on a private server or on `REDIS_URL`.

use futures_util::StreamExt as _;
use redis_script::redis::{self, aio::ConnectionManager};
use redis_script_examples::messaging::{Hub, channel, publish};
use redis_script_examples::websockets::{Chat, router};
use redis_script_examples::{Failure, server, unique};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (client, _private) = server()?;
    let conn = ConnectionManager::new(client.clone()).await?;
    let chat = Chat { hub: Hub::connect(&client).await?, conn, keep: 2, ping_every: Duration::from_secs(20) };
    let mut conn = chat.conn.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let site = format!("ws://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router(chat)).await });

    let rooms = unique("rooms");
    let room = format!("{rooms}.lisp");
    let mut early = open(&format!("{site}/rooms/{room}")).await?;
    let mut watcher = open(&format!("{site}/watch/{rooms}.*")).await?;
    watcher.next().await.ok_or("the WebSocket was closed")??;
    subscribed(&mut conn, &room, 1).await?;
    for said in ["car", "cdr", "cons"] {
        publish(&mut conn, &room, said, 2).await?;
    }
    println!("one who was there: {:?}", said(&mut early, 3).await?);
    println!("one who watches all rooms: {:?}", said(&mut watcher, 3).await?);

    let mut late = open(&format!("{site}/rooms/{room}")).await?;
    let kept = said(&mut late, 2).await?;
    println!("one who comes late, to a history of 2: {kept:?}");
    assert_eq!(kept, ["cdr", "cons"]);

    subscribed(&mut conn, &room, 1).await?;
    println!("the server has one subscription for both of them");
    early.close(None).await?;
    late.close(None).await?;
    subscribed(&mut conn, &room, 0).await?;
    println!("they have gone, and it has none");
    let () = redis::cmd("DEL").arg(channel(&room)).query_async(&mut conn).await?;
    Ok(())
}

async fn open(url: &str) -> Result<Socket, Failure> {
    Ok(connect_async(url).await?.0)
}

/// The texts of the next messages.
async fn said(socket: &mut Socket, count: usize) -> Result<Vec<String>, Failure> {
    let mut said = Vec::new();
    while said.len() < count {
        let frame = tokio::time::timeout(Duration::from_secs(10), socket.next()).await?;
        if let Message::Text(json) = frame.ok_or("the WebSocket was closed")?? {
            let message: serde_json::Value = serde_json::from_str(&json)?;
            said.push(message["text"].as_str().unwrap_or_default().to_owned());
        }
    }
    Ok(said)
}

/// Waits until the server counts so many subscriptions to a room.
async fn subscribed(conn: &mut ConnectionManager, room: &str, expected: u64) -> Result<(), Failure> {
    for _ in 0..500 {
        let (_, count): (String, u64) = redis::cmd("PUBSUB").arg("NUMSUB").arg(channel(room)).query_async(conn).await?;
        if count == expected {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err(format!("{room} never had {expected} subscriptions").into())
}
