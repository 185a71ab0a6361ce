/**Runs the script below, as `EVALSHA`. Its SHA1 is `b41d0e8436c48c9b391fbe89350733bd422ac242`.

- `KEYS[1]`: `key`, `&str`

```lua
if #KEYS == 1 then return {'a', 1} end return false
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
fn run(
    conn: &mut impl redis::aio::ConnectionLike,
    key: &str,
) -> impl ::core::future::Future<Output = Result<Option<(String, Count)>>> {
    const _: () = {
        #[allow(unused_imports)]
        use ::redis_script::__private::{
            NoShape as _, NoShapeOfResult as _, returned as __returned,
        };
        const __SHAPE: ::redis_script::Shape = ::redis_script::Shape::Optional(
            &::redis_script::Shape::Tuple(
                &[
                    ::redis_script::Shape::String,
                    ::redis_script::__private::Probe::<Count>::SHAPE,
                ],
            ),
        );
        const __RETURNS: ::redis_script::__private::Returns<'_> = ::redis_script::__private::Returns {
            values: &[
                __returned(4224u16, ::core::option::Option::None, 2usize),
                __returned(16u16, ::core::option::Option::Some("a"), 0usize),
                __returned(2u16, ::core::option::Option::Some("1"), 0usize),
                __returned(1u16, ::core::option::Option::None, 0usize),
            ],
            falls_off: false,
        };
        if let ::core::option::Option::Some(__text) = ::redis_script::__private::report(
            &__RETURNS,
            &__SHAPE,
            &[
                "\n  --> run:1:20\n   |\n 1 | if #KEYS == 1 then return {'a', 1} end return false\n   |                    ^^^^^^^^^^^^^^^\n  = lint: `return_type_mismatch`",
                "\n  --> run:1:28\n   |\n 1 | if #KEYS == 1 then return {'a', 1} end return false\n   |                            ^^^\n  = lint: `return_type_mismatch`",
                "\n  --> run:1:33\n   |\n 1 | if #KEYS == 1 then return {'a', 1} end return false\n   |                                 ^\n  = lint: `return_type_mismatch`",
                "",
                "",
            ],
        ) {
            ::core::panic!("{}", __text.as_str())
        }
    };
    ::redis_script::__private::register! {
        { const SCRIPT : & ::redis_script::Script = Run::SCRIPT; SCRIPT }
    }
    #[allow(unused_imports)]
    use ::redis_script::__private::AnyConnection as _;
    ::redis_script::__private::Connection(conn)
        .call_again::<Result<Option<(String, Count)>>>(move || Run::prepare(key))
}
/// What is known of the script that [`run()`] runs.
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
struct Run;
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl Run {
    /// The script's SHA1, as 40 lower-case hexadecimal digits.
    const SHA1: &'static str = "b41d0e8436c48c9b391fbe89350733bd422ac242";
    /// The exact text that servers get.
    const SOURCE: &'static str = "if #KEYS == 1 then return {'a', 1} end return false";
    /// All that is known of the script.
    const SCRIPT: &'static ::redis_script::Script = &::redis_script::__private::script(::redis_script::__private::Parts {
        name: "run",
        path: "",
        source: Self::SOURCE,
        sha1: Self::SHA1,
        flags: &[],
        read_only: false,
        keys: ::redis_script::__private::Arity::exactly(1u32),
        args: ::redis_script::__private::Arity::exactly(0u32),
        evaluate: false,
    });
    /// The call that `run` makes, to be sent later, or in a pipeline.
    fn prepare(
        key: &str,
    ) -> ::redis_script::Invocation<
        <Result<Option<(String, Count)>> as ::redis_script::__private::Outcome>::Value,
    > {
        let mut __call = ::redis_script::__private::invocation(
            Self::SCRIPT,
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
                        Option<(String, Count)>,
                    > as ::redis_script::__private::Outcome>::Value,
                >::PLAIN
            })
            .finish();
        __call
    }
}
