//! What is reported behind a first error is never a consequence of it: valid programs, damaged in
//! ways that are known to be mendable, get exactly the errors that were put in.

use crate::generator::program;
use crate::verdict::Verdict;
use redis_script_analysis::Span;
use redis_script_analysis::lexer::{Kind, Lexer};
use redis_script_analysis::parser::parse;

/// No more errors than that are reported.
const MOST: usize = 10;

#[test]
fn finds_every_mendable_mistake_and_nothing_else() {
    let mut damaged = 0;
    for seed in 0..20_000 {
        let text = program(seed);
        if Verdict::ours(&text) != Verdict::Accepted {
            continue;
        }
        let mistakes = check(&text).unwrap_or_else(|text| panic!("seed {seed}: {text}"));
        damaged += u32::from(mistakes > 1);
    }
    assert!(damaged > 1000, "only {damaged} programs had more than one mistake");
}

/// Puts mistakes into a valid text; how many, if exactly they are found.
pub(crate) fn check(text: &[u8]) -> Result<usize, String> {
    let (text, mistakes) = with_mistakes(text);
    let found: Vec<Span> = parse(&text, 0).errors.iter().map(|error| error.span).collect();
    let expected = &mistakes[..mistakes.len().min(MOST)];
    if found == expected {
        return Ok(mistakes.len());
    }
    Err(format!("found {found:?}, not {expected:?}, in {}", text.escape_ascii()))
}

/// The program in other languages' words, and where those are.
fn with_mistakes(text: &[u8]) -> (Vec<u8>, Vec<Span>) {
    let mut lexer = Lexer::new(text, 0);
    let (mut damaged, mut mistakes, mut copied) = (Vec::new(), Vec::new(), 0);
    while let Ok(token) = lexer.next() {
        // What is put in, how much of it is the mistake, and whether it replaces the token.
        let (foreign, length, replaces) = match token.kind {
            Kind::Eof => break,
            Kind::And => (" && ", 2, true),
            Kind::Or => (" || ", 2, true),
            Kind::NotEqual => (" != ", 2, true),
            Kind::Equal => (" === ", 3, true),
            Kind::Not => (" ! ", 1, true),
            Kind::Local | Kind::Repeat => (" goto a ", 4, false),
            Kind::For => (" continue ", 8, false),
            Kind::While => (" n += 1 ", 0, false),
            _ => continue,
        };
        damaged.extend_from_slice(&text[copied..token.span.start as usize]);
        copied = if replaces { token.span.end as usize } else { token.span.start as usize };
        let start = u32::try_from(damaged.len() + 1).expect("a short text");
        mistakes.push(if length == 0 { Span::new(start + 2, start + 4) } else { Span::new(start, start + length) });
        damaged.extend_from_slice(foreign.as_bytes());
    }
    damaged.extend_from_slice(&text[copied..]);
    (damaged, mistakes)
}
