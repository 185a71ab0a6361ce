//! Any text, checked against a declaration that says a little of everything.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redis_script_analysis::{Arity, Declaration, Script};

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (keys, args, text) = input;
    let Ok(script) = Script::parse(text) else { return };
    let declaration = Declaration {
        keys: Some(Arity { fixed: u32::from(keys % 8), variadic: keys >= 128 }),
        args: Some(Arity { fixed: u32::from(args % 8), variadic: args >= 128 }),
        ..Declaration::default()
    };
    for diagnostic in script.check(&declaration) {
        assert!(!diagnostic.message.is_empty() && !diagnostic.lint.is_empty());
        assert!(diagnostic.span.is_none_or(|span| span.end as usize <= text.len()));
    }
    let _ = (script.header(), script.read_only(), script.can_forge_noscript());
});
