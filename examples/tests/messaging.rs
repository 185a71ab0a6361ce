//! Rooms and their hub, on a single server and on a cluster, where the hub listens on one node.

mod support;

use redis_script::redis::{self, Client};
use redis_script_examples::messaging::{Event, Hub, Id, Message, Subscription, Topic, channel, history, publish};
use redis_script_examples::unique;
use std::task::Poll;
use std::time::Duration;
use support::{Shared, at_once, query};

/// Makes two tests of each function; the hub needs a client of one server.
macro_rules! on_both_with_a_client {
    ($($test:ident),* $(,)?) => {
        mod on_a_single_server {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(super::support::single().await, super::support::server().client()).await;
            })*
        }

        mod on_a_cluster {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                let node = super::support::servers().primaries()[0].client();
                super::$test(super::support::cluster().await, node).await;
            })*
        }
    };
}

on_both_with_a_client!(
    the_history_is_capped,
    any_text_arrives_as_it_was,
    ids_only_grow_for_whoever_listens,
    a_topic_is_subscribed_to_once_and_left_with_the_last,
    a_pattern_gets_all_of_its_rooms,
    a_broken_connection_leaves_a_gap_and_goes_on,
    who_is_too_slow_catches_up,
    a_join_that_is_given_up_leaves_nothing,
);

const TASKS: usize = 64;

async fn hub(client: &Client) -> Hub {
    Hub::connect(client).await.unwrap()
}

async fn next(subscription: &mut Subscription) -> Event {
    tokio::time::timeout(Duration::from_secs(20), subscription.next()).await.unwrap().unwrap()
}

async fn next_text(subscription: &mut Subscription) -> String {
    match next(subscription).await {
        Event::Message(message) => message.text.clone(),
        Event::Gap => panic!("a gap"),
    }
}

async fn texts(conn: &mut impl Shared, room: &str, after: Id) -> Vec<String> {
    history(conn, room, after).await.unwrap().into_iter().map(|message| message.text).collect()
}

