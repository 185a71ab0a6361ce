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
    ::redis_script::__private::register! {
        { const SCRIPT : & ::redis_script::Script = TakeTokens::SCRIPT; SCRIPT }
    }
    #[allow(unused_imports)]
    use ::redis_script::__private::AnyConnection as _;
    ::redis_script::__private::Connection(conn)
        .call_again::<Result<i64>>(move || TakeTokens::prepare(bucket, amount))
}
/// What is known of the script that [`take_tokens()`] runs.
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
pub struct TakeTokens;
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl TakeTokens {
    /// The script's SHA1, as 40 lower-case hexadecimal digits.
    pub const SHA1: &'static str = "3b115e39286bd87477591e66fcf66fad994c3314";
    /// The exact text that servers get.
    pub const SOURCE: &'static str = "-- Takes tokens from KEYS[1].\nreturn redis.call('DECRBY', KEYS[1], ARGV[1])";
    /// All that is known of the script.
    pub const SCRIPT: &'static ::redis_script::Script = &::redis_script::__private::script(::redis_script::__private::Parts {
        name: "take_tokens",
        path: "",
        source: Self::SOURCE,
        sha1: Self::SHA1,
        flags: &[],
        read_only: false,
        keys: ::redis_script::__private::Arity::exactly(1u32),
        args: ::redis_script::__private::Arity::exactly(1u32),
        evaluate: false,
    });
    /// The call that `take_tokens` makes, to be sent later, or in a pipeline.
    pub fn prepare(
        bucket: &str,
        amount: u64,
    ) -> ::redis_script::Invocation<
        <Result<i64> as ::redis_script::__private::Outcome>::Value,
    > {
        let mut __call = ::redis_script::__private::invocation(
            Self::SCRIPT,
            1usize,
            1usize,
            ::core::mem::size_of_val(bucket) + 20usize,
        );
        ::redis_script::__private::prepare(&mut __call)
            .key(bucket)
            .arg(amount)
            .plain({
                #[allow(unused_imports)]
                use ::redis_script::__private::NotPlain as _;
                ::redis_script::__private::Probe::<
                    <Result<i64> as ::redis_script::__private::Outcome>::Value,
                >::PLAIN
            })
            .finish();
        __call
    }
}
