//! What is said of a server, against what the server does. Each test has a server of its own: they flush, fill and
//! freeze it.

mod support;

use futures_util::StreamExt as _;
use redis_script::redis::{self, aio::MultiplexedConnection};
use redis_script::testing::{Server, Version};
use redis_script_examples::health::{Alert, Health, Limits, Monitor, Problem};
use redis_script_examples::info::{Info, Role, Stats};
use redis_script_examples::leaderboard::{Add, Best, Leaderboard};
use redis_script_examples::metrics::{Latencies, page};
use redis_script_examples::operations::{ScriptCache, heavy_keys, monitored_words, script_of, slow_log};
use redis_script_examples::pools::{Visit, visit};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use support::{at_once, query};

const SOON: Duration = Duration::from_secs(5);

async fn own() -> (Server, MultiplexedConnection) {
    let server = Server::start().unwrap();
    let conn = connect(&server).await;
    (server, conn)
}

async fn connect(server: &Server) -> MultiplexedConnection {
    server.client().get_multiplexed_async_connection().await.unwrap()
}

#[tokio::test]
async fn info_is_what_the_server_says() {
    let (server, mut conn) = own().await;
    let () = query(&mut conn, &["SET", "a", "1", "EX", "100"]).await;
    let () = query(&mut conn, &["SET", "b", "1"]).await;
    let _: Option<String> = query(&mut conn, &["GET", "a"]).await;
    for _ in 0..3 {
        let _: Option<String> = query(&mut conn, &["GET", "nothing"]).await;
    }
    let raised = redis::cmd("EVAL").arg("return redis.error_reply('MINE no')").arg(0).exec_async(&mut conn).await;
    assert!(raised.is_err());

    let info = Info::read(&mut conn).await.unwrap();
    let (name, major) = match server.version() {
        Version::Redis(major, _) => ("redis", major),
        Version::Valkey(major, _) => ("valkey", major),
        other => panic!("{other:?}"),
    };
    assert!(info.version.starts_with(&format!("{name} {major}.")), "{}", info.version);
    assert_eq!(info.databases[&0], (2, 1));
    assert_eq!((info.stats.hits, info.stats.misses), (1, 3));
    assert_eq!(info.stats.hit_rate(), Some(0.25));
    assert_eq!(info.role, Role::Primary { replicas: 0 });
    assert_eq!(info.scripts.cached, 1);
    assert!(info.scripts.bytes > 0 && info.scripts.interpreter > 10_000, "{:?}", info.scripts);
    assert_eq!(info.errors["MINE"], 1);
    assert!(!info.loading && info.persisted && info.clients.connected >= 1 && info.clients.max > 0);
    assert!(info.memory.used > 100_000 && info.memory.resident > 0 && info.memory.fragmentation > 0.0);
    assert_eq!((info.memory.max, &*info.memory.policy), (None, "noeviction"));
    assert!(info.memory.fullness().unwrap() < 0.5);
    let () = query(&mut conn, &["CONFIG", "SET", "maxmemory", "100mb"]).await;
    assert_eq!(Info::read(&mut conn).await.unwrap().memory.max, Some(100 << 20));
}

