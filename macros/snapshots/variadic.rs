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
    ::redis_script::__private::register! {
        { const SCRIPT : & ::redis_script::Script = Sum::SCRIPT; SCRIPT }
    }
    #[allow(unused_imports)]
    use ::redis_script::__private::AnyConnection as _;
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
    /// The script's SHA1, as 40 lower-case hexadecimal digits.
    const SHA1: &'static str = "e2982bb71969fd2ad20ed1f9e86d93ca026875f2";
    /// The exact text that servers get.
    const SOURCE: &'static str = "return {#KEYS, #ARGV}";
    /// All that is known of the script.
    const SCRIPT: &'static ::redis_script::Script = &::redis_script::__private::script(::redis_script::__private::Parts {
        name: "sum",
        path: "",
        source: Self::SOURCE,
        sha1: Self::SHA1,
        flags: &[],
        read_only: false,
        keys: ::redis_script::__private::Arity::at_least(1u32),
        args: ::redis_script::__private::Arity::at_least(1u32),
        evaluate: false,
    });
    /// The call that `sum` makes, to be sent later, or in a pipeline.
    fn prepare<T, R>(
        first: &[u8],
        others: &[String],
        start: T,
        values: &[f64],
    ) -> ::redis_script::Invocation<
        <Result<R, Error> as ::redis_script::__private::Outcome>::Value,
    >
    where
        T: redis::ToSingleRedisArg,
        R: redis::FromRedisValue,
    {
        let mut __call = ::redis_script::__private::invocation(
            Self::SCRIPT,
            1usize + others.len(),
            1usize + values.len(),
            ::core::mem::size_of_val(first)
                + others.iter().map(|value| value.len()).sum::<usize>()
                + ::core::mem::size_of_val(&start) + values.len() * 20usize,
        );
        ::redis_script::__private::prepare(&mut __call)
            .key(first)
            .keys(others)
            .arg(start)
            .args(values)
            .named(&["first", "others"], &["start", "values"])
            .plain({
                #[allow(unused_imports)]
                use ::redis_script::__private::NotPlain as _;
                ::redis_script::__private::Probe::<
                    <Result<R, Error> as ::redis_script::__private::Outcome>::Value,
                >::PLAIN
            })
            .finish();
        __call
    }
}
