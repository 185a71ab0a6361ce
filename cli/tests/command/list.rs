use crate::place::Place;
use serde_json::json;

const RUST: &str = r##"
use redis_script::redis_script;

/// Takes a lock.
#[redis_script(file = "lock.lua", keys = 1, args = (&str, u64), flags = ["no-writes"])]
pub async fn lock(conn: &mut impl redis::aio::ConnectionLike, key: &str, token: &str, ttl: u64) -> redis::RedisResult<bool>;

pub mod clock {
    impl Clock {
        #[cfg_attr(feature = "clock", redis_script::redis_script(source = r#"return redis.call("TIME")"#, keys = 0.., connection = self.conn()))]
        pub fn now(&self, keys: &[&str]) -> redis_script::Result<Vec<u64>>;
    }
}
"##;

const LUA: &str = "#!lua flags=no-writes,allow-stale\nif redis.call('get', KEYS[1]) == ARGV[1] then return redis.pcall('PTTL', KEYS[1]) end return ARGV[2]\n";

fn place() -> Place {
    Place::with(&[("Cargo.toml", "[package]\nname = \"app\"\n"), ("src/lib.rs", RUST), ("src/lock.lua", LUA)])
}

#[test]
fn json_has_what_a_hash_is_looked_up_for() {
    let place = place();
    let ran = place.run(&["list", "--format", "json"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let sha1 = |file: &str| place.run(&["sha1", file]).out[..40].to_owned();
    place.write("time.lua", b"return redis.call(\"TIME\")");
    let expected = [
        json!({
            "function": "lock", "source": "src/lib.rs", "line": 5, "file": "src/lock.lua", "sha1": sha1("src/lock.lua"),
            "keys": 1, "args": 2, "flags": ["no-writes", "allow-stale"], "commands": ["GET", "PTTL"],
        }),
        json!({
            "function": "clock::Clock::now", "source": "src/lib.rs", "line": 10, "file": null, "sha1": sha1("time.lua"),
            "keys": "0..", "args": 0, "flags": [], "commands": ["TIME"],
        }),
    ];
    assert_eq!(ran.objects(), expected);
}

#[test]
fn arguments_that_may_be_left_out_are_a_range() {
    let rust = "#[redis_script::redis_script(source = \"return ARGV[1] or ARGV[2]\", keys = 0)]\n\
                fn f(conn: &mut impl redis::ConnectionLike, a: &str, b: Option<u64>) -> redis::RedisResult<u64>;\n";
    let place = Place::with(&[("Cargo.toml", "[package]\nname = \"app\"\n"), ("src/lib.rs", rust)]);
    assert_eq!(place.run(&["list", "--format", "json"]).objects()[0]["args"], "1..=2");
    assert!(place.run(&["list"]).out.contains("keys 0, args 1..=2"));
}

#[test]
fn people_find_a_hash_with_its_function() {
    let place = place();
    let sha1 = place.run(&["sha1", "src/lock.lua"]).out[..40].to_owned();
    let ran = place.run(&["list"]);
    let line = ran.out.lines().find(|line| line.contains(&sha1)).expect(&ran.out);
    assert!(line.contains("lock") && line.contains("src/lock.lua"), "{line}");
    assert!(ran.out.contains("keys 1, args 2, flags no-writes,allow-stale, commands GET, PTTL"), "{}", ran.out);
    assert_eq!(place.run(&["list", "src"]).out, ran.out);
}

#[test]
fn what_is_wrong_is_told_beside_what_is_right() {
    let place = place();
    place.write("src/broken.rs", b"#[redis_script(file = \"lokc.lua\", keys = 0)]\nfn f(conn: &mut C) -> R<()>;");
    place.write("src/no_rust.rs", b"redis_script ) (");
    let ran = place.run(&["list", "--format", "json"]);
    assert_eq!((ran.status, ran.objects().len()), (2, 2));
    for part in ["src/broken.rs:1:1: there is no file `lokc.lua`", "did you mean `lock.lua`?", "src/no_rust.rs: "] {
        assert!(ran.err.contains(part), "{}", ran.err);
    }
    assert_eq!(place.run(&["list", "nowhere"]).status, 2);
}

#[test]
fn a_script_that_no_server_loads_has_a_hash_all_the_same() {
    let place = place();
    place.write("src/lock.lua", b"return (");
    let ran = place.run(&["list", "--format", "json"]);
    assert_eq!(ran.objects()[0]["sha1"], place.run(&["sha1", "src/lock.lua"]).out[..40]);
    assert_eq!(ran.objects()[0]["commands"], json!([]));
}
