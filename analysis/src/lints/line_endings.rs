//! `line_endings`: bytes that make the SHA1 depend on the checkout, or that end a text early.

use super::{Context, Lint, Needs, Soundness};
use crate::bytes::find;
use crate::diagnostic::{Diagnostic, Level};
use crate::span::Span;

pub(crate) static LINT: Lint = Lint {
    name: "line_endings",
    summary: "CR LF line ends or NUL bytes",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let text = context.script.text();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    // To look for one byte is quick, even unoptimised.
    let returns = if text.contains(&b'\r') { text } else { b"" };
    let (mut first, mut count) = (None, 0);
    for (at, byte) in returns.iter().enumerate() {
        if *byte == b'\r' && returns.get(at + 1) == Some(&b'\n') {
            first.get_or_insert(at);
            count += 1;
        }
    }
    if let Some(at) = first {
        let lines = if count == 1 { "1 line ends".to_owned() } else { format!("{count} lines end") };
        found.push(
            LINT.finding(format!("{lines} in CR LF, so the script's SHA1 depends on how it was checked out"))
                .at(Span::new(offset(at), offset(at + 2)))
                .with_help("end lines with LF, and put `*.lua text eol=lf` into .gitattributes"),
        );
    }
    if text.contains(&0)
        && let Some(at) = find(text, 0)
    {
        let finding = LINT.finding("a NUL byte in the script").at(Span::new(offset(at), offset(at + 1)));
        found.push(finding.with_help("in a string, write `\\0`"));
    }
    found
}
