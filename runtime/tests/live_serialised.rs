//! JSON and `MessagePack`, to a server's `cjson` and `cmsgpack` and back.

use std::collections::BTreeMap;

use redis_script::{Error, Invocation, Json, MsgPack, redis_script, testing::Server};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

#[redis_script(source = "return cjson.encode(cjson.decode(ARGV[1]))", keys = 0, data = JsonCall)]
fn json<A: Serialize, R: DeserializeOwned>(
    conn: &mut impl redis::ConnectionLike,
    value: Json<A>,
) -> redis_script::Result<Json<R>>;

#[redis_script(source = "return cmsgpack.pack(cmsgpack.unpack(ARGV[1]))", keys = 0)]
fn msgpack<A: Serialize, R: DeserializeOwned>(
    conn: &mut impl redis::ConnectionLike,
    value: MsgPack<A>,
) -> redis_script::Result<MsgPack<R>>;

#[redis_script(source = "local order = cjson.decode(ARGV[1]) return order.lines[2].name .. type(order.note)", keys = 0)]
fn second_name(conn: &mut impl redis::ConnectionLike, order: &Json<Order>) -> redis_script::Result<String>;

#[redis_script(
    source = "local order = cmsgpack.unpack(ARGV[1]) return order.lines[2].name .. type(order.note)",
    keys = 0
)]
fn second_packed(conn: &mut impl redis::ConnectionLike, order: &MsgPack<Order>) -> redis_script::Result<String>;

