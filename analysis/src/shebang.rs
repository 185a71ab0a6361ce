//! The first line of a script for Redis 7.0 and later: `#!lua flags=no-writes`.
//!
//! Read as the servers read it (`evalExtractShebangFlags` in `eval.c`, `sdssplitargs` in `sds.c`), in
//! the form that the strictest of them accepts. What only works because a splitter is lenient is a
//! warning.

use crate::bytes::leading;
use crate::closest::Closest;
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::fix::Edit;
use crate::lints::invalid_shebang::LINT;
use crate::row::append;
use crate::span::Span;
use std::fmt;
use std::str::FromStr;

/// A flag of a shebang.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// The script only reads: it may run on replicas, and by `EVALSHA_RO`.
    NoWrites,
    /// It may run when the server is out of memory.
    AllowOom,
    /// It may run on a stale replica.
    AllowStale,
    /// It may not run in cluster mode.
    NoCluster,
    /// Its body may touch several slots of the node that it runs on.
    AllowCrossSlotKeys,
}

impl Flag {
    /// All flags; the same five on every server.
    pub const ALL: [Self; 5] =
        [Self::NoWrites, Self::AllowOom, Self::AllowStale, Self::NoCluster, Self::AllowCrossSlotKeys];

    /// As it is written in a shebang.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoWrites => "no-writes",
            Self::AllowOom => "allow-oom",
            Self::AllowStale => "allow-stale",
            Self::NoCluster => "no-cluster",
            Self::AllowCrossSlotKeys => "allow-cross-slot-keys",
        }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No flag has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFlag {
    /// The flag that was probably meant.
    pub closest: Option<&'static str>,
}

impl FromStr for Flag {
    type Err = UnknownFlag;

    fn from_str(name: &str) -> Result<Self, UnknownFlag> {
        let mut closest = Closest::to(name);
        for flag in Self::ALL {
            if flag.name() == name {
                return Ok(flag);
            }
            closest.offer(flag.name());
        }
        Err(UnknownFlag { closest: closest.found() })
    }
}

/// A valid shebang.
#[derive(Clone)]
pub(crate) struct Shebang {
    /// The line, without its end.
    pub(crate) span: Span,
    /// The flags, each once, in the order in which they are written.
    pub(crate) flags: Vec<Flag>,
    /// Why it should be written in another way, although every server takes it.
    pub(crate) oddity: Option<Diagnostic>,
}

/// Reads the shebang of `text`; `None` if it has none.
pub(crate) fn parse(text: &[u8]) -> Result<Option<Shebang>, Box<Diagnostic>> {
    if !text.starts_with(b"#!") {
        return Ok(None);
    }
    let line = leading(text, |byte| !matches!(byte, b'\n' | 0));
    if text.get(line.len()) != Some(&b'\n') {
        return Err(unended(text).into());
    }
    let respell = |diagnostic: Diagnostic| diagnostic.with_fix(respelled(line));
    let tokens = split(line).ok_or_else(|| {
        let message = "a quote in the shebang is not closed, or text follows it without a blank";
        respell(invalid(span(0, trimmed(line)), message, "write `#!lua` or `#!lua flags=no-writes`, without quotes"))
    })?;
    engine(&tokens[0]).map_err(|broken| respell(*broken))?;
    let mut flags = Vec::new();
    for token in &tokens[1..] {
        option(token, &mut flags).map_err(|broken| respell(*broken))?;
    }
    let oddity = oddity(line, &tokens, &flags).map(respell);
    let mut once: Vec<Flag> = Vec::new();
    for flag in &flags {
        if !once.contains(flag) {
            once.push(*flag);
        }
    }
    Ok(Some(Shebang { span: span(0, trimmed(line)), flags: once, oddity }))
}

/// A word of the line, its quotes and escapes resolved.
struct Token {
    text: Vec<u8>,
    span: Span,
}

/// `sdssplitargs`; `None` if the quoting is broken.
fn split(line: &[u8]) -> Option<Vec<Token>> {
    let blank = |byte: u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        while line.get(at).is_some_and(|byte| blank(*byte)) {
            at += 1;
        }
        if at == line.len() {
            return (!tokens.is_empty()).then_some(tokens);
        }
        let start = at;
        let mut text = Vec::new();
        // A form feed or vertical tab separates words, but doesn't end one.
        while let Some(byte) = line.get(at).filter(|byte| !matches!(byte, b' ' | b'\r' | b'\t')) {
            at += 1;
            match byte {
                b'"' | b'\'' => {
                    at = quoted(line, at, *byte, &mut text)?;
                    if line.get(at).is_some_and(|next| !blank(*next)) {
                        return None;
                    }
                    break;
                }
                byte => text.push(*byte),
            }
        }
        tokens.push(Token { text, span: span(start, at) });
    }
}

