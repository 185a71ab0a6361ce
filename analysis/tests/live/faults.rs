//! What the rules say happens does happen: the fixtures that must be flagged, run on a server.
//!
//! `-- shows: key key | argument | text`: run with these, the reply holds the text. Where not every server shows it:
//! `-- shows redis >=7.0 <7.2: ..`.

use crate::server::{Reply, Server, Version};
use std::path::{Path, PathBuf};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lints");

#[test]
fn faults_show_on_the_server() {
    let mut server = Server::start();
    let version = server.version();
    let mut wrong = Vec::new();
    let mut count = 0;
    let rules = std::fs::read_dir(FIXTURES).unwrap();
    for path in rules.flat_map(|rule| scripts(&rule.unwrap().path().join("flag"))) {
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let Some(line) = text.lines().find_map(|line| line.strip_prefix("-- shows")) else { continue };
        let (servers, shows) = line.split_once(':').unwrap();
        let [keys, arguments, expected] = shows.splitn(3, '|').collect::<Vec<_>>()[..] else { panic!("{line}") };
        count += 1;
        if !is_among(version, servers) {
            continue;
        }
        server.call(["FLUSHALL"]);
        let (keys, arguments): (Vec<&str>, Vec<&str>) =
            (keys.split_ascii_whitespace().collect(), arguments.split_ascii_whitespace().collect());
        let number = keys.len().to_string();
        let mut words: Vec<&[u8]> = vec![b"EVAL", &bytes, number.as_bytes()];
        words.extend(keys.iter().chain(&arguments).map(|word| word.as_bytes()));
        let reply = shown(&server.call(words));
        if !reply.contains(expected.trim()) {
            wrong.push(format!("{}: {reply}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 150, "only {count} of them");
}

/// Each on a server of its own: it may not live on.
#[test]
fn error_tables_without_err_end_the_server_or_lose_their_text() {
    for path in scripts(&Path::new(FIXTURES).join("error_without_err_field/flag")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let reply = Server::start().try_call(["EVAL", &text, "1", "k", "v"]);
        let lost = |reply: &Reply| matches!(reply, Reply::Error(text) if !text.contains("no such job"));
        assert!(reply.as_ref().is_none_or(lost), "{}: {reply:?}", path.display());
    }
}

/// Whether the server is one of `redis >=7.0 <7.2`.
fn is_among(server: Version, servers: &str) -> bool {
    let this = (server.major, server.minor);
    let number = |text: &str| {
        let (major, minor) = text.split_once('.').unwrap();
        (major.parse::<u16>().unwrap(), minor.parse::<u16>().unwrap())
    };
    servers.split_ascii_whitespace().all(|word| match (word, word.strip_prefix(">="), word.strip_prefix('<')) {
        ("redis", ..) => !server.valkey,
        ("valkey", ..) => server.valkey,
        (_, Some(first), _) => this >= number(first),
        (_, _, Some(end)) => this < number(end),
        _ => panic!("no server: `{word}`"),
    })
}

/// The reply, its texts as text.
fn shown(reply: &Reply) -> String {
    match reply {
        Reply::Bulk(_) => format!("Bulk({:?})", reply.text()),
        Reply::Array(items) => format!("Array([{}])", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        other => format!("{other:?}"),
    }
}

fn scripts(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "lua")).collect()
}
