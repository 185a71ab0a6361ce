//! Crates that refuse every warning, of rustc and clippy, in both editions.

use redis_script_tests::downstream::{Downstream, facade, manifest};

const ADD: &str = "local n = redis.call('INCRBY', KEYS[1], ARGV[1])\nreturn n\n";

/// Code that a strict crate may hold: it is clean by rustc, by clippy pedantic, and has all its docs.
const STRICT: &str = r#"
    //! A strict crate.
    #![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations, rust_2018_idioms)]
    #![deny(clippy::all, clippy::pedantic)]
    #![forbid(unsafe_code)]

    use redis::aio::ConnectionLike;
    use redis_script::redis_script;

    /// Adds `by` to `n`.
    ///
    /// # Errors
    ///
    /// Those of the server.
    #[redis_script(file = "add.lua", keys = 1, args = (i64))]
    pub async fn add(conn: &mut impl ConnectionLike, n: &str, by: i64) -> redis_script::Result<i64>;

    /// Replies of an application.
    pub type Reply<T> = Result<T, AppError>;

    /// An error of an application.
    #[derive(Debug)]
    pub struct AppError(redis_script::Error);

    impl From<redis_script::Error> for AppError {
        fn from(error: redis_script::Error) -> Self {
            Self(error)
        }
    }

    impl core::fmt::Display for AppError {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            write!(f, "the application: {}", self.0)
        }
    }

    /// Keys and values of any number.
    ///
    /// # Errors
    ///
    /// Those of the server.
    #[redis_script(source = "return { #KEYS, ARGV[1], #ARGV }", keys = 0.., args = (&'a [u8], ..u64))]
    pub async fn count<'a, C>(
        mut conn: C,
        keys: &'a [&'a str],
        first: &'a [u8],
        rest: &[u64],
    ) -> Reply<(usize, Vec<u8>, usize)>
    where
        C: ConnectionLike;

    mod inner {
        #[redis_script::redis_script(source = "return 1", keys = 0)]
        pub(super) fn one(conn: &mut impl redis::ConnectionLike) -> redis::RedisResult<i64>;
    }

    #[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
    pub async fn has_only_the_docs_of_its_script(
        conn: &mut impl ConnectionLike,
        key: String,
    ) -> redis_script::Result<Option<String>>;

    /// Has more parameters than anyone likes, some without a name.
    ///
    /// # Errors
    ///
    /// Those of the server.
    #[redis_script(
        source = "return ARGV[8] .. KEYS[1]",
        keys = 1,
        args = (_, _, _, _, _, _, _, u64),
        allow(unused_arg)
    )]
    pub async fn many(
        conn: &mut impl ConnectionLike,
        key: &str,
        a: u8,
        b: u16,
        mut c: u32,
        d: &str,
        e: String,
        _: f32,
        _g: f64,
        h: u64,
    ) -> redis_script::Result<String>;

    mod acquire;
    pub use acquire::acquire;

    /// Runs all of them.
    ///
    /// # Errors
    ///
    /// Those of the server.
    pub async fn all(mut conn: redis::aio::MultiplexedConnection) -> Reply<i64> {
        let sum = add(&mut conn, "n", 1).await?;
        let (keys, first, rest) = count(conn, &["a", "b"], b"x", &[1, 2]).await?;
        let words = i64::try_from(keys + first.len() + rest).unwrap_or(0);
        Ok(sum + words)
    }

    /// Runs the blocking one.
    ///
    /// # Errors
    ///
    /// Those of the server.
    pub fn blocking(conn: &mut impl redis::ConnectionLike) -> redis::RedisResult<i64> {
        #[redis_script(source = "return 2", keys = 0)]
        fn two(conn: &mut impl redis::ConnectionLike) -> redis::RedisResult<i64>;

        Ok(inner::one(conn)? + two(conn)?)
    }

    /// What is said of the script.
    pub const SHA1: &str = Add::SHA1;
"#;

const ACQUIRE: &str = r#"
    //! A module with the name of its only function.

    /// Takes the lock.
    ///
    /// # Errors
    ///
    /// Those of the server.
    #[redis_script::redis_script(source = "return redis.call('SETNX', KEYS[1], ARGV[1])", keys = 1)]
    pub async fn acquire(
        conn: &mut impl redis::aio::ConnectionLike,
        lock: &str,
        owner: &str,
    ) -> redis_script::Result<bool>;
"#;

fn strict(name: &str, edition: &str) -> Downstream {
    let dependencies = format!(
        "redis-script = {{ path = {:?} }}\nredis = {{ version = \"1.8\", default-features = false, features = [\"tokio-comp\"] }}",
        facade()
    );
    Downstream::with_manifest(name, &manifest(name, edition, &dependencies))
        .file("src/lib.rs", unindented(STRICT))
        .file("src/acquire.rs", unindented(ACQUIRE))
        .file("src/add.lua", ADD)
}

/// Without the indentation of this file: inner doc comments must stand first.
fn unindented(code: &str) -> String {
    code.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_strict_crate_of_edition_2021_is_clean() {
    strict("strict-2021", "2021").cargo(["clippy", "--quiet"]).expect_success();
}

#[test]
fn a_strict_crate_of_edition_2024_is_clean() {
    strict("strict-2024", "2024").cargo(["clippy", "--quiet"]).expect_success();
}
