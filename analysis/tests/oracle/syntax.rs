//! The parser's verdict on texts over all of the grammar is a live server's, and so is the line.
//!
//! The texts are in `../syntax/*.txt`, one a line: the verdict (`ok`, or the line of the error), a `|`
//! and the text, in which `⏎`, `␍`, `␉`, `␋`, `␌`, `␛`, `␀` and `⟨FF⟩` stand for bytes. A `?` before
//! the verdict: servers differ, we refuse. `REDIS_SCRIPT_BLESS=1` writes the server's verdicts.

use crate::server::Server;
use crate::verdict::Verdict;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) struct Text {
    /// Where it is written.
    at: String,
    pub(crate) written: String,
    disputed: bool,
    expected: Option<Verdict>,
    pub(crate) bytes: Vec<u8>,
}

#[test]
fn agrees_with_the_server_on_every_text() {
    let mut server = Server::start();
    let mut wrong = String::new();
    let mut count = 0;
    for file in files() {
        let texts = read(&file);
        count += texts.len();
        let theirs = server.verdicts(&texts.iter().map(|text| &text.bytes).collect::<Vec<_>>());
        if std::env::var_os("REDIS_SCRIPT_BLESS").is_some() {
            bless(&file, &theirs);
            continue;
        }
        for (text, theirs) in texts.iter().zip(theirs) {
            let ours = Verdict::ours(&text.bytes);
            let expected = text.expected.unwrap_or(theirs);
            let live = text.disputed || theirs.agrees(ours);
            if !live || ours != expected {
                let _ = writeln!(
                    wrong,
                    "{}: {}: ours {ours:?}, the server's {theirs:?}, the file's {expected:?}",
                    text.at, text.written
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(count > 300, "only {count} texts found");
}

pub(crate) fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the folder is there").map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

pub(crate) fn read(file: &Path) -> Vec<Text> {
    let content = std::fs::read_to_string(file).expect("the file is there");
    let lines = content.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with("##"));
    lines
        .map(|(line, number)| {
            let (verdict, written) = line.split_once('|').expect("a verdict, a bar and a text");
            let disputed = verdict.starts_with('?');
            let expected = match verdict.trim_start_matches('?').trim() {
                "" => None,
                "ok" => Some(Verdict::Accepted),
                line => Some(Verdict::Refused(line.parse().expect("a verdict"))),
            };
            let at = format!("{}:{number}", file.file_name().unwrap_or_default().to_string_lossy());
            Text { at, written: written.to_owned(), disputed, expected, bytes: bytes(written) }
        })
        .collect()
}

/// The bytes that a text stands for.
fn bytes(written: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        match c {
            '⏎' => bytes.push(b'\n'),
            '␍' => bytes.push(b'\r'),
            '␉' => bytes.push(b'\t'),
            '␋' => bytes.push(0x0b),
            '␌' => bytes.push(0x0c),
            '␛' => bytes.push(0x1b),
            '␀' => bytes.push(0),
            '⟨' => {
                let digits: String = rest.by_ref().take_while(|c| *c != '⟩').collect();
                bytes.push(u8::from_str_radix(&digits, 16).expect("two hexadecimal digits"));
            }
            c => bytes.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    bytes
}

/// Writes the server's verdicts into `file`.
fn bless(file: &Path, verdicts: &[Verdict]) {
    let content = std::fs::read_to_string(file).expect("the file is there");
    let mut verdicts = verdicts.iter();
    let mut blessed = String::new();
    for line in content.lines() {
        let Some((old, written)) = line.split_once('|').filter(|_| !line.starts_with("##")) else {
            let _ = writeln!(blessed, "{line}");
            continue;
        };
        let verdict = match verdicts.next().expect("a verdict for each text") {
            _ if old.starts_with('?') => old.trim_end().to_owned(),
            Verdict::Accepted => "ok".to_owned(),
            Verdict::Refused(line) => line.to_string(),
            Verdict::RefusedAnywhere => panic!("{written}: no line"),
        };
        let _ = writeln!(blessed, "{verdict:3}|{written}");
    }
    std::fs::write(file, blessed).expect("the file can be written");
}
