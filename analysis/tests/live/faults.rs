//! What the rules say happens does happen: the fixtures that must be flagged, run on a server.
//!
//! `-- shows: key key | argument | text`: run with these, the reply holds the text. Where not every server shows it:
//! `-- shows redis >=7.0 <7.2: ..`, and where only a node of a cluster that has the keys' slots alone: `-- shows
//! cluster: ..`. `-- before: SET k v; ..` comes first and `-- then: GET k` afterwards, whose reply counts. `m×9000` are
//! so many words, `m1 m2 ..`, and `␠` is a space inside of one. What no server can show says so and why: `-- shows
//! nothing: ..`. A script that can take no comment has the line in a file beside it, `x.shows`.

use crate::server::{Reply, Server, Version};
use std::path::{Path, PathBuf};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lints");
/// These end servers: they have a test of their own.
const DEADLY: &str = "error_without_err_field";

/// A script that must be flagged, and the comments that say what it shows.
struct Fixture {
    path: PathBuf,
    script: Vec<u8>,
    notes: String,
}

#[test]
fn faults_show_on_the_server() {
    let mut server = Server::start();
    let version = server.version();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for fixture in fixtures() {
        let (servers, shows) = fixture.shows();
        if matches!(servers, "nothing" | "cluster") {
            continue;
        }
        count += 1;
        if is_among(version, servers) {
            server.call(["FLUSHALL"]);
            wrong.extend(fixture.run(&mut server, shows));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 230, "only {count} of them");
}

#[test]
fn keys_of_other_nodes_show_in_a_cluster() {
    let folder = std::env::temp_dir().join(format!("redis-script-cluster-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let settings = ["--cluster-enabled", "yes", "--cluster-require-full-coverage", "no", "--dir"];
    let mut server = Server::start_with(&[&settings[..], &[folder.to_str().unwrap()]].concat());
    let mut wrong = Vec::new();
    let mut count = 0;
    for fixture in fixtures() {
        let ("cluster", shows) = fixture.shows() else { continue };
        count += 1;
        // The first key's slot, if the node hasn't got it yet.
        let keys = words(shows.split('|').next().unwrap());
        let Reply::Integer(slot) = server.call(["CLUSTER", "KEYSLOT", &keys[0]]) else { panic!("{keys:?}") };
        server.call(["CLUSTER", "ADDSLOTS", &slot.to_string()]);
        while !server.call(["CLUSTER", "INFO"]).text().contains("cluster_state:ok") {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        wrong.extend(fixture.run(&mut server, shows));
        server.call(["FLUSHALL"]);
    }
    drop(server);
    let _ = std::fs::remove_dir_all(&folder);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 8, "only {count} of them");
}

/// Each on a server of its own: it may not live on.
#[test]
fn error_tables_without_err_end_the_server_or_lose_their_text() {
    for path in scripts(&Path::new(FIXTURES).join(DEADLY).join("flag")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let reply = Server::start().try_call(["EVAL", &text, "1", "k", "v"]);
        let lost = |reply: &Reply| matches!(reply, Reply::Error(text) if !text.contains("no such job"));
        assert!(reply.as_ref().is_none_or(lost), "{}: {reply:?}", path.display());
    }
}

impl Fixture {
    /// What stands behind a mark.
    fn note(&self, mark: &str) -> Option<&str> {
        self.notes.lines().find_map(|line| line.strip_prefix(mark))
    }

    /// On which servers, and what.
    fn shows(&self) -> (&str, &str) {
        let line = self.note("-- shows").unwrap_or_default();
        let (servers, shows) = line.split_once(':').unwrap();
        assert!(!shows.trim().is_empty(), "{}: an empty `-- shows`", self.path.display());
        (servers.trim(), shows)
    }

    /// What is wrong if it doesn't show that.
    fn run(&self, server: &mut Server, shows: &str) -> Option<String> {
        let [keys, arguments, expected] = shows.splitn(3, '|').collect::<Vec<_>>()[..] else { panic!("{shows}") };
        for command in self.note("-- before:").iter().flat_map(|commands| commands.split(';')) {
            server.call(words(command));
        }
        let (keys, arguments) = (words(keys), words(arguments));
        let number = keys.len().to_string();
        let mut eval: Vec<&[u8]> = vec![b"EVAL", &self.script, number.as_bytes()];
        eval.extend(keys.iter().chain(&arguments).map(String::as_bytes));
        let mut reply = server.call(eval);
        if let Some(command) = self.note("-- then:") {
            reply = server.call(words(command));
        }
        if let Some(command) = self.note("-- after:") {
            server.call(words(command));
        }
        let reply = shown(&reply);
        let expected = expected.trim();
        let is_shown = !expected.is_empty() && reply.contains(expected);
        (!is_shown).then(|| format!("{}: {reply}, not `{expected}`", self.path.display()))
    }
}

/// All of them but the deadly ones.
fn fixtures() -> Vec<Fixture> {
    let rules = std::fs::read_dir(FIXTURES).unwrap().map(|rule| rule.unwrap().path());
    let paths = rules.filter(|rule| !rule.ends_with(DEADLY)).flat_map(|rule| scripts(&rule.join("flag")));
    let fixture = |path: PathBuf| {
        let script = std::fs::read(&path).unwrap();
        let beside = std::fs::read_to_string(path.with_extension("shows"));
        let notes = beside.unwrap_or_else(|_| String::from_utf8_lossy(&script).into_owned());
        Fixture { path, script, notes }
    };
    let fixtures: Vec<Fixture> = paths.map(fixture).collect();
    let silent = fixtures.iter().filter(|fixture| fixture.note("-- shows").is_none()).map(|fixture| &fixture.path);
    let silent: Vec<_> = silent.collect();
    assert!(silent.is_empty(), "no `-- shows`, see CONTRIBUTING.md: {silent:#?}");
    fixtures
}

/// The words of a line, each as often as it says.
fn words(line: &str) -> Vec<String> {
    let word = |word: &str| match word.split_once('×') {
        Some((word, count)) => (1..=count.parse().unwrap()).map(|nth: u32| format!("{word}{nth}")).collect(),
        None => vec![word.replace('␠', " ")],
    };
    line.split_ascii_whitespace().flat_map(word).collect()
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
