//! The whole check runs inside the Rust compiler: deep and long scripts must neither overflow a small
//! stack nor take long. The unoptimised build is the hardest.

use redis_script_analysis::{Declaration, Script};
use std::time::{Duration, Instant};

/// Parses and checks on a thread with the stack of Rust's own.
fn time(text: String) -> Duration {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let start = Instant::now();
        if let Ok(script) = Script::parse(text.as_bytes()) {
            script.check(&Declaration::default());
        }
        start.elapsed()
    });
    thread.expect("a thread").join().expect("no panic")
}

#[test]
fn nesting_fits_on_a_small_stack() {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    for depth in [60, 120, 180, 190, 195, 198] {
        for text in [
            format!("return {}", nested("(", "1", ")", depth)),
            format!("return {}", nested("{", "1", "}", depth)),
            format!("return {}", nested("not ", "KEYS[1]", "", depth)),
            format!("return {}", nested("KEYS[1] .. ", "KEYS[1]", "", depth)),
            format!("return {}", nested("tostring(", "KEYS[1]", ")", depth)),
            format!("return {}", nested("function() return ", "1", " end", depth)),
            nested("if KEYS[1] then ", "redis.call('GET')", " end", depth),
            nested("while KEYS[1] do ", "redis.call('GET')", " end", depth),
            nested("repeat ", "redis.call('GET')", " until KEYS[1]", depth),
            nested("for i = 1, 2 do ", "redis.call('GET')", " end", depth),
            nested("local function f() ", "redis.call('GET')", " end", depth),
            nested("local x = KEYS[1] if x then x = 1 else ", "x = 2", " end", depth),
            nested("local x = KEYS[1] for i = 1, 2 do x = i ", "x = 'a'", " end", depth),
            nested("f(function() if a then ", "x()", " end end)", depth / 3),
        ] {
            let shown = text[..40].to_owned();
            let time = time(text);
            assert!(time < Duration::from_secs(5), "{depth} {shown}: {time:?}");
        }
    }
}

/// A script of about this many units.
type Text = Box<dyn Fn(usize) -> String>;

#[test]
fn long_scripts_take_linear_time() {
    let many =
        |count: usize, unit: &str| (0..count).map(|n| unit.replace('%', &n.to_string())).collect::<Vec<_>>().concat();
    let locals = many(150, "local v% = KEYS[1] ");
    let narrowed = many(150, "if v% then v% = nil else v% = 1 end ");
    let texts: [(&str, Text); 8] = [
        ("chain", Box::new(|n| format!("return 1{}", " + 1".repeat(n * 20)))),
        ("calls", Box::new(|n| "redis.call('GET', KEYS[1]) ".repeat(n * 4))),
        (
            "elseif",
            Box::new(move |n| {
                format!("local x, y = KEYS[1] if x then {} end", many(n * 3, "elseif x == '%' then y = % "))
            }),
        ),
        (
            "functions",
            Box::new(|n| "do local function f(a) if a then return 1 end return f(a) end f(1) end ".repeat(n)),
        ),
        (
            "loops",
            Box::new(|n| {
                "do local x for i = 1, 2 do for j = 1, 2 do for k = 1, 2 do x = x or i end end end end ".repeat(n)
            }),
        ),
        ("locals", Box::new(move |n| format!("{locals}{}", format!("do {narrowed} end ").repeat(n / 40)))),
        (
            "conditions",
            Box::new(|n| {
                "do local x = redis.call('LLEN', KEYS[1]) if x then end local y = x == nil end do local t = redis.call('TYPE', KEYS[1]) if t == 'x' then end end ".repeat(n)
            }),
        ),
        ("and", Box::new(|n| format!("local x = KEYS[1] return x{}", " and x or x".repeat(n * 8)))),
    ];
    for (name, text) in &texts {
        let short = time(text(400)).max(Duration::from_millis(20));
        let long = time(text(3200));
        assert!(long < short * 40, "{name}: {short:?}, eight times as long: {long:?}");
    }
}
