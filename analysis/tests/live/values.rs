//! What the analysis says about replies holds, on scripts and inputs made at random.

use crate::random::Generator;
use crate::server::{Reply, Server};
use redis_script_analysis::shape::{Kinds, Returns};
use redis_script_analysis::{ReplyKind, Script};

const SCRIPTS: u64 = 3000;
const INPUTS: [&[&str]; 3] = [&["x", "7"], &["5", "a", "c"], &[]];

#[test]
fn replies_are_of_the_kinds_that_are_inferred() {
    let mut server = Server::start();
    let (mut certain, mut returned, mut alike) = (0, 0, 0);
    for seed in 1..=SCRIPTS {
        let text = Generator::script(seed);
        let script = Script::parse(text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
        let inferred = script.replies();
        certain += u64::from(inferred.len() < 6);
        for input in INPUTS {
            server.call(["FLUSHALL"]);
            server.call(["SET", "s", "9"]);
            server.call(["HSET", "h", "f", "v"]);
            server.call(["RPUSH", "l", "a", "b"]);
            let reply = server.eval(&text, &["s", "h"], input);
            let kind = match &reply {
                // Raised, in the words of every generation.
                Reply::Error(text) if text.contains("user_script") => continue,
                Reply::Error(_) => ReplyKind::Error,
                Reply::Null => ReplyKind::Null,
                Reply::Integer(_) => ReplyKind::Integer,
                Reply::Status(_) => ReplyKind::Status,
                Reply::Bulk(_) => ReplyKind::Text,
                Reply::Array(_) => ReplyKind::Array,
            };
            returned += 1;
            let found = script.returned();
            let returns = found.returns();
            alike += u64::from(returns.values.iter().any(|value| value.items > 0));
            assert!(is_among(&returns, &reply), "seed {seed}, {input:?}: {reply:?}, none of {returns:?}\n{text}");
            assert!(inferred.contains(&kind), "seed {seed}, {input:?}: {reply:?}, not one of {inferred:?}\n{text}");
        }
    }
    // The test is worth something only if much is known, and much runs to its end.
    assert!(certain * 2 > SCRIPTS, "only {certain} scripts of which something is known");
    assert!(returned > SCRIPTS, "only {returned} replies");
    assert!(alike * 10 > SCRIPTS, "only {alike} replies of scripts with tables whose items are known");
}

/// Whether a reply is as one of the returns is described.
fn is_among(returns: &Returns<'_>, reply: &Reply) -> bool {
    let mut at = 0;
    while at < returns.values.len() {
        if agrees(returns, at, reply) {
            return true;
        }
        at += returns.span(at);
    }
    returns.values.is_empty() || returns.falls_off && matches!(reply, Reply::Null)
}

fn agrees(returns: &Returns<'_>, at: usize, reply: &Reply) -> bool {
    let value = &returns.values[at];
    let kind = match reply {
        Reply::Null => Kinds::NULL,
        Reply::Integer(_) => Kinds::INTEGER.with(Kinds::FRACTION).with(Kinds::NUMBER),
        Reply::Bulk(_) => Kinds::TEXT,
        Reply::Status(_) => Kinds::STATUS,
        Reply::Error(_) => Kinds::ERROR,
        Reply::Array(_) => Kinds::ARRAY,
    };
    if value.kinds == Kinds::NONE || value.kinds.has(Kinds::SPECIAL) && value.kinds.has(Kinds::ARRAY) {
        return true;
    }
    if !value.kinds.has(kind) {
        return false;
    }
    match (reply, value.literal) {
        (Reply::Integer(number), Some(literal)) if value.kinds.only(Kinds::INTEGER) => number.to_string() == literal,
        (Reply::Bulk(text), Some(literal)) => text == literal.as_bytes(),
        (Reply::Array(items), _) if value.kinds.has(Kinds::CERTAIN) => {
            let mut next = at + 1;
            let agree = |item: &Reply| {
                let place = next;
                next += returns.span(place);
                agrees(returns, place, item)
            };
            items.len() == value.items && items.iter().all(agree)
        }
        _ => true,
    }
}
