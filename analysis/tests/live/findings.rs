//! What a finding says of a place holds whenever a server gets there, on scripts made at random.

use crate::random::Generator;
use crate::server::Server;
use redis_script_analysis::{Declaration, Diagnostic, Level, Script};

const SCRIPTS: u64 = 3000;
const INPUTS: [&[&str]; 2] = [&["x", "7", "8"], &["5", "a", "c"]];

/// Goes ahead of a script, on its first line: notes whether a place is reached, and whether it is as the finding says.
const PROBE: &str = "local function PROBE(holds, place) redis.call('INCR', 'reached') \
    local done, value = pcall(place) \
    if not holds(done, value) then redis.call('SET', 'violated', tostring(value)) end \
    if not done then error(value) end return value end ";

#[test]
fn findings_hold_wherever_they_are_reached() {
    let mut server = Server::start();
    let mut reached = 0;
    for seed in 1..=SCRIPTS {
        let text = Generator::script(seed);
        let script = Script::parse(text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
        for finding in script.check(&Declaration::default()) {
            let Some(probed) = probed(&text, &finding) else { continue };
            for input in INPUTS {
                server.call(["FLUSHALL"]);
                server.call(["SET", "s", "9"]);
                server.call(["HSET", "h", "f", "v"]);
                server.call(["RPUSH", "l", "a", "b"]);
                server.eval(&probed, &["s", "h"], input);
                reached += u64::from(server.call(["EXISTS", "reached"]).text() == "Integer(1)");
                let violated = server.call(["GET", "violated"]).text();
                assert_eq!(violated, "Null", "seed {seed}, {input:?}: {finding:?}\n{probed}");
            }
        }
    }
    assert!(reached > SCRIPTS / 4, "only {reached} findings at places that are reached");
}

/// Whether the value is what the message calls it.
fn is_named(message: &str) -> &'static str {
    let types = [
        (" is nil: ", "value == nil"),
        (" is nil or false: ", "not value"),
        (" is a boolean: ", "type(value) == 'boolean'"),
        (" is a status reply, ", "type(value) == 'table' and (value.ok or value.err)"),
        (" is a table: ", "type(value) == 'table' or not value"),
        (" is a function: ", "type(value) == 'function'"),
        (" is a number: ", "type(value) == 'number'"),
        (" is no value for that: ", "type(value) ~= 'string'"),
    ];
    let found = types.iter().find(|(words, _)| message.contains(words)).unwrap_or_else(|| panic!("{message}"));
    found.1
}

/// The script with a probe around the place of a finding that speaks of an expression's value.
fn probed(text: &str, finding: &Diagnostic) -> Option<String> {
    let holds: &str = match (finding.lint, &*finding.message) {
        ("invalid_command_argument", _) => "type(value) ~= 'string' and type(value) ~= 'number'",
        _ if finding.level < Level::Warn => return None,
        ("missing_value_arithmetic", message) => is_named(message),
        (_, message) if message.ends_with("always false") => "value == false",
        (_, message) if message.ends_with("always true") => "value == true",
        ("string_number_comparison", _) => "false",
        ("integer_reply_as_condition", _) => "type(value) == 'number' or type(value) == 'table'",
        _ => return None,
    };
    let span = finding.span?;
    let (start, end) = (span.start as usize, span.end as usize);
    let (before, place, after) = (&text[..start], &text[start..end], &text[end..]);
    let holds = format!("function(done, value) return not done or ({holds}) end");
    Some(format!("{PROBE}{before}PROBE({holds}, function() return {place} end){after}"))
}
