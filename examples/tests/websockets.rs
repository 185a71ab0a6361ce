//! Rooms for browsers, with a real WebSocket client over loopback.

mod support;

use axum::http::StatusCode;
use futures_util::{SinkExt as _, StreamExt as _};
use redis_script::redis::Client;
use redis_script::redis::aio::ConnectionManager;
use redis_script::testing::Server;
use redis_script_examples::messaging::{Hub, Id, channel, publish};
use redis_script_examples::unique;
use redis_script_examples::websockets::{Chat, router};
use std::time::Duration;
use support::{Shared, at_once, cluster, query, server, servers};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Error, tungstenite::Message};

const TASKS: usize = 64;
const LONG: Duration = Duration::from_secs(60);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A site of its own, on the file's server.
async fn site(ping_every: Duration) -> (String, ConnectionManager) {
    let conn = ConnectionManager::new(server().client()).await.unwrap();
    (site_on(conn.clone(), &server().client(), ping_every).await, conn)
}

async fn site_on(conn: impl Shared, hub: &Client, ping_every: Duration) -> String {
    let chat = Chat { hub: Hub::connect(hub).await.unwrap(), conn, keep: 10_000, ping_every };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router(chat)).await });
    address
}

async fn open(site: &str, path: &str) -> Socket {
    connect_async(format!("ws://{site}{path}")).await.unwrap().0
}