/// Waits until the hub's server counts so many subscriptions to a room.
async fn subscriptions(client: &Client, room: &str, expected: u64) {
    let mut conn = client.get_multiplexed_async_connection().await.unwrap();
    for _ in 0..500 {
        let (_, count): (String, u64) = query(&mut conn, &["PUBSUB", "NUMSUB", &channel(room)]).await;
        if count == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("there never were {expected} subscriptions");
}

async fn the_history_is_capped(mut conn: impl Shared, _: Client) {
    let room = unique("room");
    let mut ids = Vec::new();
    for text in ["a", "b", "c", "d"] {
        ids.push(publish(&mut conn, &room, text, 3).await.unwrap());
    }
    assert!(ids.is_sorted());
    assert_eq!(texts(&mut conn, &room, Id::default()).await, ["b", "c", "d"]);
    assert_eq!(texts(&mut conn, &room, ids[2]).await, ["d"]);
    assert_eq!(texts(&mut conn, &room, ids[3]).await, Vec::<String>::new());
    publish(&mut conn, &room, "e", 1).await.unwrap();
    assert_eq!(texts(&mut conn, &room, Id::default()).await, ["e"]);
    publish(&mut conn, &room, "f", 0).await.unwrap();
    assert_eq!(texts(&mut conn, &room, Id::default()).await, Vec::<String>::new());
}

async fn any_text_arrives_as_it_was(mut conn: impl Shared, client: Client) {
    let room = unique("room");
    let mut listener = hub(&client).await.join(Topic::Room(room.clone())).await.unwrap();
    for text in ["", " ", "two words ", "a\r\nb\0c", "1-1 x", "{} 雪"] {
        let id = publish(&mut conn, &room, text, 10).await.unwrap();
        let expected = Message { room: room.clone(), id, text: text.to_owned() };
        assert_eq!(next(&mut listener).await, Event::Message(expected.clone().into()));
        assert_eq!(history(&mut conn, &room, Id::default()).await.unwrap().last(), Some(&expected));
    }
}

/// That is what publishing and appending in one step gives.
async fn ids_only_grow_for_whoever_listens(mut conn: impl Shared, client: Client) {
    let room = unique("room");
    let mut listener = hub(&client).await.join(Topic::Room(room.clone())).await.unwrap();
    {
        let (conn, room) = (conn.clone(), room.clone());
        at_once(TASKS, move |n| {
            let (mut conn, room) = (conn.clone(), room.clone());
            async move { publish(&mut conn, &room, &n.to_string(), 100).await.unwrap() }
        })
        .await;
    }
    let mut heard = Vec::new();
    while heard.len() < TASKS {
        heard.push(next_text(&mut listener).await);
    }
    assert_eq!(heard, texts(&mut conn, &room, Id::default()).await);
}

async fn a_topic_is_subscribed_to_once_and_left_with_the_last(mut conn: impl Shared, client: Client) {
    let room = unique("room");
    let hub = hub(&client).await;
    let mut joined = Vec::new();
    for _ in 0..TASKS {
        joined.push(hub.join(Topic::Room(room.clone())).await.unwrap());
    }
    subscriptions(&client, &room, 1).await;
    publish(&mut conn, &room, "hello", 1).await.unwrap();
    for subscription in &mut joined {
        assert_eq!(next_text(subscription).await, "hello");
    }
    joined.truncate(1);
    publish(&mut conn, &room, "you", 1).await.unwrap();
    assert_eq!(next_text(&mut joined[0]).await, "you");
    drop(joined);
    subscriptions(&client, &room, 0).await;

    // At once again, while the other one is still leaving.
    for n in 0..20 {
        let mut again = hub.join(Topic::Room(room.clone())).await.unwrap();
        publish(&mut conn, &room, &n.to_string(), 1).await.unwrap();
        assert_eq!(next_text(&mut again).await, n.to_string());
    }
    subscriptions(&client, &room, 0).await;
}

async fn a_pattern_gets_all_of_its_rooms(mut conn: impl Shared, client: Client) {
    let rooms = unique("rooms");
    let hub = hub(&client).await;
    let mut all = hub.join(Topic::Rooms(format!("{rooms}.*"))).await.unwrap();
    // The same text, and another topic.
    let mut none = hub.join(Topic::Room(format!("{rooms}.*"))).await.unwrap();
    for room in ["a", "b"] {
        publish(&mut conn, &format!("{rooms}.{room}"), room, 1).await.unwrap();
    }
    publish(&mut conn, &format!("{rooms}x"), "elsewhere", 1).await.unwrap();
    publish(&mut conn, &format!("{rooms}.c"), "c", 1).await.unwrap();
    let mut heard = Vec::new();
    for _ in 0..3 {
        let Event::Message(message) = next(&mut all).await else { panic!("a gap") };
        heard.push((message.text.clone(), message.room.clone()));
    }
    // On a cluster, rooms of different nodes have no order among them.
    heard.sort_unstable();
    assert_eq!(heard, ["a", "b", "c"].map(|room| (room.to_owned(), format!("{rooms}.{room}"))));
    publish(&mut conn, &format!("{rooms}.*"), "odd", 1).await.unwrap();
    assert_eq!(next_text(&mut none).await, "odd");
    assert_eq!(next_text(&mut all).await, "odd");
}

async fn a_broken_connection_leaves_a_gap_and_goes_on(mut conn: impl Shared, client: Client) {
    let room = unique("room");
    let hub = hub(&client).await;
    let mut one = hub.join(Topic::Room(room.clone())).await.unwrap();
    let mut all = hub.join(Topic::Rooms(format!("{room}*"))).await.unwrap();
    let id = publish(&mut conn, &room, "before", 10).await.unwrap();
    assert_eq!(next_text(&mut one).await, "before");
    assert_eq!(next_text(&mut all).await, "before");

    // This hub's connection alone: other tests have theirs on the same server.
    let mut killer = client.get_multiplexed_async_connection().await.unwrap();
    let clients: String = query(&mut killer, &["CLIENT", "LIST", "TYPE", "pubsub"]).await;
    let mine = hub_connection(&clients);
    let () = query(&mut killer, &["CLIENT", "KILL", "ID", &mine]).await;
    publish(&mut conn, &room, "missed", 10).await.unwrap();

    assert_eq!(next(&mut one).await, Event::Gap);
    let missed = history(&mut conn, &room, id).await.unwrap();
    assert_eq!(missed.iter().map(|message| &*message.text).collect::<Vec<_>>(), ["missed"]);
    assert_eq!(next(&mut all).await, Event::Gap);
    publish(&mut conn, &room, "after", 10).await.unwrap();
    for subscription in [&mut one, &mut all] {
        // From another node it may still come after the gap, too: ids tell.
        let new = loop {
            match next(subscription).await {
                Event::Message(message) if message.id > missed[0].id => break message,
                Event::Message(_) => {}
                Event::Gap => panic!("another gap"),
            }
        };
        assert_eq!(new.text, "after");
    }
}

/// The id of the connection that has one channel and one pattern, which only one test's hub has.
fn hub_connection(clients: &str) -> String {
    let line = clients.lines().find(|line| line.contains(" sub=1 ") && line.contains(" psub=1 ")).unwrap();
    line.strip_prefix("id=").unwrap().split(' ').next().unwrap().to_owned()
}

async fn who_is_too_slow_catches_up(mut conn: impl Shared, client: Client) {
    const COUNT: usize = 1000;
    let room = unique("room");
    let mut slow = hub(&client).await.join(Topic::Room(room.clone())).await.unwrap();
    for n in 0..COUNT {
        publish(&mut conn, &room, &n.to_string(), 2000).await.unwrap();
    }
    // All of them have come to the hub, and none has been taken from it.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(next(&mut slow).await, Event::Gap);
    assert_eq!(texts(&mut conn, &room, Id::default()).await.len(), COUNT);
    let Event::Message(message) = next(&mut slow).await else { panic!("another gap") };
    assert!(message.text.parse::<usize>().unwrap() > 0, "the first ones are gone");
}

async fn a_join_that_is_given_up_leaves_nothing(_: impl Shared, client: Client) {
    let room = unique("room");
    let hub = hub(&client).await;
    for _ in 0..20 {
        let join = hub.join(Topic::Room(room.clone()));
        // Long enough to ask, too short for the answer.
        let _ = tokio::time::timeout(Duration::ZERO, join).await;
    }
    // Asked after all of these.
    drop(hub.join(Topic::Room(room.clone())).await.unwrap());
    subscriptions(&client, &room, 0).await;
    // One whose answer is there, and is never read.
    let mut join = Box::pin(hub.join(Topic::Room(room.clone())));
    assert!(std::future::poll_fn(|context| Poll::Ready(join.as_mut().poll(context).is_pending())).await);
    drop(hub.join(Topic::Room(unique("room"))).await.unwrap());
    drop(join);
    subscriptions(&client, &room, 0).await;
    let _: redis::RedisResult<Subscription> = hub.join(Topic::Room(room)).await;
}
