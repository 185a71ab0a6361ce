//! The value of a literal is the server's.

use crate::server::Server;
use crate::syntax::{files, read};
use redis_script_analysis::ast::{Chunk, ExpressionKind, StatementKind};
use redis_script_analysis::parser::parse;

#[test]
fn literals_have_the_servers_values() {
    let mut server = Server::start();
    let mut compared = 0;
    for text in files().iter().flat_map(|file| read(file)) {
        let Some(literal) = returned_literal(&text.bytes) else { continue };
        compared += 1;
        match literal {
            ExpressionKind::String(value) => assert_eq!(server.value(&text.bytes), *value, "{}", text.written),
            ExpressionKind::Number(value) => {
                let number =
                    [b"local function f() ", &text.bytes[..], b"\nend return string.format('%.17g', f())"].concat();
                let theirs = String::from_utf8(server.value(&number)).expect("a number");
                assert_eq!(theirs.parse(), Ok(value), "{}", text.written);
            }
            _ => {}
        }
    }
    assert!(compared > 50, "only {compared} literals found");
}

/// The literal, if the text is valid and returns one and nothing else.
fn returned_literal(text: &[u8]) -> Option<ExpressionKind> {
    let parsed = parse(text, 0);
    let [only] = &parsed.chunk[Chunk::MAIN].body.statements[..] else { return None };
    let StatementKind::Return(values) = &only.kind else { return None };
    let [value] = values[..] else { return None };
    let kind = &parsed.chunk[value].kind;
    let literal = matches!(kind, ExpressionKind::String(_) | ExpressionKind::Number(_));
    (parsed.errors.is_empty() && literal).then(|| kind.clone())
}
