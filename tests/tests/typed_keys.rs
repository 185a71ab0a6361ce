//! Keys of their own types: what they look like, where they go, and that no value gets out of its place.

use redis_script::redis::aio::ConnectionLike;
use redis_script::testing::Server;
use redis_script::{Key, Result, ToArg, redis_script};
use redis_script_tests::connect;
use std::collections::HashMap;

#[derive(Key, Clone, Debug, PartialEq, Eq, Hash)]
#[key("bucket:{user}:{kind}", tag = user)]
struct BucketKey {
    user: u64,
    kind: String,
}

#[derive(Key, Clone, Debug, PartialEq, Eq, Hash)]
#[key("{{of:{tenant}}}/{name}-{name}")]
struct Shared<'a, T> {
    tenant: T,
    name: &'a [u8],
}

#[derive(Key, Clone, Debug, PartialEq, Eq, Hash)]
#[key("{0}{1}", tag = 0)]
struct Pair(Vec<u8>, String);

#[derive(Key, Clone, Debug, PartialEq, Eq, Hash)]
#[key("a{a}1{b}é{c}")]
struct Tight {
    a: String,
    b: u32,
    c: String,
}

#[derive(Key)]
#[key("config")]
struct Config;

#[derive(ToArg, Clone, Copy)]
enum Region {
    Eu,
    #[arg(rename = "us:east")]
    UsEast,
}

#[derive(Key)]
#[key("stock:{region}:{sku}", tag = region)]
struct StockKey {
    region: Region,
    sku: u32,
}

#[redis_script(source = "return { KEYS[1], KEYS[2] }", keys = 2)]
async fn both(conn: &mut impl ConnectionLike, bucket: BucketKey, other: &BucketKey) -> Result<(String, String)>;

#[redis_script(source = "return { #KEYS, KEYS[1], KEYS[#KEYS] }", keys = 1..)]
async fn many(conn: &mut impl ConnectionLike, first: &BucketKey, rest: &[BucketKey]) -> Result<(u64, String, String)>;

fn bucket(user: u64, kind: &str) -> BucketKey {
    BucketKey { user, kind: kind.to_owned() }
}

#[test]
fn keys_look_as_they_are_written() {
    assert_eq!(bucket(7, "api").to_string(), "bucket:{7}:api");
    assert_eq!(bucket(7, "a:b{c}%\n").to_string(), "bucket:{7}:a%3Ab%7Bc%7D%25%0A");
    assert_eq!(bucket(7, "naïve key_1-2.3").to_string(), "bucket:{7}:naïve key_1-2.3");
    assert_eq!(Config.to_string(), "config");
    assert_eq!(StockKey { region: Region::Eu, sku: 3 }.to_string(), "stock:{Eu}:3");
    assert_eq!(StockKey { region: Region::UsEast, sku: 3 }.to_string(), "stock:{us%3Aeast}:3");
    assert_eq!(Shared { tenant: "x-y", name: b"a\xff/b" }.to_string(), "{of:x%2Dy}/a%FF%2Fb-a%FF%2Fb");
    assert_eq!(Pair(Vec::new(), "k".to_owned()).to_string(), "{%}k");
    assert_eq!(Pair(b"%".to_vec(), String::new()).to_string(), "{%25}");
    assert_eq!(Tight { a: "11".into(), b: 10, c: "éx1".into() }.to_string(), "a%31%31110ééx1");
}

#[test]
fn the_tag_is_known_without_a_value_and_with_one() {
    assert_eq!((BucketKey::TAG, <&BucketKey as Key>::TAG), (Some("{user}"), Some("{user}")));
    assert_eq!((<Shared<u64>>::TAG, Pair::TAG), (Some("of:{tenant}"), Some("{0}")));
    assert_eq!((Tight::TAG, Config::TAG), (None, None));
    assert_eq!(bucket(7, "x").hash_tag().as_deref(), Some("7"));
    assert_eq!(Config.hash_tag(), None);
    assert_eq!(bucket(7, "x").slot(), bucket(7, "y").slot());
}

/// Texts of what could end a part: all of them, up to a length.
fn texts(alphabet: &[&str], length: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut last = texts.clone();
    for _ in 0..length {
        last = last.iter().flat_map(|text| alphabet.iter().map(move |symbol| format!("{text}{symbol}"))).collect();
        texts.extend(last.iter().cloned());
    }
    texts
}

