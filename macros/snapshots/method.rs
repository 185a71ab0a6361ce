impl Limiter {
    /**Runs the script below, as `EVALSHA`. Its SHA1 is `d3c21d0c2b9ca22f82737626a27bcaf5d288f99f`.

- `KEYS[1]`: `key`, `&str`

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
    pub async fn get(&self, key: &str) -> Result<String, Error> {
        ::redis_script::__private::register! {
            { const SCRIPT : & ::redis_script::Script = &
            ::redis_script::__private::script(::redis_script::__private::Parts { name :
            "get", path : "", source : "return redis.call('GET', KEYS[1])", sha1 :
            "d3c21d0c2b9ca22f82737626a27bcaf5d288f99f", flags : & [], read_only : false,
            keys : ::redis_script::__private::Arity::exactly(1u32), args :
            ::redis_script::__private::Arity::exactly(0u32), evaluate : false, }); SCRIPT
            }
        }
        const __SCRIPT: &::redis_script::Script = &::redis_script::__private::script(::redis_script::__private::Parts {
            name: "get",
            path: "",
            source: "return redis.call('GET', KEYS[1])",
            sha1: "d3c21d0c2b9ca22f82737626a27bcaf5d288f99f",
            flags: &[],
            read_only: false,
            keys: ::redis_script::__private::Arity::exactly(1u32),
            args: ::redis_script::__private::Arity::exactly(0u32),
            evaluate: false,
        });
        match self.pool.get().await? {
            #[allow(unused_mut)]
            mut __connection => {
                use ::redis_script::__private::AsyncConnection as _;
                let __connection = __connection.__async_connection();
                #[allow(unused_imports)]
                use ::redis_script::__private::AnyConnection as _;
                __connection
                    .call_again::<
                        Result<String, Error>,
                    >(move || {
                        let mut __call = ::redis_script::__private::invocation(
                            __SCRIPT,
                            1usize,
                            0usize,
                            ::core::mem::size_of_val(key),
                        );
                        ::redis_script::__private::prepare(&mut __call)
                            .key(key)
                            .plain({
                                #[allow(unused_imports)]
                                use ::redis_script::__private::NotPlain as _;
                                ::redis_script::__private::Probe::<
                                    <Result<
                                        String,
                                        Error,
                                    > as ::redis_script::__private::Outcome>::Value,
                                >::PLAIN
                            })
                            .finish();
                        __call
                    })
                    .await
            }
        }
    }
}
