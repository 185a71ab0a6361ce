//! The verdict on random programs is that of stock Lua 5.1, and of the server.

use crate::generator::program;
use crate::server::Server;
use crate::verdict::Verdict;
use mlua::Lua;
use mlua::chunk::ChunkMode;
use std::fmt::Write as _;

/// How many programs are tried; `$REDIS_SCRIPT_INPUTS` sets another number.
const INPUTS: u64 = 100_000;
/// One of so many is given to the server, too.
const SAMPLE: usize = 20;

#[test]
fn agrees_with_stock_lua_on_random_programs() {
    let lua = Lua::new();
    let mut wrong = Vec::new();
    let mut accepted = 0;
    for seed in 0..inputs() {
        let text = program(seed);
        accepted += u64::from(Verdict::ours(&text) == Verdict::Accepted);
        check_tree(&text);
        if differs(&lua, &text) {
            wrong.push((seed, text));
        }
    }
    assert!(wrong.is_empty(), "{}", shown(&lua, &wrong));
    let share = accepted * 100 / inputs();
    assert!((20..80).contains(&share), "{share} % of the programs are valid: most bugs would not be found");
}

#[test]
fn agrees_with_the_server_on_random_programs() {
    let mut server = Server::start();
    let texts: Vec<_> = (0..inputs()).step_by(SAMPLE).map(|seed| [b" ", &program(seed)[..]].concat()).collect();
    let mut wrong = String::new();
    for (text, theirs) in texts.iter().zip(server.verdicts(&texts)) {
        let ours = Verdict::ours(text);
        if !ours.agrees(theirs) && !is_disputed(text) {
            let _ = writeln!(wrong, "ours {ours:?}, the server's {theirs:?}: {}", text.escape_ascii());
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Whatever the text, everything has a place in it.
fn check_tree(text: &[u8]) {
    let parsed = redis_script_analysis::parser::parse(text, 0);
    let expressions = parsed.chunk.iter().map(|(_, expression)| expression.span);
    let places =
        expressions.chain(parsed.comments).inspect(|span| assert!(span.start < span.end, "{}", text.escape_ascii()));
    let places = places.chain(parsed.errors.iter().map(|error| error.span));
    for span in places.chain(parsed.chunk.locals.iter().map(|local| local.span)) {
        assert!(span.start <= span.end && span.end as usize <= text.len(), "{span:?}: {}", text.escape_ascii());
    }
}

fn inputs() -> u64 {
    std::env::var("REDIS_SCRIPT_INPUTS").map_or(INPUTS, |inputs| inputs.parse().expect("a number of inputs"))
}

/// What stock Lua says. The blank before the text keeps it from skipping a line that begins with `#`.
pub(crate) fn stock(lua: &Lua, text: &[u8]) -> Verdict {
    let text = [b" ", text].concat();
    let Err(error) = lua.load(text).set_name("=script").set_mode(ChunkMode::Text).into_function() else {
        return Verdict::Accepted;
    };
    let message = error.to_string();
    let line = message.split("script:").nth(1).and_then(|rest| rest.split(':').next()?.parse().ok());
    line.map_or(Verdict::RefusedAnywhere, Verdict::Refused)
}

pub(crate) fn differs(lua: &Lua, text: &[u8]) -> bool {
    !Verdict::ours(text).agrees(stock(lua, text))
}

/// Whether servers differ about `text`: newer ones accept `[[` inside of `[[ ]]`.
fn is_disputed(text: &[u8]) -> bool {
    redis_script_analysis::parser::parse(text, 0).errors.iter().any(|error| error.message.contains("most servers"))
}

/// The first failures, as small as they get.
fn shown(lua: &Lua, wrong: &[(u64, Vec<u8>)]) -> String {
    let mut shown = format!("{} programs:\n", wrong.len());
    for (seed, text) in wrong.iter().take(10) {
        let text = shrunk(text, |text| differs(lua, text));
        let (ours, theirs) = (Verdict::ours(&text), stock(lua, &text));
        let _ = writeln!(shown, "{seed}: ours {ours:?}, stock Lua's {theirs:?}: {}", text.escape_ascii());
    }
    shown
}

/// `text` without what can be left out so that it still `fails`.
fn shrunk(text: &[u8], fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut text = text.to_vec();
    let mut size = text.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at + size <= text.len() {
            let shorter = [&text[..at], &text[at + size..]].concat();
            if fails(&shorter) { text = shorter } else { at += size }
        }
        size /= 2;
    }
    text
}
