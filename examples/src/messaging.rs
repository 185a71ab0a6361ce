//! Rooms: a message is published and appended to the room's capped history in one step; a hub gives each room's
//! messages to any number of subscribers over one connection, and catches up from the history where that breaks.
//!
//! Besides `redis` (its feature `connection-manager`): tokio (`rt`, `sync`, `time`).

use redis_script::redis::aio::{ConnectionLike, ConnectionManager, ConnectionManagerConfig};
use redis_script::redis::{self, Client, Msg, ProtocolVersion, PushInfo, PushKind, RedisError, RedisResult};
use redis_script::redis_script;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};

/// How many messages a subscriber may be behind, before it has to catch up from the history.
const BACKLOG: usize = 256;

/// How often a hub without other work sees whether its connection is alive. If not, it connects anew.
const CHECK_EVERY: Duration = Duration::from_secs(5);

/// Appends `text` to the history `room`, which keeps that many messages, and publishes it on the channel `room`.
/// Gives the message's id.
#[redis_script(file = "lua/messaging_publish.lua", keys = 1, args = (&str, u32))]
pub async fn append_and_publish(
    conn: &mut impl ConnectionLike,
    room: &str,
    text: &str,
    keep: u32,
) -> redis_script::Result<String>;

/// Says something in a room, whose history keeps the last `keep` messages. Gives the message's id.
pub async fn publish(conn: &mut impl ConnectionLike, room: &str, text: &str, keep: u32) -> RedisResult<Id> {
    let id = append_and_publish(conn, &channel(room), text, keep).await?;
    id.parse().map_err(|_| (redis::ErrorKind::UnexpectedReturnType, "no stream id", id).into())
}

/// What was said in a room after a message, as far as it is kept; all of it after [`Id::default`].
pub async fn history(conn: &mut impl ConnectionLike, room: &str, after: Id) -> RedisResult<Vec<Message>> {
    let mut range = redis::cmd("XRANGE");
    range.arg(channel(room)).arg(format!("({after}")).arg("+");
    let entries: Vec<(String, (String, String))> = range.query_async(conn).await?;
    let message = |(id, (_, text)): (String, _)| Some(Message { room: room.to_owned(), id: id.parse().ok()?, text });
    Ok(entries.into_iter().filter_map(message).collect())
}

/// The history's key, and the channel's name.
pub fn channel(room: &str) -> String {
    format!("room:{room}")
}

/// A message's id, as streams make them: later ones are greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    milliseconds: u64,
    sequence: u64,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where.
    pub room: String,
    /// Which one it is.
    pub id: Id,
    /// What.
    pub text: String,
}

/// What to subscribe to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A room.
    Room(String),
    /// Each room whose name matches a pattern of the server's, such as `news.*`.
    Rooms(String),
}

/// What a subscriber gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A message, which all subscribers share.
    Message(Arc<Message>),
    /// Some were missed, since the connection broke or the subscriber was too slow: the history has them.
    Gap,
}

/// One connection's subscriptions, shared by all who want to listen. It ends with its last clone.
#[derive(Clone, Debug)]
pub struct Hub {
    commands: mpsc::UnboundedSender<Command>,
}

/// A subscription. When the last one of a topic is dropped, the hub unsubscribes from it.
#[derive(Debug)]
pub struct Subscription {
    topic: Topic,
    events: broadcast::Receiver<Event>,
    commands: mpsc::UnboundedSender<Command>,
}

impl Hub {
    /// Connects. A node of a cluster will do, too: each gets what is published on any of them.
    pub async fn connect(client: &Client) -> RedisResult<Self> {
        // RESP3, so that messages and replies to commands come on one connection.
        let info = client.get_connection_info();
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(info.clone().set_redis_settings(settings))?;

        let (sender, pushes) = mpsc::unbounded_channel();
        let config = ConnectionManagerConfig::new().set_push_sender(sender).set_automatic_resubscription();
        let conn = ConnectionManager::new_with_config(client, config).await?;
        let (commands, received) = mpsc::unbounded_channel();
        tokio::spawn(Switchboard { conn, topics: HashMap::new() }.run(received, pushes));
        Ok(Self { commands })
    }

    /// Subscribes. What is published from then on, the subscription gets.
    pub async fn join(&self, topic: Topic) -> RedisResult<Subscription> {
        let ended = || RedisError::from((redis::ErrorKind::Io, "the hub has ended"));
        let (reply, joined) = oneshot::channel();
        self.commands.send(Command::Join(topic, self.commands.clone(), reply)).map_err(|_| ended())?;
        joined.await.map_err(|_| ended())?
    }
}

impl Subscription {
    /// The next event; `None` if the hub has ended.
    pub async fn next(&mut self) -> Option<Event> {
        match self.events.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Event::Gap),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        // If the hub has ended, its subscriptions have, too.
        let _ = self.commands.send(Command::Leave(self.topic.clone()));
    }
}