#[tokio::test]
async fn a_replica_says_whose_it_is_and_whether_it_is_linked() {
    let (primary, mut conn) = own().await;
    let replica = Server::builder().replica_of(&primary).start().unwrap();
    let mut other = connect(&replica).await;
    let linked = async |conn: &mut MultiplexedConnection, expected| {
        for _ in 0..1000 {
            let role = Info::read(conn).await.unwrap().role;
            let Role::Replica { of, linked, .. } = role else { panic!("{role:?}") };
            assert_eq!(of, format!("127.0.0.1:{}", primary.port()));
            if linked == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the link never was {expected}");
    };
    linked(&mut other, true).await;
    assert_eq!(Info::read(&mut conn).await.unwrap().role, Role::Primary { replicas: 1 });
    assert!(Health::check(&mut other, SOON).await.is_fine());

    kill("-KILL", &primary);
    linked(&mut other, false).await;
    assert_eq!(Health::check(&mut other, SOON).await.problems, [Problem::Unlinked]);
}

#[test]
fn nothing_that_a_server_may_say_is_too_odd() {
    assert_eq!(Info::parse("").memory.fullness(), None);
    let info =
        Info::parse("# Memory\r\nused_memory:lots\r\nno colon\r\n:\r\ndb0:keys=x\r\nerrorstat_A:count=2,x=1\r\n");
    assert_eq!((info.memory.used, info.databases.len(), info.errors.len()), (0, 0, 0));
    assert_eq!(info.stats.hit_rate(), None);
}

#[tokio::test]
async fn the_cache_is_told_apart() {
    let (_server, mut conn) = own().await;
    let cache = ScriptCache::read(&mut conn).await.unwrap();
    assert_eq!((cache.known.len(), cache.foreign(), cache.totals.cached), (0, 0, 0));
    let all = cache.missing.len();
    assert!(cache.missing.iter().any(|script| script.sha1() == Visit::SHA1));

    visit(&mut conn, "page", 60).await.unwrap();
    for n in 0..3 {
        let _: i64 = query(&mut conn, &["EVAL", &format!("return {n}"), "0"]).await;
    }
    let cache = ScriptCache::read(&mut conn).await.unwrap();
    assert_eq!(cache.known.iter().map(|script| script.sha1()).collect::<Vec<_>>(), [Visit::SHA1]);
    assert_eq!((cache.missing.len(), cache.foreign(), cache.totals.cached), (all - 1, 3, 4));
}

#[tokio::test]
async fn the_slow_log_names_the_function() {
    let (_server, mut conn) = own().await;
    let () = query(&mut conn, &["CONFIG", "SET", "slowlog-log-slower-than", "0"]).await;
    visit(&mut conn, "page", 60).await.unwrap();
    let long = Leaderboard::new("slow").add(&mut conn, "ada", 1).await;
    assert!(long.is_ok());
    // With its text, which the log cuts off.
    let _: (u64, i64) = query(&mut conn, &["EVAL", Add::SOURCE, "2", "{a}1", "{a}2", "x", "1"]).await;
    let _: i64 = query(&mut conn, &["EVAL", "return 1", "0"]).await;
    let slow = slow_log(&mut conn, 128).await.unwrap();
    let of = |command: &str| -> Vec<Option<&str>> {
        let calls = slow.iter().rev().filter(|slow| slow.words[0] == command);
        calls.map(|slow| slow.script.map(redis_script::Script::sha1)).collect()
    };
    // Both calls came cold: once unknown, and once behind the load.
    assert_eq!(of("EVALSHA"), [Visit::SHA1, Visit::SHA1, Add::SHA1, Add::SHA1].map(Some));
    assert_eq!(of("EVAL"), [Some(Add::SHA1), None]);
    assert!(slow.iter().all(|slow| slow.at > 1_600_000_000 && slow.took < SOON));
    assert_eq!(slow_log(&mut conn, 1).await.unwrap().len(), 1);
}

#[tokio::test]
async fn monitor_names_the_function() {
    let (server, mut conn) = own().await;
    let mut lines = server.client().get_async_monitor().await.unwrap().into_on_message::<String>();
    let odd = "a \"b\" \\ \r\n\t\u{7}\u{8}\0é]";
    visit(&mut conn, odd, 60).await.unwrap();
    let mut seen = Vec::new();
    loop {
        let words = monitored_words(&tokio::time::timeout(SOON, lines.next()).await.unwrap().unwrap());
        if let Some(script) = script_of(&words) {
            assert_eq!((script.sha1(), &*words[3], &*words[4]), (Visit::SHA1, odd, "60"));
            seen.push(words[0].clone());
        }
        if words[0] == "EXPIRE" {
            // What the script itself calls.
            assert_eq!(words, ["EXPIRE", odd, "60"]);
            break;
        }
    }
    assert_eq!(seen, ["EVALSHA", "EVALSHA"]);
    assert_eq!(monitored_words("OK"), Vec::<String>::new());
    assert!(script_of(&["EVALSHA"]).is_none() && script_of(&["GET", Visit::SHA1]).is_none());
    assert!(script_of(&["evalsha_ro", &Visit::SHA1.to_uppercase()]).is_some());
}

#[tokio::test]
async fn heavy_keys_come_first() {
    let (_server, mut conn) = own().await;
    assert_eq!(heavy_keys(&mut conn, "*", 10).await.unwrap(), []);
    for n in 1..=50_usize {
        let () = query(&mut conn, &["SET", &format!("k{n}"), &"x".repeat(n * 100)]).await;
    }
    let () = query(&mut conn, &["SET", "other", &"x".repeat(100_000)]).await;
    let heavy = heavy_keys(&mut conn, "k*", 1000).await.unwrap();
    assert_eq!((heavy.len(), &*heavy[0].1), (50, "k50"));
    assert!(heavy.is_sorted_by(|left, right| left.0 >= right.0));
    assert_eq!(heavy_keys(&mut conn, "*", 7).await.unwrap().len(), 7);
}

/// With a script that no other test of this file calls.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_counts_what_64_tasks_did() {
    let (_server, conn) = own().await;
    let latencies = Arc::new(Latencies::default());
    let timed = Arc::clone(&latencies);
    let before = Best::SCRIPT.counters();
    let tasks = conn.clone();
    at_once(64, move |n| {
        let (mut conn, timed) = (tasks.clone(), Arc::clone(&timed));
        async move {
            let points = if n % 4 == 0 { i64::MAX } else { 1 };
            let board = Leaderboard::new("page");
            timed.of(Best::SCRIPT, board.best(&mut conn, &n.to_string(), points)).await.is_ok()
        }
    })
    .await;
    let after = Best::SCRIPT.counters();
    assert_eq!(after.calls - before.calls, 64);

    let page = page(&Info::read(&mut conn.clone()).await.unwrap(), &latencies);
    let labels = format!("function=\"best\",file=\"lua/leaderboard_best.lua\",sha1=\"{}\"", Best::SHA1);
    for line in [
        format!("script_calls_total{{{labels}}} {}", after.calls),
        format!("script_duration_seconds_count{{{labels}}} 64"),
        format!("script_duration_seconds_bucket{{{labels},le=\"+Inf\"}} 64"),
        "redis_errors_total{code=\"SCORE\"} 16".to_owned(),
        "# TYPE script_duration_seconds histogram".to_owned(),
    ] {
        assert!(page.lines().any(|found| found == line), "{line} isn't in\n{page}");
    }
    let errors = page.lines().filter(|line| line.starts_with("script_errors_total{function=\"best\"")).count();
    assert_eq!(errors, 1, "{page}");
    check_format(&page);
}

