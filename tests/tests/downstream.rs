//! Crates as users write them: scripts that change, settings, other names, docs with awkward Lua.

use redis_script_tests::downstream::{Compiled, Downstream, facade, manifest};
use std::fmt::Write as _;

const ADD: &str = "local n = redis.call('INCRBY', KEYS[1], ARGV[1])\nreturn n\n";

#[test]
fn a_changed_script_rebuilds_the_crate() {
    let main = r#"
        #![allow(dead_code)]
        use redis_script::redis_script;

        #[redis_script(file = "add.lua", keys = 1, args = (i64))]
        async fn add(conn: &mut impl redis::aio::ConnectionLike, n: &str, by: i64) -> redis_script::Result<i64>;

        mod deep {
            #[redis_script::redis_script(file = "lua/other.lua", keys = 0)]
            pub fn other(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<i64>;
        }

        struct Counter(redis::aio::MultiplexedConnection);
        impl Counter {
            #[redis_script(file = "method.lua", keys = 0, connection = self.0.clone(), data = COUNT)]
            async fn count(&self) -> redis_script::Result<u64>;
        }

        fn main() {
            println!("{} {} {}", Add::SHA1, deep::Other::SHA1, Counter::COUNT.sha1());
        }
    "#;
    let downstream = Downstream::new("rebuilds")
        .file("src/main.rs", main)
        // One beside the source, one under the package's root.
        .file("src/add.lua", ADD)
        .file("lua/other.lua", "return 1\n")
        .file("src/method.lua", "return 1\n");
    let run = || downstream.cargo(["run", "--quiet"]).expect_success().stdout.trim().to_owned();
    let hashes = |texts: [&str; 3]| texts.map(|text| redis::Script::new(text).get_hash().to_owned()).join(" ");
    let (one, two, changed) = ("return 1\n", "return 2\n", format!("{ADD}-- changed\n"));
    assert_eq!(run(), hashes([ADD, one, one]));
    downstream.write("src/add.lua", &changed);
    assert_eq!(run(), hashes([&changed, one, one]));
    downstream.write("lua/other.lua", two);
    assert_eq!(run(), hashes([&changed, two, one]));
    downstream.write("src/method.lua", two);
    assert_eq!(run(), hashes([&changed, two, two]));
    // A mistake in the script alone is found, too.
    downstream.write("lua/other.lua", "return 2 +\n");
    let outcome = downstream.cargo(["run", "--quiet"]);
    assert!(!outcome.success && outcome.stderr.contains("lua/other.lua:"), "{}", outcome.stderr);
}

#[test]

fn a_script_that_nobody_may_read_is_said_to_be_so() {
    let lib = r#"
        #[redis_script::redis_script(file = "secret.lua", keys = 0)]
        pub async fn secret(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<i64>;
    "#;
    let downstream = Downstream::new("unreadable").file("src/lib.rs", lib).file("src/secret.lua", "return 1\n");
    let [found] = &downstream.unreadable("src/secret.lua").diagnostics()[..] else { panic!("one error") };
    assert_eq!((&*found.level, &*found.points_at), ("error", "\"secret.lua\""));
    assert!(found.text.starts_with("can't read `secret.lua`: Permission denied"), "{found:?}");
    assert!(found.text.ends_with("help: the user who runs the compiler needs the right to read it"), "{found:?}");
}

#[test]
fn a_changed_included_file_rebuilds_the_crate() {
    let main = r#"
        #[redis_script::redis_script(file = "lua/a.lua", keys = 0)]
        pub fn a(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<i64>;
        #[redis_script::redis_script(source = "-- @include \"lib/b.lua\"\nreturn b", keys = 0)]
        pub fn inline(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<i64>;
        fn main() {
            println!("{} {}", A::SHA1, Inline::SHA1);
        }
    "#;
    let downstream = Downstream::new("includes")
        .file("src/main.rs", main)
        .file("lua/a.lua", "-- @include \"lib/c.lua\"\nreturn b + c\n")
        .file("lua/lib/c.lua", "-- @include \"../../src/lib/b.lua\"\nlocal c = 1\n")
        .file("src/lib/b.lua", "local b = 1\n");
    let run = || downstream.cargo(["run", "--quiet"]).expect_success().stdout.trim().to_owned();
    let hashes = |texts: [&str; 2]| texts.map(|text| redis::Script::new(text).get_hash().to_owned()).join(" ");
    assert_eq!(run(), hashes(["local b = 1\nlocal c = 1\nreturn b + c\n", "local b = 1\nreturn b"]));
    downstream.write("lua/lib/c.lua", "-- @include \"../../src/lib/b.lua\"\nlocal c = 2\n");
    assert_eq!(run(), hashes(["local b = 1\nlocal c = 2\nreturn b + c\n", "local b = 1\nreturn b"]));
    // With the line ends of another system's checkout it is the same script.
    downstream.write("src/lib/b.lua", "local b = 3\r\n");
    assert_eq!(run(), hashes(["local b = 3\nlocal c = 2\nreturn b + c\n", "local b = 3\nreturn b"]));
    downstream.write("src/lib/b.lua", "local b = 3\nlocal b =\n");
    let outcome = downstream.cargo(["run", "--quiet"]);
    assert!(!outcome.success && outcome.stderr.contains("src/lib/b.lua:"), "{}", outcome.stderr);
}

#[test]
fn ten_megabytes_are_checked_to_the_last_line() {
    let lib = r#"
        #[redis_script::redis_script(file = "large.lua", keys = 0)]
        pub async fn large(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<i64>;
    "#;
    let mut script = "-- As large as a script that someone generated.\n".repeat(200_000);
    script.push_str(&"do local n = tonumber('1') end\n".repeat(10_000));
    script.push_str("count = 1\nreturn count\n");
    let downstream = Downstream::new("large").file("src/lib.rs", lib).file("src/large.lua", script);
    let found = downstream.diagnostics();
    assert!(found.iter().any(|found| found.text.contains("--> large.lua:210001:1")), "{found:?}");
}

#[test]
fn a_package_has_settings_of_its_own() {
    let lib = r#"
        use redis_script::redis_script;
        #[redis_script(source = "return redis.call('GET', 'constant')", keys = 0)]
        pub async fn get(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Option<String>>;
        #[redis_script(source = "return redis.call('GET', 'other')", keys = 0, allow(undeclared_key))]
        pub async fn other(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Option<String>>;
    "#;
    let downstream = Downstream::new("settings").file("src/lib.rs", lib).file("redis-script.toml", "");
    let levels = || downstream.diagnostics().into_iter().map(|message| message.level).collect::<Vec<_>>();
    assert_eq!(levels(), ["warning"]);
    // A change of the file alone compiles the crate again.
    downstream.write("redis-script.toml", "[lints]\nundeclared_key = \"deny\"\n");
    assert_eq!(levels(), ["error"]);
    downstream.write("redis-script.toml", "[lints]\nundeclared_key = \"allow\"\n");
    assert_eq!(levels(), [""; 0]);
    downstream.write("redis-script.toml", "[lints]\nundeclared_ky = \"allow\"\n");
    let mistake = downstream.diagnostics().swap_remove(0).text;
    assert!(mistake.contains("unknown lint `undeclared_ky`, did you mean `undeclared_key`?"), "{mistake}");
    assert!(mistake.contains("redis-script.toml:2:1"), "{mistake}");
}

#[test]
fn the_facade_may_have_another_name() {
    let dependencies = format!(
        "scripts = {{ package = \"redis-script\", path = {:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}",
        facade()
    );
    let lib = r#"
        use scripts::{redis, redis_script};

        #[redis_script(source = "return KEYS[1]", keys = 1, crate = scripts)]
        pub async fn echo(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> scripts::Result<String>;

        #[redis_script(source = "return KEYS[1]", keys = 1, crate = ::scripts)]
        pub fn echo_blocking(conn: &mut impl redis::ConnectionLike, key: &str) -> scripts::Result<String>;

        pub mod reexported {
            pub mod vendor {
                pub use scripts as redis_script;
            }
            use vendor::redis_script::{redis, redis_script};

            #[redis_script(source = "return ARGV[1]", keys = 0, crate = crate::reexported::vendor::redis_script)]
            pub async fn echo(conn: &mut impl redis::aio::ConnectionLike, value: u64)
                -> Result<u64, vendor::redis_script::Error>;
        }
    "#;
    let downstream = Downstream::with_manifest("renames", &manifest("renames", "2024", &dependencies));
    downstream.file("src/lib.rs", lib).cargo(["check", "--quiet"]).expect_success();
}

#[test]
fn awkward_lua_makes_good_docs() {
    let headers = [
        ("indented", "--     indented as code would be\n--\n--     local x = KEYS[1]\nreturn 1\n"),
        ("fenced", "--[[\n```\nlet x: u8 = \"a failing doctest\";\n```\n]]\nreturn '``````'\n"),
        ("quoted", "-- `KEYS[1]` and [KEYS] and ``` and ```` and ~~~\nlocal s = '~~~~ ```````````'\nreturn s\n"),
        ("html", "-- <script> & <b> [link](http://example.org) http://bare.example.org </div>\nreturn '</pre>'\n"),
        ("commented", "--[==[ */ /* /// //! \" # ]==]\nreturn [=[ \"# \\ ]=]\n"),
        ("rust", "-- ```rust\n-- compile_error!(\"run\");\n-- ```\nreturn 1\n"),
        ("turned", "-- \u{202e}bidi\u{202c} and https://example.org/a_b\n-- # A heading\nreturn 1\n"),
        ("listed", "-- - a list\n--   * [ ] KEYS[1]\n--   1. [x]: y\nreturn 1\n"),
    ];
    let mut lib = String::from("//! Awkward.\n#![deny(warnings, rustdoc::all, missing_docs)]\n");
    let mut downstream = Downstream::new("awkward");
    for (name, lua) in headers {
        let _ = writeln!(
            lib,
            "/// The script `{name}`.\n\
             #[redis_script::redis_script(file = \"{name}.lua\", keys = 0)]\n\
             pub async fn {name}(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<String>;"
        );
        downstream = downstream.file(&format!("src/{name}.lua"), lua);
    }
    // No docs of its own, CR LF, and a body in the attribute.
    lib += "#[allow(missing_docs)]\n\
            #[redis_script::redis_script(source = \"-- `[KEYS]`\\r\\nreturn '```'\", keys = 0, allow(line_endings))]\n\
            pub async fn bare(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<String>;\n";
    let downstream = downstream.file("src/lib.rs", lib);
    downstream.cargo(["doc", "--quiet", "--no-deps"]).expect_success();
    let page = downstream.target().join("doc").join("awkward").join("fn.indented.html");
    let page = std::fs::read_to_string(page).unwrap();
    for part in ["The script", "language-lua", "indented as code would be", "return 1"] {
        assert!(page.contains(part), "{part} is not on the page");
    }
    let tests = downstream.cargo(["test", "--quiet", "--doc"]);
    tests.expect_success();
    assert!(tests.stdout.contains("running 0 tests"), "Lua was taken for a doc test: {}", tests.stdout);
}

#[test]
fn a_methods_return_type_is_compared_where_it_is_built() {
    let main = r#"
        type Verdict = (bool, u64);
        struct Limiter<C>(C);
        impl Limiter<redis::aio::MultiplexedConnection> {
            #[redis_script::redis_script(source = "return {1, 2, 3}", keys = 0, connection = self.0.clone())]
            async fn run(&self) -> redis_script::Result<Verdict>;
        }
        fn main() {
            let limiter: Option<&Limiter<redis::aio::MultiplexedConnection>> = None;
            drop(limiter.map(Limiter::run));
        }
    "#;
    let outcome = Downstream::new("method-shapes").file("src/main.rs", main).cargo(["build", "--quiet"]);
    let said = "the script returns an array of 3 items, which can't be read as a tuple of 2";
    assert!(!outcome.success && outcome.stderr.contains(said), "{}", outcome.stderr);
}

const WARNED: &str = r#"use redis_script::redis_script;

#[redis_script(file = "clean.lua", keys = 2, args = (u64))]
pub async fn clean(conn: &mut impl redis::aio::ConnectionLike, a: &str, b: &str, n: u64) -> redis_script::Result<()>;

#[redis_script(file = "unread.lua", keys = 2, args = (u64, u64))]
pub async fn unread(conn: &mut impl redis::aio::ConnectionLike, a: &str, b: &str, m: u64, n: u64)
    -> redis_script::Result<()>;

#[redis_script(file = "unread.lua", keys = 2, args = (u64, u64), data = Allowed, allow(unused_key, unused_arg))]
pub async fn allowed(conn: &mut impl redis::aio::ConnectionLike, a: &str, b: &str, m: u64, n: u64)
    -> redis_script::Result<()>;

#[redis_script(file = "windows.lua", keys = 0)]
pub async fn windows(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<i64>;
"#;

#[test]
fn warnings_are_exact() {
    let downstream = Downstream::new("warned")
        .file("src/lib.rs", WARNED)
        .file("src/clean.lua", "-- clean\nreturn redis.call('MSET', KEYS[1], ARGV[1], KEYS[2], ARGV[1])\n")
        .file("src/unread.lua", "-- first ones are unread\nreturn redis.call('SET', KEYS[2], ARGV[2])\n")
        .file("src/windows.lua", "-- from elsewhere\r\nreturn 1\r\n");
    let messages = downstream.diagnostics();
    let about = |rule: &str| messages.iter().filter(|message| message.text.contains(rule)).collect::<Vec<&Compiled>>();
    for (rule, line, points_at, said) in [
        ("unused_key", 7, "a", "KEYS[1]"),
        ("unused_arg", 7, "m", "ARGV[1]"),
        ("line_endings", 14, "\"windows.lua\"", "--> windows.lua:1:"),
    ] {
        let found = about(rule);
        assert_eq!(found.len(), 1, "{rule}: {messages:#?}");
        assert_eq!((found[0].level.as_str(), found[0].line), ("warning", line), "{rule}: {messages:#?}");
        assert_eq!(found[0].points_at, points_at, "{rule}: {messages:#?}");
        assert!(found[0].text.contains(said), "{rule}: {messages:#?}");
    }
    assert_eq!(messages.len(), 3, "{messages:#?}");
}
