//! Tokens are in order, inside of the text, and end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redis_script_analysis::lexer::{Kind, Lexer};

fuzz_target!(|text: &[u8]| {
    let mut lexer = Lexer::new(text, 0);
    let mut end = 0;
    while let Ok(token) = lexer.next() {
        assert!(token.span.start >= end && token.span.end >= token.span.start);
        end = token.span.end;
        assert!(end as usize <= text.len());
        if token.kind == Kind::Eof {
            break;
        }
        assert!(!token.span.of(text).is_empty());
    }
});