/// Each sample is of a metric that was introduced before it, once; buckets only grow.
fn check_format(page: &str) {
    let (mut names, mut samples) = (Vec::new(), Vec::new());
    for line in page.lines() {
        if let Some(introduced) = line.strip_prefix("# TYPE ") {
            let name = introduced.split(' ').next().unwrap();
            assert!(!names.contains(&name), "{name} comes twice");
            names.push(name);
        } else if !line.starts_with('#') {
            let name = line.split(['{', ' ']).next().unwrap();
            assert!(name.starts_with(names.last().unwrap()), "{line}");
            let (sample, value) = line.rsplit_once(' ').unwrap();
            value.parse::<f64>().unwrap();
            assert!(!samples.contains(&sample), "{sample} comes twice");
            samples.push(sample);
        }
    }
    let buckets: Vec<u64> = page
        .lines()
        .filter(|line| line.starts_with("script_duration_seconds_bucket{function=\"best\""))
        .map(|line| line.rsplit(' ').next().unwrap().parse().unwrap())
        .collect();
    assert!(buckets.is_sorted() && buckets.len() == 10, "{buckets:?}");
}

#[test]
fn a_latency_is_in_its_bucket() {
    let latencies = Latencies::default();
    for micros in [0, 500, 501, 2_500_000, 2_500_001, 60_000_000] {
        latencies.record(Visit::SCRIPT, Duration::from_micros(micros));
    }
    let page = page(&Info::parse(""), &latencies);
    for (end, count) in [("0.0005", 2), ("0.001", 3), ("0.5", 3), ("2.5", 4), ("+Inf", 6)] {
        let sample = format!(",le=\"{end}\"}} {count}");
        assert!(page.lines().any(|line| line.contains("\"visit\"") && line.ends_with(&sample)), "{sample}\n{page}");
    }
}

fn kill(signal: &str, server: &Server) {
    assert!(Command::new("kill").args([signal, &server.pid().to_string()]).status().unwrap().success());
}

#[tokio::test]
async fn a_server_that_is_frozen_or_gone_is_unreachable() {
    let (server, mut conn) = own().await;
    assert!(Health::check(&mut conn, SOON).await.is_fine());
    kill("-STOP", &server);
    let health = Health::check(&mut conn, Duration::from_millis(200)).await;
    assert!(matches!(&health.problems[..], [Problem::Unreachable(why)] if why.contains("200ms")), "{health:?}");
    kill("-CONT", &server);
    assert!(Health::check(&mut conn, SOON).await.is_fine());
    drop(server);
    let health = Health::check(&mut conn, SOON).await;
    assert!(matches!(&health.problems[..], [Problem::Unreachable(_)]), "{health:?}");
}

