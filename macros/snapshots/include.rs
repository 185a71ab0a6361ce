/**Sets a time to live.

# Script

Runs `snapshots/lua/expire.lua` with `snapshots/lua/lib/clock.lua`, as `EVALSHA`. Its SHA1 is `b3f19e49b38bf3604fc9bd30e2d90922bc43b19a`.

- `KEYS[1]`: `key`, `&str`
- `ARGV[1]`: `milliseconds`, `u64`

```lua
-- Sets a time to live.
-- @include "lib/clock.lua"
return redis.call("PEXPIREAT", KEYS[1], now() + ARGV[1])
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
pub fn expire(
    conn: &mut impl redis::ConnectionLike,
    key: &str,
    milliseconds: u64,
) -> redis_script::Result<bool> {
    ::redis_script::__private::register! {
        { const SCRIPT : & ::redis_script::Script = Expire::SCRIPT; SCRIPT }
    }
    #[allow(unused_imports)]
    use ::redis_script::__private::AnyBlockingConnection as _;
    ::redis_script::__private::Connection(conn)
        .call_blocking::<redis_script::Result<bool>>(Expire::prepare(key, milliseconds))
}
/// What is known of the script that [`expire()`] runs.
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
pub struct Expire;
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl Expire {
    /// The script's SHA1, as 40 lower-case hexadecimal digits.
    pub const SHA1: &'static str = "b3f19e49b38bf3604fc9bd30e2d90922bc43b19a";
    /// The exact text that servers get.
    pub const SOURCE: &'static str = "-- Sets a time to live.\n-- Milliseconds.\nlocal function now()\n  local time = redis.call('TIME')\n  return time[1] * 1000 + math.floor(time[2] / 1000)\nend\nreturn redis.call(\"PEXPIREAT\", KEYS[1], now() + ARGV[1])\n";
    /// All that is known of the script.
    pub const SCRIPT: &'static ::redis_script::Script = {
        _ = ::core::include_bytes!(
            ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
            "/snapshots/lua/expire.lua")
        );
        _ = ::core::include_bytes!(
            ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
            "/snapshots/lua/lib/clock.lua")
        );
        &::redis_script::__private::included(
            ::redis_script::__private::script(::redis_script::__private::Parts {
                name: "expire",
                path: "snapshots/lua/expire.lua",
                source: Self::SOURCE,
                sha1: Self::SHA1,
                flags: &[],
                read_only: false,
                keys: ::redis_script::__private::Arity::exactly(1u32),
                args: ::redis_script::__private::Arity::exactly(1u32),
                evaluate: false,
            }),
            &[
                (1u32, "snapshots/lua/expire.lua", 1u32),
                (2u32, "snapshots/lua/lib/clock.lua", 1u32),
                (7u32, "snapshots/lua/expire.lua", 3u32),
            ],
        )
    };
    /// The call that `expire` makes, to be sent later, or in a pipeline.
    pub fn prepare(
        key: &str,
        milliseconds: u64,
    ) -> ::redis_script::Invocation<
        <redis_script::Result<bool> as ::redis_script::__private::Outcome>::Value,
    > {
        let mut __call = ::redis_script::__private::invocation(
            Self::SCRIPT,
            1usize,
            1usize,
            ::core::mem::size_of_val(key) + 20usize,
        );
        ::redis_script::__private::prepare(&mut __call)
            .key(key)
            .arg(milliseconds)
            .plain({
                #[allow(unused_imports)]
                use ::redis_script::__private::NotPlain as _;
                ::redis_script::__private::Probe::<
                    <redis_script::Result<
                        bool,
                    > as ::redis_script::__private::Outcome>::Value,
                >::PLAIN
            })
            .finish();
        __call
    }
}
