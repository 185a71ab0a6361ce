//! What a user reads for each mistake that people make: `messages.txt`, to be read as a whole when it
//! changes. `REDIS_SCRIPT_BLESS=1` writes it.

use redis_script_analysis::Lines;
use redis_script_analysis::parser::parse;
use std::fmt::Write as _;
use std::path::Path;

/// Behind it, in the file, comes what is said.
const SEPARATOR: &str = "\n----\n";
/// Between two mistakes.
const END: &str = "\n====\n";

#[test]
fn say_what_is_wrong_and_what_to_write() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages.txt");
    let content = std::fs::read_to_string(&file).expect("the file is there");
    let texts = content.trim_end().trim_end_matches("====").trim_end().split(END);
    let texts = texts.map(|entry| entry.split(SEPARATOR).next().unwrap_or_default());
    let rendered = texts.fold(String::new(), |all, text| all + text + SEPARATOR + &said(text) + &END[1..]);
    if std::env::var_os("REDIS_SCRIPT_BLESS").is_some() {
        std::fs::write(&file, rendered).expect("the file can be written");
    } else {
        assert_eq!(rendered, content, "see what changed, then set REDIS_SCRIPT_BLESS=1");
    }
}

/// All errors of `written`, in which `<BOM>`, `<FF>` and `<CR>` are bytes.
fn said(written: &str) -> String {
    let text = written.replace("<BOM>", "\u{feff}").replace("<CR>", "\r").into_bytes();
    let lines = Lines::new(&text);
    let mut said = String::new();
    for error in parse(&text, 0).errors {
        let place = lines.position(&text, error.span.start);
        let length = error.span.end - error.span.start;
        let _ = writeln!(said, "{}:{} +{length}: {}", place.line, place.column, error.message);
        if let Some(help) = error.help {
            let _ = writeln!(said, "  help: {help}");
        }
    }
    if said.is_empty() { "(nothing)\n".to_owned() } else { said }
}