#[tokio::test]
async fn a_script_that_never_ends_makes_it_busy() {
    let server = Server::builder().config("lua-time-limit", "50").start().unwrap();
    let (mut slow, mut conn) = (connect(&server).await, connect(&server).await);
    let running =
        tokio::spawn(async move { redis::cmd("EVAL").arg("while true do end").arg(0).exec_async(&mut slow).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(Health::check(&mut conn, SOON).await.problems, [Problem::Busy]);
    let () = query(&mut conn, &["SCRIPT", "KILL"]).await;
    assert!(running.await.unwrap().is_err());
    assert!(Health::check(&mut conn, SOON).await.is_fine());
}

#[tokio::test]
async fn a_server_that_is_full_or_refuses_says_so() {
    let (server, mut conn) = own().await;
    let () = query(&mut conn, &["CONFIG", "SET", "maxmemory", "1"]).await;
    assert_eq!(Health::check(&mut conn, SOON).await.problems, [Problem::Full]);
    let () = query(&mut conn, &["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]).await;
    assert!(Health::check(&mut conn, SOON).await.is_fine());
    let () = query(&mut conn, &["CONFIG", "SET", "maxmemory", "0"]).await;
    let () = query(&mut conn, &["ACL", "SETUSER", "default", "-info"]).await;
    let problems = Health::check(&mut conn, SOON).await.problems;
    assert!(matches!(&problems[..], [Problem::Refused(why)] if why.contains("NOPERM")), "{problems:?}");
    drop(server);
}

/// Readings as servers give them, so that the limits are hit exactly.
fn reading(lines: &str) -> Info {
    Info::parse(&format!("maxmemory:1000\r\nused_memory:100\r\nmem_fragmentation_ratio:1.2\r\n{lines}"))
}

#[test]
fn alerts_begin_beyond_their_limits() {
    let judge = |lines: &str| Monitor::default().judge(&reading(lines));
    assert_eq!(judge(""), []);
    assert_eq!(judge("used_memory:900"), []);
    assert_eq!(judge("used_memory:901"), [Alert::Memory(0.901)]);
    // Replicas' buffers don't count.
    assert_eq!(judge("used_memory:950\r\nmem_not_counted_for_evict:50"), []);
    assert_eq!(judge("maxmemory:0\r\nused_memory_rss:91\r\ntotal_system_memory:100"), [Alert::Memory(0.91)]);
    assert_eq!(judge("keyspace_hits:80\r\nkeyspace_misses:20"), []);
    assert_eq!(judge("keyspace_hits:79\r\nkeyspace_misses:21"), [Alert::HitRate(0.79)]);
    assert_eq!(judge("keyspace_hits:1\r\nkeyspace_misses:98"), [], "too few to say");
    let fragmented =
        |ratio: &str, resident: u64| format!("used_memory_rss:{resident}\r\nmem_fragmentation_ratio:{ratio}");
    assert_eq!(judge(&fragmented("1.5", 1 << 30)), []);
    assert_eq!(judge(&fragmented("1.51", 1 << 30)), [Alert::Fragmentation(1.51)]);
    assert_eq!(judge(&fragmented("13", 20 << 20)), [], "a small server");
    assert_eq!(judge("evicted_keys:3"), [Alert::Evictions(3)]);

    let mut strict = Monitor::new(Limits { memory: 0.05, ..Limits::default() });
    assert_eq!(strict.judge(&reading("")), [Alert::Memory(0.1)]);
    assert_eq!(Alert::Memory(0.901).to_string(), "memory is 90 % full");
}

#[test]
fn rates_are_those_since_the_last_look() {
    let mut monitor = Monitor::default();
    let mut judge = |hits: u64, misses: u64, evicted: u64| {
        monitor.judge(&reading(&format!("keyspace_hits:{hits}\r\nkeyspace_misses:{misses}\r\nevicted_keys:{evicted}")))
    };
    assert_eq!(judge(10_000, 0, 0), []);
    assert_eq!(judge(10_050, 50, 5), [Alert::HitRate(0.5), Alert::Evictions(5)]);
    assert_eq!(judge(10_150, 50, 5), []);
    // It was started anew, or `CONFIG RESETSTAT` was said.
    assert_eq!(judge(100, 0, 0), []);
    assert_eq!(Stats { hits: 3, ..Stats::default() }.since(&Stats { hits: 5, ..Stats::default() }).hits, 3);
}
