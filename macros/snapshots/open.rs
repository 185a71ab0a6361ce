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
    ::redis_script::__private::register!(Run::SCRIPT);
    ::redis_script::__private::import!(AnyConnection);
    ::redis_script::__private::Connection(conn)
        .call_again::<Result<Option<(String, Count)>>>(move || Run::prepare(key))
}
/// What is known of the script that [`run()`] runs.
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
struct Run;
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl Run {
    ::redis_script::__private::constants! {
        , "b41d0e8436c48c9b391fbe89350733bd422ac242", { name : "run", path : "", flags :
        [], read_only : false, keys : exactly(1), args : exactly(0), evaluate : false },
        [], "if #KEYS == 1 then return {'a', 1} end return false",
    }
    /// The call that the function makes, to be sent later, or in a pipeline.
    fn prepare(
        key: &str,
    ) -> ::redis_script::Invocation<
        ::redis_script::__private::Value<Result<Option<(String, Count)>>>,
    > {
        ::redis_script::__private::prepared!(
            Self::SCRIPT, ::redis_script::__private::Value < Result < Option < (String,
            Count) > > >, 1usize, 0usize, ::core::mem::size_of_val(key), .key(key)
        )
    }
}
