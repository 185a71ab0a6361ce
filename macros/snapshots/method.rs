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
        ::redis_script::__private::register!(__SCRIPT);
        const __SCRIPT: &::redis_script::Script = ::redis_script::__private::script!(
            "return redis.call('GET', KEYS[1])",
            "d3c21d0c2b9ca22f82737626a27bcaf5d288f99f", { name : "get", path : "", flags
            : [], read_only : false, keys : exactly(1), args : exactly(0), evaluate :
            false }, []
        );
        match self.pool.get().await? {
            #[allow(unused_mut)]
            mut __connection => {
                use ::redis_script::__private::AsyncConnection as _;
                let __connection = __connection.__async_connection();
                ::redis_script::__private::import!(AnyConnection);
                __connection
                    .call_again::<
                        Result<String, Error>,
                    >(move || {
                        ::redis_script::__private::prepared!(
                            __SCRIPT, ::redis_script::__private::Value < Result < String,
                            Error > >, 1usize, 0usize, ::core::mem::size_of_val(key),
                            .key(key)
                        )
                    })
                    .await
            }
        }
    }
}
