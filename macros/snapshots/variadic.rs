/**Runs the script below, as `EVALSHA`. Its SHA1 is `e2982bb71969fd2ad20ed1f9e86d93ca026875f2`.

- `KEYS[1]`: `first`, `&[u8]`
- `KEYS[2]` and on: `others`, `&[String]`
- `ARGV[1]`: `start`, `T`
- `ARGV[2]` and on: `values`, `&[f64]`

```lua
return {#KEYS, #ARGV}
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
fn sum<C, T, R>(
    conn: &mut C,
    first: &[u8],
    others: &[String],
    start: T,
    values: &[f64],
) -> impl ::core::future::Future<Output = Result<R, Error>>
where
    C: redis::aio::ConnectionLike + Send,
    T: redis::ToSingleRedisArg,
    R: redis::FromRedisValue,
{
    ::redis_script::__private::register!(Sum::SCRIPT);
    ::redis_script::__private::import!(AnyConnection);
    ::redis_script::__private::Connection(conn)
        .call::<
            Result<R, Error>,
        >(move || Sum::prepare::<T, R>(first, others, start, values))
}
/// What is known of the script that [`sum()`] runs.
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
struct Sum;
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl Sum {
    ::redis_script::__private::constants! {
        , "e2982bb71969fd2ad20ed1f9e86d93ca026875f2", { name : "sum", path : "", flags :
        [], read_only : false, keys : at_least(1), args : at_least(1), evaluate : false
        }, [], "return {#KEYS, #ARGV}",
    }
    /// The call that the function makes, to be sent later, or in a pipeline.
    fn prepare<T, R>(
        first: &[u8],
        others: &[String],
        start: T,
        values: &[f64],
    ) -> ::redis_script::Invocation<::redis_script::__private::Value<Result<R, Error>>>
    where
        T: redis::ToSingleRedisArg,
        R: redis::FromRedisValue,
    {
        ::redis_script::__private::prepared!(
            Self::SCRIPT, ::redis_script::__private::Value < Result < R, Error > >,
            1usize + others.len(), 1usize + values.len(), ::core::mem::size_of_val(first)
            + others.iter().map(| value | value.len()).sum:: < usize > () +
            ::core::mem::size_of_val(& start) + values.len() * 20usize, .key(first)
            .keys(others).arg(start).args(values).named(& ["first", "others",], &
            ["start", "values",])
        )
    }
}
