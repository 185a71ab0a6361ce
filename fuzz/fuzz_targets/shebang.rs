//! A first line that begins with `#!` never takes the analysis down.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redis_script_analysis::Script;

fuzz_target!(|line: &[u8]| {
    let text = [b"#!", line, b"\nreturn 1"].concat();
    if let Ok(script) = Script::parse(&text) {
        assert!(script.flags().iter().all(|flag| !flag.is_empty()));
    }
});
