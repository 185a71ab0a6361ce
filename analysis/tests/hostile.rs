//! The whole check runs inside the Rust compiler: deep and long scripts must neither overflow a small
//! stack nor take long. The unoptimised build is the hardest.

use redis_script_analysis::{Arity, Declaration, Lines, Script};
use std::time::{Duration, Instant};

/// Parses, checks and shows on a thread with the stack of Rust's own.
fn time(text: String) -> Duration {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let (start, busy) = (Instant::now(), busy());
        let (keys, args) = (Some(Arity::exactly(2)), Some(Arity::exactly(2)));
        let declaration = Declaration { keys, args, ..Declaration::default() };
        let found = Script::parse(text.as_bytes()).map_or_else(|errors| errors, |script| script.check(&declaration));
        let lines = Lines::new(text.as_bytes());
        let shown = found.iter().filter_map(|finding| finding.snippet_in("x.lua", text.as_bytes(), &lines));
        let _ = std::hint::black_box(shown.map(|snippet| snippet.len()).sum::<usize>());
        let busy = busy.zip(self::busy()).map(|(before, after)| after.saturating_sub(before));
        busy.filter(|busy| !busy.is_zero()).unwrap_or_else(|| start.elapsed())
    });
    thread.expect("a thread").join().expect("no panic")
}

/// For how long this thread has had a processor, where the system tells: what else runs doesn't add to that.
fn busy() -> Option<Duration> {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    status.split_ascii_whitespace().next()?.parse().map(Duration::from_nanos).ok()
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

/// `count` times `unit`, in functions: there can't be that many locals in one.
fn wrapped(count: usize, unit: &str) -> String {
    format!("do local function f() {} end f() end ", format!("do {unit}end ").repeat(40)).repeat(count / 40)
}

/// A script of about this many units.
type Text = Box<dyn Fn(usize) -> String>;

#[test]
fn long_scripts_take_linear_time() {
    let many =
        |count: usize, unit: &str| (0..count).map(|n| unit.replace('%', &n.to_string())).collect::<Vec<_>>().concat();
    let locals = many(150, "local v% = KEYS[1] ");
    let narrowed = many(150, "if v% then v% = nil else v% = 1 end ");
    let texts: [(&str, Text); 20] = [
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
        (
            "tables",
            Box::new(|n| format!("return {{{}}}", format!("{}1{},", "{".repeat(30), "}".repeat(30)).repeat(n / 2))),
        ),
        ("filled", Box::new(move |n| format!("local t = {{}} {} return t", many(n * 4, "t[#t + 1] = % ")))),
        (
            "breaks",
            Box::new(|n| format!("local x while KEYS[1] do {} end", "x = 1 if x then break end ".repeat(n * 4))),
        ),
        (
            "calls of functions",
            Box::new(|n| wrapped(n, "local function f(x) return x end local function g(x) return f(x) end g(f(1)) ")),
        ),
        ("varargs", Box::new(|n| wrapped(n, "local function f(...) return arg end f(1) "))),
        ("findings", Box::new(move |n| many(n * 2, "redis.call('NOPE', KEYS[1])\n"))),
        ("globals", Box::new(move |n| many(n * 2, "redis.call('SET', KEYS[1], nope%)\n"))),
        ("findings in a line", Box::new(move |n| many(n * 2, "redis.call('GET', 'ä', KEYS[1]) "))),
        (
            "allowed in a line",
            Box::new(move |n| many(n, "redis.call('TIME', 1) --[[ redis-script: allow(command_arity) ]] ")),
        ),
        ("numbers as conditions", Box::new(|n| wrapped(n, "if not redis.call('EXISTS', KEYS[1]) then end "))),
        (
            "nulls",
            Box::new(|n| {
                wrapped(
                    n,
                    "local x = redis.call('GET', KEYS[1]) + 1 local y = KEYS[0] if x < redis.call('GET', 'x') then end ",
                )
            }),
        ),
        (
            "lists",
            Box::new(|n| {
                "redis.call('DEL', unpack(redis.call('KEYS', '*'))) if #ARGV > 5 then redis.call('PING') end ".repeat(n)
            }),
        ),
    ];
    for (name, text) in &texts {
        let short = time(text(400)).max(Duration::from_millis(20));
        let long = time(text(3200));
        assert!(long < short * 24, "{name}: {short:?}, eight times as long: {long:?}");
    }
}
