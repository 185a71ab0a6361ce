//! The generated code of a few functions, as files: `snapshots/*.rs`. `BLESS=1 cargo test -p
//! redis-script-macros` writes them anew; read the diff.

use quote::quote;
use std::path::Path;
use std::{env, fs};

fn snapshot(name: &str, attribute: &str, function: &str) {
    let mut expanded = crate::attribute::expand(attribute.parse().unwrap(), function.parse().unwrap());
    if function.contains("&self") {
        expanded = quote!(impl Limiter { #expanded });
    }
    let file: syn2::File = syn2::parse2(expanded).unwrap();
    let actual = prettyplease::unparse(&file);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(name).with_extension("rs");
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "{} differs; BLESS=1 writes it anew", path.display());
}

#[test]
fn an_async_function() {
    snapshot(
        "async",
        r#"source = "-- Takes tokens from KEYS[1].\nreturn redis.call('DECRBY', KEYS[1], ARGV[1])", keys = 1, args = (u64)"#,
        "/// Takes tokens.
         pub async fn take_tokens(conn: &mut impl redis::aio::ConnectionLike, bucket: &str, amount: u64) -> Result<i64>;",
    );
}

#[test]
fn a_blocking_function_with_a_connection_of_its_own() {
    snapshot(
        "blocking",
        r#"source = "return redis.call('GET', KEYS[1])", keys = 1, data = Getter, crate = facade::scripts"#,
        "#[cfg(feature = \"blocking\")] pub(crate) fn get(mut conn: redis::Connection, _: String) -> redis::RedisResult<Vec<u8>>;",
    );
}

#[test]
fn slices_and_generics() {
    snapshot(
        "variadic",
        r#"source = "return {#KEYS, #ARGV}", keys = 1.., args = (T, ..f64)"#,
        "async fn sum<C, T, R>(conn: &mut C, first: &[u8], others: &[String], start: T, values: &[f64]) -> Result<R, Error>
         where C: redis::aio::ConnectionLike + Send, T: redis::ToSingleRedisArg, R: redis::FromRedisValue;",
    );
}

#[test]
fn a_return_type_of_another_name() {
    snapshot(
        "open",
        r#"source = "if #KEYS == 1 then return {'a', 1} end return false", keys = 1"#,
        "async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> Result<Option<(String, Count)>>;",
    );
}

#[test]
fn a_method() {
    snapshot(
        "method",
        r#"source = "return redis.call('GET', KEYS[1])", keys = 1, connection = self.pool.get().await?"#,
        "pub async fn get(&self, key: &str) -> Result<String, Error>;",
    );
}

#[test]
fn a_script_that_includes_another() {
    snapshot(
        "include",
        r#"file = "snapshots/lua/expire.lua", keys = 1, args = (u64)"#,
        "pub fn expire(conn: &mut impl redis::ConnectionLike, key: &str, milliseconds: u64) -> redis_script::Result<bool>;",
    );
}

#[test]
fn a_mistake() {
    snapshot(
        "mistake",
        r#"source = "return 1", keys = 2"#,
        "pub async fn run(conn: &mut impl redis::aio::ConnectionLike, key: &str) -> redis_script::Result<u64>;",
    );
}