/// The rest of a quoted part; returns the offset after the closing quote.
fn quoted(line: &[u8], mut at: usize, quote: u8, text: &mut Vec<u8>) -> Option<usize> {
    loop {
        let byte = *line.get(at)?;
        at += 1;
        if byte == quote {
            return Some(at);
        }
        let escaped = if byte == b'\\' { line.get(at).copied() } else { None };
        let coded = if escaped == Some(b'x') && quote == b'"' { hexadecimal(line, at + 1) } else { None };
        match (escaped, coded) {
            (_, Some(coded)) => {
                text.push(coded);
                at += 2;
            }
            (Some(b'\''), _) if quote == b'\'' => text.push(b'\''),
            (Some(next), _) if quote == b'"' => text.push(match next {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 8,
                b'a' => 7,
                other => other,
            }),
            _ => {
                text.push(byte);
                continue;
            }
        }
        at += 1;
    }
}

fn hexadecimal(line: &[u8], at: usize) -> Option<u8> {
    let digit = |at: usize| char::from(*line.get(at)?).to_digit(16);
    u8::try_from(digit(at)? << 4 | digit(at + 1)?).ok()
}

fn engine(token: &Token) -> Result<(), Box<Diagnostic>> {
    if token.text == b"#!lua" {
        return Ok(());
    }
    let engine = String::from_utf8_lossy(&token.text);
    Err(invalid(
        token.span,
        format!("servers take only `#!lua` as the shebang of a script, not `{engine}`"),
        "write `#!lua`, or drop the line: it isn't needed",
    )
    .into())
}

/// `flags=a,b`.
fn option(token: &Token, flags: &mut Vec<Flag>) -> Result<(), Box<Diagnostic>> {
    let Some(list) = token.text.strip_prefix(b"flags=") else { return Err(unknown_option(token).into()) };
    if list.is_empty() {
        return Ok(());
    }
    // Spans inside of a token are only right where it is written plainly.
    let plain = token.text.len() == (token.span.end - token.span.start) as usize;
    let mut at = token.span.start as usize + b"flags=".len();
    for item in list.split(|byte| *byte == b',') {
        let place = if plain { span(at, at + item.len()) } else { token.span };
        at += item.len() + 1;
        let name = String::from_utf8_lossy(item);
        match name.parse() {
            Ok(flag) => flags.push(flag),
            Err(UnknownFlag { closest }) => return Err(unknown_flag(&name, closest, place).into()),
        }
    }
    Ok(())
}

fn unknown_option(token: &Token) -> Diagnostic {
    let written = String::from_utf8_lossy(&token.text);
    let (message, help) = if token.text == b"flags" || token.text.starts_with(b"=") {
        ("the shebang's flags are written without blanks around `=`".into(), "write `#!lua flags=no-writes`")
    } else if token.text.starts_with(b"--") {
        ("a shebang can't be followed by a comment".into(), "put the comment on the next line")
    } else {
        (
            format!("unknown option `{written}` in the shebang"),
            "the only option is `flags=`, as in `#!lua flags=no-writes`",
        )
    };
    invalid(token.span, message, help)
}

fn unknown_flag(name: &str, closest: Option<&str>, place: Span) -> Diagnostic {
    if name.is_empty() {
        let message = "an empty item in the shebang's list of flags";
        return invalid(place, message, "separate flags by one comma, without blanks: `flags=no-writes,allow-stale`");
    }
    let help = match closest {
        Some(flag) => format!("did you mean `{flag}`?"),
        None => format!("the flags are {}", listed(&Flag::ALL)),
    };
    invalid(place, format!("unknown flag `{name}` in the shebang"), help)
}

fn unended(text: &[u8]) -> Diagnostic {
    let line = leading(text, |byte| !matches!(byte, b'\r' | 0));
    let (message, help) = if line.len() == text.len() {
        ("a shebang must end in a line feed; the script after it is missing", "put the script on the next line")
    } else {
        ("the shebang's line doesn't end in a line feed", "end lines with LF")
    };
    invalid(span(0, trimmed(line)), message, help)
}