#[derive(Debug)]
enum Command {
    /// Answered by a whole subscription: one that nobody takes out of the channel leaves as any other does.
    Join(Topic, mpsc::UnboundedSender<Command>, oneshot::Sender<RedisResult<Subscription>>),
    Leave(Topic),
}

/// The task behind a hub: it alone subscribes and unsubscribes, so these never overtake each other.
struct Switchboard {
    conn: ConnectionManager,
    topics: HashMap<Topic, Line>,
}

/// The subscribers to one topic.
struct Line {
    events: broadcast::Sender<Event>,
    subscribers: usize,
    /// The connection broke, and the server hasn't confirmed yet that it is subscribed to again.
    broken: bool,
}

impl Switchboard {
    async fn run(
        mut self,
        mut commands: mpsc::UnboundedReceiver<Command>,
        mut pushes: mpsc::UnboundedReceiver<PushInfo>,
    ) {
        let mut check = tokio::time::interval(CHECK_EVERY);
        loop {
            tokio::select! {
                command = commands.recv() => match command {
                    Some(Command::Join(topic, commands, reply)) => {
                        let joined = self.join(topic.clone()).await;
                        drop(reply.send(joined.map(|events| Subscription { topic, events, commands })));
                    }
                    Some(Command::Leave(topic)) => self.leave(&topic).await,
                    None => return,
                },
                Some(push) = pushes.recv() => self.distribute(push),
                // A failure makes the manager connect again, and tells the lines so.
                _ = check.tick() => drop(redis::cmd("PING").exec_async(&mut self.conn).await),
            }
        }
    }

    async fn join(&mut self, topic: Topic) -> RedisResult<broadcast::Receiver<Event>> {
        if let Some(line) = self.topics.get_mut(&topic) {
            line.subscribers += 1;
            return Ok(line.events.subscribe());
        }
        match &topic {
            Topic::Room(room) => self.conn.subscribe(channel(room)).await?,
            Topic::Rooms(pattern) => self.conn.psubscribe(channel(pattern)).await?,
        }
        let (events, receiver) = broadcast::channel(BACKLOG);
        self.topics.insert(topic, Line { events, subscribers: 1, broken: false });
        Ok(receiver)
    }

    async fn leave(&mut self, topic: &Topic) {
        let Some(line) = self.topics.get_mut(topic) else { return };
        line.subscribers -= 1;
        if line.subscribers > 0 {
            return;
        }
        self.topics.remove(topic);
        // If it fails, the connection is broken: what still comes has no line, and goes nowhere.
        let _ = match topic {
            Topic::Room(room) => self.conn.unsubscribe(channel(room)).await,
            Topic::Rooms(pattern) => self.conn.punsubscribe(channel(pattern)).await,
        };
    }

    fn distribute(&mut self, push: PushInfo) {
        match push.kind {
            PushKind::Disconnection => self.topics.values_mut().for_each(|line| line.broken = true),
            PushKind::Subscribe | PushKind::PSubscribe => drop(self.confirmed(&push)),
            PushKind::Message | PushKind::PMessage => drop(self.message(push)),
            _ => {}
        }
    }

    /// The server confirms a subscription. If it is one anew, messages may have been missed before.
    fn confirmed(&mut self, push: &PushInfo) -> Option<()> {
        let name: String = redis::from_redis_value_ref(push.data.first()?).ok()?;
        let line = self.topics.get_mut(&topic(&push.kind, &name)?)?;
        if std::mem::take(&mut line.broken) {
            let _ = line.events.send(Event::Gap);
        }
        Some(())
    }

    fn message(&self, push: PushInfo) -> Option<()> {
        let kind = push.kind.clone();
        let msg = Msg::from_push_info(push)?;
        let name = if kind == PushKind::PMessage { msg.get_pattern().ok()? } else { msg.get_channel_name().to_owned() };
        let line = self.topics.get(&topic(&kind, &name)?)?;
        let payload: String = msg.get_payload().ok()?;
        let (id, text) = payload.split_once(' ')?;
        let room = msg.get_channel_name().strip_prefix("room:")?.to_owned();
        let message = Message { room, id: id.parse().ok()?, text: text.to_owned() };
        // Without a subscriber right now, it is nobody's.
        let _ = line.events.send(Event::Message(Arc::new(message)));
        Some(())
    }
}

/// The topic whose channel or pattern this is.
fn topic(kind: &PushKind, name: &str) -> Option<Topic> {
    let name = name.strip_prefix("room:")?.to_owned();
    Some(match kind {
        PushKind::PSubscribe | PushKind::PMessage => Topic::Rooms(name),
        _ => Topic::Room(name),
    })
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.milliseconds, self.sequence)
    }
}

/// A text is no message's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

impl FromStr for Id {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (milliseconds, sequence) = text.split_once('-').ok_or(InvalidId)?;
        let number = |digits: &str| digits.parse().map_err(|_| InvalidId);
        Ok(Self { milliseconds: number(milliseconds)?, sequence: number(sequence)? })
    }
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message's id is two numbers, as in 1526919030474-55")
    }
}

impl std::error::Error for InvalidId {}
