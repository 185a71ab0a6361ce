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
    facade::scripts::__private::register! {
        { const SCRIPT : & facade::scripts::Script = Getter::SCRIPT; SCRIPT }
    }
    #[allow(unused_imports)]
    use facade::scripts::__private::AnyBlockingConnection as _;
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
    /// The script's SHA1, as 40 lower-case hexadecimal digits.
    pub(crate) const SHA1: &'static str = "d3c21d0c2b9ca22f82737626a27bcaf5d288f99f";
    /// The exact text that servers get.
    pub(crate) const SOURCE: &'static str = "return redis.call('GET', KEYS[1])";
    /// All that is known of the script.
    pub(crate) const SCRIPT: &'static facade::scripts::Script = &facade::scripts::__private::script(facade::scripts::__private::Parts {
        name: "get",
        path: "",
        source: Self::SOURCE,
        sha1: Self::SHA1,
        flags: &[],
        read_only: false,
        keys: facade::scripts::__private::Arity::exactly(1u32),
        args: facade::scripts::__private::Arity::exactly(0u32),
        evaluate: false,
    });
    /// The call that `get` makes, to be sent later, or in a pipeline.
    pub(crate) fn prepare(
        __parameter_2: String,
    ) -> facade::scripts::Invocation<
        <redis::RedisResult<Vec<u8>> as facade::scripts::__private::Outcome>::Value,
    > {
        let mut __call = facade::scripts::__private::invocation(
            Self::SCRIPT,
            1usize,
            0usize,
            __parameter_2.len(),
        );
        facade::scripts::__private::prepare(&mut __call)
            .key(__parameter_2)
            .plain({
                #[allow(unused_imports)]
                use facade::scripts::__private::NotPlain as _;
                facade::scripts::__private::Probe::<
                    <redis::RedisResult<
                        Vec<u8>,
                    > as facade::scripts::__private::Outcome>::Value,
                >::PLAIN
            })
            .finish();
        __call
    }
}