#[redis_script(source = "return false", keys = 0)]
fn nothing<T: redis::FromRedisValue>(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<T>;

#[redis_script(source = "return { 1, 2 }", keys = 0)]
fn table<T: redis::FromRedisValue>(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<T>;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Order {
    id: u64,
    lines: Vec<Line>,
    note: Option<String>,
    paid: bool,
    rate: f64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Line {
    name: String,
    count: i32,
}

fn order() -> Order {
    let line = |name: &str, count| Line { name: name.to_owned(), count };
    Order { id: 1 << 40, lines: vec![line("a\"\\\n\0é", -3), line("b", 4)], note: None, paid: true, rate: 0.25 }
}

/// In RESP2 and in RESP3.
fn connections(server: &Server) -> [redis::Connection; 2] {
    [server.url(), server.url_resp3()].map(|url| redis::Client::open(url).unwrap().get_connection().unwrap())
}

#[test]
fn values_arrive_and_come_back() {
    let server = Server::start().unwrap();
    for mut conn in connections(&server) {
        let back: Json<Order> = json(&mut conn, Json(order())).unwrap();
        assert_eq!(back.0, order());
        let back: MsgPack<Order> = msgpack(&mut conn, MsgPack(order())).unwrap();
        assert_eq!(back.0, order());
        // In JSON, nothing is a value of its own; in MessagePack the field isn't there.
        assert_eq!(second_name(&mut conn, &Json(order())).unwrap(), "buserdata");
        assert_eq!(second_packed(&mut conn, &MsgPack(order())).unwrap(), "bnil");
        let scalars: Json<(i64, f64, String)> = json(&mut conn, Json((-7, 1.5, "x"))).unwrap();
        assert_eq!(scalars.0, (-7, 1.5, "x".to_owned()));
        let scalars: MsgPack<(i64, f64, String)> = msgpack(&mut conn, MsgPack((-7, 2.0, "x"))).unwrap();
        assert_eq!(scalars.0, (-7, 2.0, "x".to_owned()));
    }
}

#[test]
fn a_missing_reply_is_none_and_a_table_is_none_of_both() {
    let server = Server::start().unwrap();
    for mut conn in connections(&server) {
        assert_eq!(nothing::<Option<Json<u64>>>(&mut conn).unwrap(), None);
        assert_eq!(nothing::<Option<MsgPack<u64>>>(&mut conn).unwrap(), None);
        let text = nothing::<Json<u64>>(&mut conn).unwrap_err().to_string();
        assert!(text.contains("no JSON: the script returned nil or false"), "{text}");
        let text = table::<MsgPack<Vec<u64>>>(&mut conn).unwrap_err().to_string();
        assert!(text.contains("no MessagePack: a script returns that as a string"), "{text}");
        let text = json::<_, bool>(&mut conn, Json("x")).map(|json| json.0).unwrap_err().to_string();
        assert!(text.contains("the script's JSON: invalid type"), "{text}");
    }
}

#[test]
fn empty_tables_are_lists_and_maps() {
    let server = Server::start().unwrap();
    for mut conn in connections(&server) {
        let list: Json<Vec<u8>> = json(&mut conn, Json(Vec::<u8>::new())).unwrap();
        let map: Json<BTreeMap<String, u8>> = json(&mut conn, Json(BTreeMap::<String, u8>::new())).unwrap();
        assert!(list.0.is_empty() && map.0.is_empty());
        let list: MsgPack<Vec<u8>> = msgpack(&mut conn, MsgPack(Vec::<u8>::new())).unwrap();
        let map: MsgPack<BTreeMap<String, u8>> = msgpack(&mut conn, MsgPack(BTreeMap::<String, u8>::new())).unwrap();
        assert!(list.0.is_empty() && map.0.is_empty());
        // Inside of something else `cjson` has made an object of it.
        let nested = json::<_, Vec<Vec<u8>>>(&mut conn, Json(vec![Vec::<u8>::new()]));
        assert!(nested.is_err(), "{:?}", nested.map(|json| json.0));
    }
}

#[test]
fn numbers_are_luas() {
    let server = Server::start().unwrap();
    let [mut conn, _] = connections(&server);
    let (exact, inexact) = ((1_u64 << 53) - 1, (1_u64 << 53) + 1);
    let back: MsgPack<u64> = msgpack(&mut conn, MsgPack(exact)).unwrap();
    assert_eq!(back.0, exact);
    let back: MsgPack<u64> = msgpack(&mut conn, MsgPack(inexact)).unwrap();
    assert_eq!(back.0, inexact - 1);
    let back: Json<u64> = json(&mut conn, Json(99_999_999_999_999_u64)).unwrap();
    assert_eq!(back.0, 99_999_999_999_999);
    let back: Json<f64> = json(&mut conn, Json(exact)).unwrap();
    assert!(back.0.to_bits() == 9_007_199_254_741_000_f64.to_bits(), "{}", back.0);
    let back: Json<Option<f64>> = json(&mut conn, Json(f64::NAN)).unwrap();
    assert_eq!(back.0, None);
    let back: MsgPack<f64> = msgpack(&mut conn, MsgPack(f64::NAN)).unwrap();
    assert!(back.0.is_nan());
    let back: MsgPack<f64> = msgpack(&mut conn, MsgPack(f64::INFINITY)).unwrap();
    assert!(back.0.is_infinite());
    let numbered = BTreeMap::from([(10, "x".to_owned())]);
    let back: Json<BTreeMap<u32, String>> = json(&mut conn, Json(&numbered)).unwrap();
    assert_eq!(back.0, numbered);
}

#[redis_script(source = "return cmsgpack.pack({ bytes = '\\255\\0a' })", keys = 0)]
fn bytes(
    conn: &mut impl redis::ConnectionLike,
) -> redis_script::Result<MsgPack<BTreeMap<String, serde_bytes::ByteBuf>>>;

#[test]
fn bytes_come_as_strings_and_do_not_go() {
    let server = Server::start().unwrap();
    let [mut conn, _] = connections(&server);
    assert_eq!(bytes(&mut conn).unwrap().0["bytes"], b"\xff\0a");
    let error = msgpack::<_, u8>(&mut conn, MsgPack(serde_bytes::ByteBuf::from(vec![1]))).map(|back| back.0);
    assert!(error.unwrap_err().to_string().contains("Bad data format in input"));
}

#[test]
fn what_cannot_be_serialised_is_refused_by_name() {
    struct Broken;
    impl Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("broken"))
        }
    }
    let list = || vec![(1, None), (2, Some(Broken))];
    let by_json: Invocation<Json<u8>> = JsonCall::prepare(Json(list()));
    let by_msgpack: Invocation<MsgPack<u8>> = Msgpack::prepare(MsgPack(list()));
    let mut nobody = redis_test::MockRedisConnection::new(Vec::new());
    let errors = [by_json.invoke(&mut nobody).map(|_| ()), by_msgpack.invoke(&mut nobody).map(|_| ())];
    for (error, format) in errors.into_iter().zip(["JSON", "MessagePack"]) {
        let Err(Error::Argument(error)) = error else { panic!("{error:?}") };
        assert_eq!(error.parameter(), Some("value"));
        assert_eq!(error.reason(), format!("can't be written as {format}: broken"));
    }
}

#[test]
#[should_panic(expected = "a formatting trait implementation returned an error")]
fn an_ordinary_command_knows_no_errors() {
    let tuple_keys = BTreeMap::from([((1, 2), 3)]);
    redis::cmd("SET").arg("k").arg(Json(tuple_keys));
}
