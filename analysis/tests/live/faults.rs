//! What the rules say happens does happen: the fixtures that must be flagged, run on a server.
//!
//! `-- shows >=7.0: key key | argument | text`: run with these, the reply holds the text.

use crate::server::{Reply, Server};
use std::path::{Path, PathBuf};

#[test]
fn faults_show_on_the_server() {
    let mut server = Server::start();
    let (_, version) = server.version();
    let mut wrong = Vec::new();
    let mut count = 0;
    let rules = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints")).unwrap();
    for path in rules.flat_map(|rule| scripts(&rule.unwrap().path().join("flag"))) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let Some(line) = text.lines().find_map(|line| line.strip_prefix("-- shows")) else { continue };
        let (since, shows) = line.split_once(':').unwrap();
        let since = since.trim().strip_prefix(">=").map_or((0, 0), |since| {
            let (major, minor) = since.split_once('.').unwrap();
            (major.parse().unwrap(), minor.parse().unwrap())
        });
        let [keys, arguments, expected] = shows.splitn(3, '|').collect::<Vec<_>>()[..] else { panic!("{line}") };
        count += 1;
        if version < since {
            continue;
        }
        server.call(["FLUSHALL"]);
        let words = |text: &'static str| text.split_ascii_whitespace().collect::<Vec<_>>();
        let (keys, arguments) = (String::from(keys).leak(), String::from(arguments).leak());
        let reply = shown(&server.eval(&text, &words(keys), &words(arguments)));
        if !reply.contains(expected.trim()) {
            wrong.push(format!("{}: {reply}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 25, "only {count} of them");
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
