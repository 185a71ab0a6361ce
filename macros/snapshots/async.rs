/// Takes tokens.
/**
Takes tokens from KEYS\[1\].

# Script

Runs the script below, as `EVALSHA`. Its SHA1 is `3b115e39286bd87477591e66fcf66fad994c3314`.

- `KEYS[1]`: `bucket`, `&str`
- `ARGV[1]`: `amount`, `u64`

```lua
-- Takes tokens from KEYS[1].
return redis.call('DECRBY', KEYS[1], ARGV[1])
```

# Errors

When the connection fails, when the script raises or returns an error, and when its reply isn't what the return type says.
*/
#[inline]
#[allow(
    clippy::doc_markdown,
    clippy::match_single_binding,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
pub fn take_tokens(
    conn: &mut impl redis::aio::ConnectionLike,
    bucket: &str,
    amount: u64,
) -> impl ::core::future::Future<Output = Result<i64>> {
    ::redis_script::__private::register!(TakeTokens::SCRIPT);
    ::redis_script::__private::import!(AnyConnection);
    ::redis_script::__private::Connection(conn)
        .call_again::<Result<i64>>(move || TakeTokens::prepare(bucket, amount))
}
/// What is known of the script that [`take_tokens()`] runs.
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
pub struct TakeTokens;
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl TakeTokens {
    ::redis_script::__private::constants! {
        pub, "3b115e39286bd87477591e66fcf66fad994c3314", { name : "take_tokens", path :
        "", flags : [], read_only : false, keys : exactly(1), args : exactly(1), evaluate
        : false }, [],
        "-- Takes tokens from KEYS[1].\nreturn redis.call('DECRBY', KEYS[1], ARGV[1])",
    }
    /// The call that the function makes, to be sent later, or in a pipeline.
    pub fn prepare(
        bucket: &str,
        amount: u64,
    ) -> ::redis_script::Invocation<::redis_script::__private::Value<Result<i64>>> {
        ::redis_script::__private::prepared!(
            Self::SCRIPT, ::redis_script::__private::Value < Result < i64 > >, 1usize,
            1usize, ::core::mem::size_of_val(bucket) + 20usize, .key(bucket).arg(amount)
        )
    }
}
