//! What the analysis says about replies holds, on scripts and inputs made at random.

use crate::random::Generator;
use crate::server::{Reply, Server};
use redis_script_analysis::{ReplyKind, Script};

const SCRIPTS: u64 = 3000;
const INPUTS: [&[&str]; 3] = [&["x", "7"], &["5", "a", "c"], &[]];

#[test]
fn replies_are_of_the_kinds_that_are_inferred() {
    let mut server = Server::start();
    let (mut certain, mut returned) = (0, 0);
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
            assert!(inferred.contains(&kind), "seed {seed}, {input:?}: {reply:?}, not one of {inferred:?}\n{text}");
        }
    }
    // The test is worth something only if much is known, and much runs to its end.
    assert!(certain * 2 > SCRIPTS, "only {certain} scripts of which something is known");
    assert!(returned > SCRIPTS, "only {returned} replies");
}
