#[cfg(feature = "blocking")]
/**Runs the script below, as `EVALSHA`. Its SHA1 is `d3c21d0c2b9ca22f82737626a27bcaf5d288f99f`.

- `KEYS[1]`: `__parameter_2`, `String`

```lua
return redis.call('GET', KEYS[1])
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
pub(crate) fn get(
    conn: redis::Connection,
    __parameter_2: String,
) -> redis::RedisResult<Vec<u8>> {
    facade::scripts::__private::register!(Getter::SCRIPT);
    facade::scripts::__private::import!(AnyBlockingConnection);
    facade::scripts::__private::Connection(&mut { conn })
        .call_blocking::<redis::RedisResult<Vec<u8>>>(Getter::prepare(__parameter_2))
}
#[cfg(feature = "blocking")]
/// What is known of the script that [`get()`] runs.
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
pub(crate) struct Getter;
#[cfg(feature = "blocking")]
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl Getter {
    facade::scripts::__private::constants! {
        pub (crate), "d3c21d0c2b9ca22f82737626a27bcaf5d288f99f", { name : "get", path :
        "", flags : [], read_only : false, keys : exactly(1), args : exactly(0), evaluate
        : false }, [], "return redis.call('GET', KEYS[1])",
    }
    /// The call that the function makes, to be sent later, or in a pipeline.
    pub(crate) fn prepare(
        __parameter_2: String,
    ) -> facade::scripts::Invocation<
        facade::scripts::__private::Value<redis::RedisResult<Vec<u8>>>,
    > {
        facade::scripts::__private::prepared!(
            Self::SCRIPT, facade::scripts::__private::Value < redis::RedisResult < Vec <
            u8 > > >, 1usize, 0usize, __parameter_2.len(), .key(__parameter_2)
        )
    }
}
