//! The rooms of [`messaging`](crate::messaging) for browsers: each WebSocket follows a room, or all that match a
//! pattern, and its subscription ends with it.
//!
//! Besides `redis`: axum (`ws`), `serde_json`, tokio (`time`).

use crate::messaging::{Event, Hub, Id, Message, Topic, history, publish};
use axum::body::Bytes;
use axum::extract::ws::{self, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Error, Router};
use redis_script::redis::aio::ConnectionLike;
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;
use tokio::time::{Instant, Interval, interval_at, timeout};

/// Whatever may end a WebSocket: its own connection, or the server's.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What all requests share.
#[derive(Clone)]
pub struct Chat<C> {
    /// For the subscriptions.
    pub hub: Hub,
    /// For everything else: what connects again by itself, such as a `ConnectionManager` or a cluster's connection.
    pub conn: C,
    /// How many messages a room's history keeps.
    pub keep: u32,
    /// How often a browser is asked whether it is still there. One that hasn't answered by the next time is gone:
    /// a network that is cut doesn't say so.
    pub ping_every: Duration,
}

impl<C> fmt::Debug for Chat<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chat").field("keep", &self.keep).field("ping_every", &self.ping_every).finish_non_exhaustive()
    }
}

/// `POST /rooms/{room}` says the body; `GET /rooms/{room}` follows the room from the start of its history, or from
/// behind `?after=<id>`; `GET /watch/{pattern}` follows all rooms that match.
pub fn router<C: ConnectionLike + Clone + Send + Sync + 'static>(chat: Chat<C>) -> Router {
    Router::new()
        .route("/rooms/{room}", get(follow_room::<C>).post(say::<C>))
        .route("/watch/{pattern}", get(watch_rooms::<C>))
        .with_state(chat)
}

async fn say<C: ConnectionLike>(
    State(mut chat): State<Chat<C>>,
    Path(room): Path<String>,
    text: String,
) -> Result<String, (StatusCode, String)> {
    let id = publish(&mut chat.conn, &room, &text, chat.keep).await;
    id.map(|id| id.to_string()).map_err(|error| (StatusCode::SERVICE_UNAVAILABLE, error.to_string()))
}

async fn follow_room<C: ConnectionLike + Send + 'static>(
    State(chat): State<Chat<C>>,
    Path(room): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, StatusCode> {
    let after = query.get("after").map_or(Ok(Id::default()), |id| id.parse());
    let after = after.map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(upgrade.on_upgrade(move |socket| async move {
        // Whatever ends it, the subscription is dropped with it.
        let _ = Follower::new(socket, chat.ping_every).follow(chat, room, after).await;
    }))
}

async fn watch_rooms<C: Send + 'static>(
    State(chat): State<Chat<C>>,
    Path(pattern): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.on_upgrade(move |socket| async move {
        let _ = Follower::new(socket, chat.ping_every).watch(chat.hub, pattern).await;
    })
}

/// A WebSocket that messages go to.
struct Follower {
    socket: WebSocket,
    ping: Interval,
    /// Whether anything came since the last ping.
    heard: bool,
}

impl Follower {
    fn new(socket: WebSocket, every: Duration) -> Self {
        Self { socket, ping: interval_at(Instant::now() + every, every), heard: true }
    }

    /// The history first, and then what is new. The subscription comes before both, so that nothing is missed in
    /// between; what came twice by that is told by its id.
    async fn follow<C: ConnectionLike>(mut self, mut chat: Chat<C>, room: String, mut last: Id) -> Result<(), Failure> {
        let mut subscription = chat.hub.join(Topic::Room(room.clone())).await?;
        let mut event = Some(Event::Gap);
        loop {
            match event {
                Some(Event::Message(message)) if message.id > last => {
                    self.send(&message).await?;
                    last = message.id;
                }
                Some(Event::Message(_)) => {}
                Some(Event::Gap) => {
                    for message in history(&mut chat.conn, &room, last).await? {
                        self.send(&message).await?;
                        last = message.id;
                    }
                }
                None => return Ok(()),
            }
            event = tokio::select! {
                event = subscription.next() => event,
                closed = self.closed() => return closed.map_err(Into::into),
            };
        }
    }

    /// Many rooms have no history in common: what was missed is only said to be.
    async fn watch(mut self, hub: Hub, pattern: String) -> Result<(), Failure> {
        let mut subscription = hub.join(Topic::Rooms(pattern.clone())).await?;
        self.write(&serde_json::json!({ "watching": pattern })).await?;
        loop {
            tokio::select! {
                event = subscription.next() => match event {
                    Some(Event::Message(message)) => self.send(&message).await?,
                    Some(Event::Gap) => self.write(&serde_json::json!({ "gap": true })).await?,
                    None => return Ok(()),
                },
                closed = self.closed() => return closed.map_err(Into::into),
            }
        }
    }

    async fn send(&mut self, Message { room, id, text }: &Message) -> Result<(), Error> {
        let json = serde_json::json!({ "room": room, "id": id.to_string(), "text": text });
        self.write(&json).await
    }

    /// A browser that takes nothing for so long is gone, too.
    async fn write(&mut self, json: &serde_json::Value) -> Result<(), Error> {
        let frame = ws::Message::Text(json.to_string().into());
        timeout(self.ping.period(), self.socket.send(frame)).await.map_err(Error::new)?
    }

    /// Returns when the browser has closed the WebSocket, or no longer answers. Can be dropped at any time.
    async fn closed(&mut self) -> Result<(), Error> {
        loop {
            tokio::select! {
                frame = self.socket.recv() => match frame.transpose()? {
                    None | Some(ws::Message::Close(_)) => return Ok(()),
                    Some(_) => self.heard = true,
                },
                _ = self.ping.tick() => {
                    if !std::mem::take(&mut self.heard) {
                        return Ok(());
                    }
                    self.socket.send(ws::Message::Ping(Bytes::new())).await?;
                }
            }
        }
    }
}
