::core::compile_error! {
    "`keys = 2` takes 2 parameters behind the connection, but `run` has 1\n`key` is taken for key 1, key 2 is missing"
}
#[allow(unused, clippy::unused_async)]
#[inline]
#[allow(
    clippy::doc_markdown,
    clippy::match_single_binding,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
pub fn run(
    conn: &mut impl redis::aio::ConnectionLike,
    key: &str,
) -> impl ::core::future::Future<Output = redis_script::Result<u64>> {
    ::core::future::pending::<redis_script::Result<u64>>()
}
///
#[allow(dead_code, missing_copy_implementations, missing_debug_implementations)]
pub struct Run;
#[allow(dead_code, clippy::all, clippy::pedantic)]
impl Run {
    ::redis_script::__private::constants! {
        pub, "", { name : "", path : "", flags : [], read_only : false, keys :
        exactly(0), args : exactly(0), evaluate : false }, [], "",
    }
    #[allow(unused)]
    /// The call that the function makes, to be sent later, or in a pipeline.
    pub fn prepare(
        key: &str,
    ) -> ::redis_script::Invocation<
        ::redis_script::__private::Value<redis_script::Result<u64>>,
    > {
        ::core::unreachable!()
    }
}
