//! Operands come before what uses them, and everything has a place in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redis_script_analysis::parser::parse;

fuzz_target!(|text: &[u8]| {
    let parsed = parse(text, 0);
    let length = text.len();
    for (id, expression) in parsed.chunk.iter() {
        assert!(expression.span.start < expression.span.end, "{id:?}");
        assert!(expression.span.end as usize <= length, "{id:?}");
        assert!(expression.depth >= 1, "{id:?}");
    }
    for error in &parsed.errors {
        assert!(error.span.start <= error.span.end && error.span.end as usize <= length, "{error:?}");
        assert!(error.line >= 1 && !error.message.is_empty(), "{error:?}");
    }
});
