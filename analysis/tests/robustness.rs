//! The parser runs inside the Rust compiler: whatever it is given, it must come back, soon and on a
//! small stack. This is a test of the unoptimised build, whose stack frames are the largest.

use redis_script_analysis::parser::{ErrorKind, parse};
use std::time::{Duration, Instant};

const MEGABYTE: usize = 1 << 20;

/// `unit` again and again, about a megabyte of it.
fn many(unit: &str) -> String {
    unit.repeat(MEGABYTE / unit.len())
}

/// A quarter of it, for what is read to its end.
fn some(unit: &str) -> String {
    unit.repeat(MEGABYTE / 4 / unit.len())
}

/// Parses `text` on a thread with the stack of Rust's own; gives the kind of error and the time.
fn parse_on_small_stack(text: String) -> (Option<ErrorKind>, Duration) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let start = Instant::now();
        let parsed = parse(text.as_bytes(), 0);
        let copy = parsed.chunk.clone();
        drop(copy);
        (parsed.errors.first().map(|error| error.kind), start.elapsed())
    });
    thread.expect("a thread").join().expect("no panic")
}

#[test]
fn nesting_ends_at_once() {
    let openers = [
        "(",
        "{",
        "{{",
        "not ",
        "- - ",
        "#",
        "-{",
        "a[",
        "a(",
        "a{",
        "\"a\"..",
        "1^",
        "function() return ",
        "{f(",
        "a:b(",
        "a:b{x=a:b(",
        "a:b{function() ",
        "(function(...) return {[",
        "a.b[c:d{",
        "not(-(#{",
    ];
    let blocks = [
        "do ",
        "if a then ",
        "if a then else ",
        "while a do ",
        "repeat ",
        "for i in a do ",
        "function a() ",
        "local function a() ",
        "return function() ",
        "a{function() ",
        "a:b(function() local function x() ",
        "a:b{x=function() ",
        "if a:b(function() ",
        "for i in a:b{[function() ",
        "a = function() if b then while c do repeat ",
        "a,",
        "a.b,",
        "f{[function() do ",
    ];
    let texts = openers.iter().map(|unit| format!("return {}", many(unit))).chain(blocks.iter().map(|unit| many(unit)));
    for text in texts {
        let shown = text[..40].to_owned();
        let (error, time) = parse_on_small_stack(text);
        assert_eq!(error, Some(ErrorKind::Limit), "{shown}");
        assert!(time < Duration::from_secs(1), "{shown}: {time:?}");
    }
}

#[test]
fn long_chains_take_linear_time() {
    let texts = [
        format!("return a{}", some(".b")),
        format!("return a{}", some("[1]")),
        format!("return a{}", some(":b()")),
        format!("a{}", some("()")),
        format!("return 1{}", some("+1")),
        format!("return a{}", some(" and a or a")),
        format!("return a{}", some("==a")),
        format!("if a then {} end", some("elseif a then ")),
        format!("while a do {} end", some("if b then break end ")),
        format!("return {{{}}}", some("1,")),
        format!("return {{{}}}", some("a={},")),
        some("a=b "),
        some("a();"),
        some("local function a(...) return arg end do end "),
        format!("local a do local b return function() {} end end", some("a=b ")),
        some("do local a = function() return a end end "),
        some("--[[ ]]"),
        some("-- a\n"),
        some("\r\n"),
        format!("return \"{}\"", some("\\065")),
        format!("return [[{}", some("]=]=")),
        format!("return [=[{}", some("[==[")),
        format!("return {}", some("1")),
        format!("return 0x{}", some("f")),
        format!("return {}", some(".")),
        some("]"),
        some("\u{feff}"),
        some("\0"),
    ];
    for text in texts {
        let shown: String = text.chars().take(40).collect();
        let (_, time) = parse_on_small_stack(text);
        assert!(time < Duration::from_secs(20), "{shown}: {time:?}");
    }
}
