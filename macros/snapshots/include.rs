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
    ::redis_script::__private::register!(Expire::SCRIPT);
    ::redis_script::__private::import!(AnyBlockingConnection);
    ::redis_script::__private::Connection(conn)
        .call_blocking::<redis_script::Result<bool>>(Expire::prepare(key, milliseconds))
}
/// What is known of the script that [`expire()`] runs.
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
pub struct Expire;
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl Expire {
    ::redis_script::__private::constants! {
        pub, "b3f19e49b38bf3604fc9bd30e2d90922bc43b19a", { name : "expire", path :
        "snapshots/lua/expire.lua", flags : [], read_only : false, keys : exactly(1),
        args : exactly(1), evaluate : false }, [(1, "snapshots/lua/expire.lua", 1), (2,
        "snapshots/lua/lib/clock.lua", 1), (7, "snapshots/lua/expire.lua", 3),],
        r#"-- Sets a time to live.
-- Milliseconds.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
return redis.call("PEXPIREAT", KEYS[1], now() + ARGV[1])
"#,
        _ = ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
        "/snapshots/lua/expire.lua")); _ =
        ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
        "/snapshots/lua/lib/clock.lua"));
    }
    /// The call that the function makes, to be sent later, or in a pipeline.
    pub fn prepare(
        key: &str,
        milliseconds: u64,
    ) -> ::redis_script::Invocation<
        ::redis_script::__private::Value<redis_script::Result<bool>>,
    > {
        ::redis_script::__private::prepared!(
            Self::SCRIPT, ::redis_script::__private::Value < redis_script::Result < bool
            > >, 1usize, 1usize, ::core::mem::size_of_val(key) + 20usize, .key(key)
            .arg(milliseconds)
        )
    }
}