/// That no two values make the same key, and that the server's slot is the one of the tag alone.
fn all_differ<K: Key + redis::ToRedisArgs + std::fmt::Debug>(keys: impl IntoIterator<Item = K>) {
    let mut seen: HashMap<Vec<u8>, String> = HashMap::new();
    for key in keys {
        let mut written = key.to_redis_args();
        assert_eq!(written.len(), 1);
        let written = written.remove(0);
        assert_eq!(written, key.to_string().into_bytes());
        if let Some(before) = seen.insert(written, format!("{key:?}")) {
            panic!("{key:?} and {before} are both `{key}`");
        }
    }
}

#[test]
fn no_two_values_make_the_same_key() {
    let alphabet = ["", "a", "1", ":", "{", "}", "%", "%2", "5", "é", "/", "-", "\0", " "];
    let some = texts(&alphabet, 2);
    let pairs = || some.iter().flat_map(|one| some.iter().map(move |other| (one, other)));
    let unique: std::collections::HashSet<_> = pairs().collect();
    all_differ(unique.iter().map(|(one, other)| Pair(one.as_bytes().to_vec(), (*other).clone())));
    all_differ(unique.iter().map(|(one, other)| Shared { tenant: one.as_str(), name: other.as_bytes() }));
    let numbers = [0, 1, 10, 11, 101];
    let tight = unique.iter().flat_map(|(a, c)| numbers.map(|b| Tight { a: (*a).clone(), b, c: (*c).clone() }));
    all_differ(tight);
    let bytes = (0..=255u8).flat_map(|byte| [vec![byte], vec![0xC3, byte], vec![byte, b'A']]);
    let bytes: std::collections::HashSet<Vec<u8>> = bytes.collect();
    all_differ(bytes.iter().map(|bytes| Pair(bytes.clone(), "x".to_owned())));
}

#[test]
fn a_clusters_slot_is_that_of_the_tag() {
    let server = Server::builder().config("cluster-enabled", "yes").start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let mut slot = |key: &str| redis::cmd("CLUSTER").arg("KEYSLOT").arg(key).query::<u16>(&mut conn).unwrap();
    for user in ["", "a", "{", "}", "{}", "a}b", "\0", "%", "é", ":", "}{"] {
        for rest in ["", "x", "{y}", "}", "{", "%"] {
            let key = Pair(user.as_bytes().to_vec(), rest.to_owned());
            let text = key.to_string();
            let tag = key.hash_tag().unwrap();
            assert_eq!((text.find('{'), &text[1..=tag.len()]), (Some(0), tag.as_str()), "{text}");
            assert_eq!((key.slot(), slot(&text)), (slot(&tag), slot(&tag)), "{text}");
            assert_eq!(tag, Pair(user.as_bytes().to_vec(), String::new()).hash_tag().unwrap());
        }
    }
}

#[tokio::test]
async fn a_parameter_is_one_key() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    let (one, two) = both(&mut conn, bucket(7, "a"), &bucket(7, "b:c")).await.unwrap();
    assert_eq!((one.as_str(), two.as_str()), ("bucket:{7}:a", "bucket:{7}:b%3Ac"));
    let rest = [bucket(1, "b"), bucket(1, "c")];
    let (count, first, last) = many(&mut conn, &bucket(1, "a"), &rest).await.unwrap();
    assert_eq!((count, first.as_str(), last.as_str()), (3, "bucket:{1}:a", "bucket:{1}:c"));
    // Any other command takes them, too.
    let _: () = redis::cmd("SET").arg(bucket(7, "a")).arg(1).query_async(&mut conn).await.unwrap();
    assert_eq!(redis::cmd("GET").arg("bucket:{7}:a").query_async::<u8>(&mut conn).await.unwrap(), 1);
}

#[test]
fn the_wire_has_the_keys_as_they_look() {
    let call = Both::prepare(bucket(7, "api"), &bucket(7, "b"));
    let mut expected = redis::cmd("EVALSHA");
    expected.arg(Both::SHA1).arg(2).arg("bucket:{7}:api").arg("bucket:{7}:b");
    assert_eq!(call.cmd().get_packed_command(), expected.get_packed_command());
}