async fn next(socket: &mut Socket) -> serde_json::Value {
    loop {
        match tokio::time::timeout(Duration::from_secs(20), socket.next()).await.unwrap().unwrap().unwrap() {
            Message::Text(json) => return serde_json::from_str(&json).unwrap(),
            Message::Ping(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

async fn texts(socket: &mut Socket, count: usize) -> Vec<String> {
    let mut texts = Vec::new();
    while texts.len() < count {
        texts.push(next(socket).await["text"].as_str().unwrap().to_owned());
    }
    texts
}

/// Waits until the server counts so many subscriptions to a room.
async fn subscriptions(conn: &mut ConnectionManager, room: &str, expected: u64) {
    for _ in 0..1000 {
        let (_, count): (String, u64) = query(conn, &["PUBSUB", "NUMSUB", &channel(room)]).await;
        if count == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("there never were {expected} subscriptions");
}

fn numbers(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| n.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_many_gets_the_history_and_all_that_is_new_once_and_in_order() {
    let (site, mut conn) = site(LONG).await;
    let room = unique("room");
    for n in 0..50 {
        publish(&mut conn, &room, &n.to_string(), 10_000).await.unwrap();
    }
    // While they come, more is said.
    let speaker = tokio::spawn({
        let (mut conn, room) = (conn.clone(), room.clone());
        async move {
            for n in 50..500 {
                publish(&mut conn, &room, &n.to_string(), 10_000).await.unwrap();
            }
        }
    });
    let path = format!("/rooms/{room}");
    let heard = at_once(TASKS, move |_| {
        let (site, path) = (site.clone(), path.clone());
        async move {
            let mut socket = open(&site, &path).await;
            let heard = texts(&mut socket, 500).await;
            socket.close(None).await.unwrap();
            heard
        }
    })
    .await;
    speaker.await.unwrap();
    for heard in heard {
        assert_eq!(heard, numbers(0..500));
    }
    subscriptions(&mut conn, &room, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_gets_what_came_after_the_last_id() {
    let (site, mut conn) = site(LONG).await;
    let room = unique("room");
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(publish(&mut conn, &room, &n.to_string(), 10).await.unwrap());
    }
    let mut socket = open(&site, &format!("/rooms/{room}?after={}", ids[1])).await;
    assert_eq!(texts(&mut socket, 2).await, ["2", "3"]);
    assert_eq!(status(&site, &format!("/rooms/{room}?after=yesterday")).await, StatusCode::BAD_REQUEST);
}

async fn status(site: &str, path: &str) -> StatusCode {
    match connect_async(format!("ws://{site}{path}")).await.unwrap_err() {
        Error::Http(response) => StatusCode::from_u16(response.status().as_u16()).unwrap(),
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_says_something_and_answers_with_its_id() {
    let (site, mut conn) = site(LONG).await;
    let room = unique("room");
    let mut socket = open(&site, &format!("/rooms/{room}")).await;
    subscriptions(&mut conn, &room, 1).await;
    let mut http = TcpStream::connect(&site).await.unwrap();
    let head = "content-type: text/plain\r\ncontent-length: 5\r\nconnection: close";
    http.write_all(format!("POST /rooms/{room} HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\nhello").as_bytes()).await.unwrap();
    let mut answer = String::new();
    http.read_to_string(&mut answer).await.unwrap();
    let message = next(&mut socket).await;
    assert_eq!((&message["text"], &message["room"]), (&"hello".into(), &(*room).into()));
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(message["id"].as_str().unwrap()), "{answer}");
    assert!(message["id"].as_str().unwrap().parse::<Id>().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_ends_with_the_last_websocket_however_that_ends() {
    let (site, mut conn) = site(Duration::from_millis(200)).await;
    let room = unique("room");
    let path = format!("/rooms/{room}");
    let mut polite = open(&site, &path).await;
    let abrupt = open(&site, &path).await;
    let silent = open(&site, &path).await;
    subscriptions(&mut conn, &room, 1).await;
    drop(abrupt);
    // It answers pings, since it is read; the silent one's answers never come.
    let reading = tokio::time::timeout(Duration::from_secs(1), async { while polite.next().await.is_some() {} }).await;
    assert!(reading.is_err(), "the server has closed a WebSocket that answers");
    subscriptions(&mut conn, &room, 1).await;
    polite.close(None).await.unwrap();
    subscriptions(&mut conn, &room, 0).await;
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_gets_all_rooms_and_leaves_its_pattern() {
    let (site, mut conn) = site(LONG).await;
    let rooms = unique("rooms");
    let mut watcher = open(&site, &format!("/watch/{rooms}.*")).await;
    assert_eq!(next(&mut watcher).await["watching"], format!("{rooms}.*"));
    for n in 0..10 {
        publish(&mut conn, &format!("{rooms}.{}", n % 3), &n.to_string(), 10).await.unwrap();
    }
    assert_eq!(texts(&mut watcher, 10).await, numbers(0..10));
    watcher.send(Message::Close(None)).await.unwrap();
    for _ in 0..500 {
        let clients: String = query(&mut conn, &["CLIENT", "LIST"]).await;
        if !clients.contains(" psub=1 ") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the hub never left the pattern");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_loses_nothing_and_brings_nothing_twice() {
    // One of its own: it loses the connections of all hubs.
    let server = Server::start().unwrap();
    let mut conn = ConnectionManager::new(server.client()).await.unwrap();
    let site = site_on(conn.clone(), &server.client(), LONG).await;
    let room = unique("room");
    let mut socket = open(&site, &format!("/rooms/{room}")).await;
    subscriptions(&mut conn, &room, 1).await;
    let speaker = tokio::spawn({
        let (mut conn, room) = (conn.clone(), room.clone());
        async move {
            for n in 0..400 {
                publish(&mut conn, &room, &n.to_string(), 10_000).await.unwrap();
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
    });
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(150)).await;
        let () = query(&mut conn, &["CLIENT", "KILL", "TYPE", "pubsub"]).await;
    }
    assert_eq!(texts(&mut socket, 400).await, numbers(0..400));
    speaker.await.unwrap();
}

/// The room's history is on one node, and the hub listens on another one.
#[tokio::test(flavor = "multi_thread")]
async fn on_a_cluster_any_node_is_listened_to() {
    let mut conn = cluster().await;
    for node in servers().primaries() {
        let site = site_on(conn.clone(), &node.client(), LONG).await;
        let room = unique("room");
        publish(&mut conn, &room, "0", 10).await.unwrap();
        let mut socket = open(&site, &format!("/rooms/{room}")).await;
        assert_eq!(texts(&mut socket, 1).await, ["0"]);
        publish(&mut conn, &room, "1", 10).await.unwrap();
        assert_eq!(texts(&mut socket, 1).await, ["1"]);
    }
}