/// What every server takes, but not as anybody would write it.
fn oddity(line: &[u8], tokens: &[Token], flags: &[Flag]) -> Option<Diagnostic> {
    let mut list = String::new();
    for flag in flags {
        append(&mut list, ",", flag.name());
    }
    let plain = spelled(&list);
    let warning = |message: String| {
        let mut diagnostic = invalid(span(0, trimmed(line)), message, format!("write `{plain}`"));
        diagnostic.level = Level::Warn;
        Some(diagnostic)
    };
    if line.iter().any(|byte| matches!(byte, b'"' | b'\'')) {
        return warning("the shebang is quoted, which not every server and proxy reads alike".into());
    }
    if line.iter().any(|byte| matches!(byte, 11 | 12)) {
        return warning("the shebang has a form feed or vertical tab in it".into());
    }
    if tokens.len() > 2 {
        return warning("the shebang has more than one `flags=`, which Kvrocks rejects".into());
    }
    None
}

/// What may stand between the words of a line.
const SEPARATOR: fn(char) -> bool = |c| c.is_ascii_whitespace() || matches!(c, '\u{b}' | '"' | '\'' | ',' | '=');

/// The edit that spells the line as every server takes it, where it is certain what it says: `lua` in some
/// form, and flags alone, each recognisable.
fn respelled(line: &[u8]) -> Vec<Edit> {
    let Some(written) = std::str::from_utf8(&line[..trimmed(line)]).ok() else { return Vec::new() };
    let mut words: Vec<&str> = Vec::new();
    for word in written["#!".len()..].split(SEPARATOR) {
        if !word.is_empty() {
            words.push(word);
        }
    }
    let (["/usr/bin/env" | "/bin/env" | "env", path, options @ ..] | [path, options @ ..]) = words.as_slice() else {
        return Vec::new();
    };
    let engine = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    if !matches!(engine.strip_prefix("lua"), Some("" | "5.1" | "51" | "jit")) {
        return Vec::new();
    }
    match recognised(options).map(|list| spelled(&list)) {
        Some(plain) if plain != written => vec![Edit::replace(span(0, written.len()), &plain)],
        _ => Vec::new(),
    }
}

/// The list of the flags that these words mean, each once; `None` if one of them is no flag.
fn recognised(words: &[&str]) -> Option<String> {
    let (mut flags, mut list): (Vec<&str>, String) = (Vec::new(), String::new());
    for word in words {
        if matches!(&*word.to_ascii_lowercase(), "flags" | "flag") {
            continue;
        }
        let flag = match word.parse::<Flag>() {
            Ok(flag) => flag.name(),
            Err(unknown) => unknown.closest?,
        };
        if !flags.contains(&flag) {
            flags.push(flag);
            append(&mut list, ",", flag);
        }
    }
    Some(list)
}

/// `#!lua flags=..` against the declaration's `flags = [..]`.
pub(crate) fn mismatch(flags: &[Flag], shebang: Option<&Shebang>, declared: &[String]) -> Option<Diagnostic> {
    let (mut quoted, mut plain, mut wanted) = (String::new(), String::new(), String::new());
    let mut same = true;
    for name in declared {
        same &= flags.iter().any(|flag| flag.name() == name);
        append(&mut quoted, ", ", &format!("\"{name}\""));
        append(&mut plain, ",", name);
    }
    for flag in flags {
        same &= declared.iter().any(|name| name == flag.name());
        append(&mut wanted, ", ", &format!("\"{flag}\""));
    }
    if same {
        return None;
    }
    let found = match (shebang, flags) {
        (None, _) => "the script has no shebang".to_owned(),
        (Some(_), []) => "the script's shebang has no flags".to_owned(),
        (Some(_), flags) => format!("the script's shebang has {}", listed(flags)),
    };
    let script = spelled(&plain);
    Some(Diagnostic {
        lint: LINT.name,
        level: Level::Error,
        message: format!("`flags = [{quoted}]` is declared, but {found}"),
        subject: Some(Subject::Flags),
        condition: None,
        span: shebang.map(|shebang| shebang.span),
        help: Some(format!("declare `flags = [{wanted}]`, or begin the script with `{script}`")),
        fix: Vec::new(),
    })
}

fn listed(flags: &[Flag]) -> String {
    let mut names = String::new();
    for flag in flags {
        append(&mut names, ", ", &format!("`{flag}`"));
    }
    names
}

/// The shebang with this list of flags.
fn spelled(flags: &str) -> String {
    if flags.is_empty() { "#!lua".to_owned() } else { format!("#!lua flags={flags}") }
}

fn invalid(span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic {
        lint: LINT.name,
        level: Level::Error,
        message: message.into(),
        subject: None,
        condition: None,
        span: Some(span),
        help: Some(help.into()),
        fix: Vec::new(),
    }
}

fn trimmed(line: &[u8]) -> usize {
    line.trim_ascii_end().len()
}

fn span(start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}
