//! What people write who come from other languages, or from a later Lua.

use crate::lexer::{Kind, Token};
use crate::span::Span;

/// A known mistake.
pub(super) struct Mistake {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Mistake {
    #[expect(clippy::unnecessary_wraps, reason = "all callers look for one and return what they find")]
    fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Option<Self> {
        Some(Self { span, message: message.into(), help: Some(help.into()) })
    }
}

/// Operators that Lua 5.1 lacks, the longest first: what they are, and what to write.
const FOREIGN: [(&str, &str, &str); 26] = [
    ("===", "no operator in Lua", "write `==`"),
    ("!==", "no operator in Lua", "write `~=`"),
    ("..=", "no operator in Lua", "write it out: `s = s .. x`"),
    ("<<", "no operator in Lua 5.1", "write `bit.lshift(x, n)`"),
    (">>", "no operator in Lua 5.1", "write `bit.rshift(x, n)`"),
    ("<>", "no operator in Lua", "write `~=`"),
    ("!=", "no operator in Lua", "write `~=`"),
    ("=>", "no operator in Lua", "write `>=` for a comparison; a function is `function(x) return x end`"),
    ("=<", "no operator in Lua", "write `<=`"),
    ("->", "no operator in Lua", "a field is `a.b`, a function is `function(x) return x end`"),
    ("&&", "no operator in Lua", "write `and`"),
    ("||", "no operator in Lua", "write `or`"),
    ("??", "no operator in Lua", "write `or`"),
    ("//", "no operator in Lua 5.1", "write `math.floor(a / b)`; a comment begins with `--`"),
    ("/*", "no comment in Lua", "write `--[[ .. ]]`, or `--` on each line"),
    ("++", "no operator in Lua", "write it out: `n = n + 1`"),
    ("+=", "no operator in Lua", "write it out: `n = n + x`"),
    ("-=", "no operator in Lua", "write it out: `n = n - x`"),
    ("*=", "no operator in Lua", "write it out: `n = n * x`"),
    ("/=", "no operator in Lua", "write it out: `n = n / x`, or `~=` for a comparison"),
    ("%=", "no operator in Lua", "write it out: `n = n % x`"),
    ("^=", "no operator in Lua", "write it out: `n = n ^ x`"),
    (
        "::",
        "nothing in Lua 5.1, which has no `goto`",
        "leave a loop with `break`, skip the rest of its body with `if .. then .. end`",
    ),
    ("!", "no operator in Lua", "write `not`"),
    ("&", "no operator in Lua 5.1", "write `bit.band(a, b)`"),
    ("|", "no operator in Lua 5.1", "write `bit.bor(a, b)`"),
];

/// What the current token is a part of, whatever was expected in its place.
pub(super) fn spot(text: &[u8], token: &Token, previous_kind: Kind, previous: Span) -> Option<Mistake> {
    let Span { start, .. } = token.span;
    let joined =
        previous.end == start && matches!(previous_kind, Kind::Char(_) | Kind::Equal | Kind::NotEqual | Kind::Concat);
    for from in [previous.start, start].into_iter().skip(usize::from(!joined)) {
        let rest = text.get(from as usize..).unwrap_or_default();
        let long_enough = |operator: &str| from == start || operator.len() > (start - from) as usize;
        let found =
            FOREIGN.iter().find(|(operator, ..)| rest.starts_with(operator.as_bytes()) && long_enough(operator));
        if let Some((operator, what, help)) = found {
            let span = Span::new(from, from + u32::try_from(operator.len()).unwrap_or(0));
            return Mistake::new(span, format!("`{operator}` is {what}"), *help);
        }
    }
    match token.kind {
        Kind::Char(byte) => stray(text, token.span, byte),
        _ => None,
    }
}

/// A byte that Lua has no use for, or not there.
fn stray(text: &[u8], span: Span, byte: u8) -> Option<Mistake> {
    match byte {
        b'#' => Mistake::new(span, "`#` does not begin a comment in Lua", "write `--`"),
        b'~' => Mistake::new(
            span,
            "`~` is no operator in Lua 5.1",
            "write `bit.bxor(a, b)` or `bit.bnot(a)`; unequal is `~=`",
        ),
        b'?' => Mistake::new(span, "Lua has no `? :`", "write `condition and a or b`"),
        b'`' => Mistake::new(span, "a back-quote quotes nothing in Lua", "quote with `\"`, `'` or `[[ .. ]]`"),
        0x80.. => foreign_character(text, span),
        _ => None,
    }
}

/// A character beyond ASCII, outside of strings and comments.
fn foreign_character(text: &[u8], span: Span) -> Option<Mistake> {
    let rest = text.get(span.start as usize..).unwrap_or_default();
    let Some(c) = first_character(rest) else {
        let message = format!("the byte 0x{:02X} is not allowed here", rest.first()?);
        return Mistake::new(span, message, "bytes beyond ASCII can stand in strings and comments alone");
    };
    let span = Span::new(span.start, span.start + u32::try_from(c.len_utf8()).unwrap_or(1));
    match c {
        '\u{feff}' if span.start == 0 => Mistake::new(
            span,
            "the script begins with a byte order mark (an invisible character), which no server compiles",
            "save the file as UTF-8 without one",
        ),
        '“' | '”' | '„' | '«' | '»' => Mistake::new(span, format!("`{c}` quotes nothing in Lua"), "write `\"`"),
        '‘' | '’' | '‚' | '´' => Mistake::new(span, format!("`{c}` quotes nothing in Lua"), "write `'`"),
        '–' | '—' | '−' => Mistake::new(span, format!("`{c}` is not the minus sign of Lua"), "write `-`"),
        '≠' => Mistake::new(span, "`≠` is no operator in Lua", "write `~=`"),
        '≤' => Mistake::new(span, "`≤` is no operator in Lua", "write `<=`"),
        '≥' => Mistake::new(span, "`≥` is no operator in Lua", "write `>=`"),
        '…' => Mistake::new(span, "`…` is no operator in Lua", "write `...`"),
        c if c.is_alphanumeric() => Mistake::new(
            span,
            format!("`{c}` can't be part of a name"),
            "names are made of ASCII letters, digits and underscores",
        ),
        c => Mistake::new(
            span,
            format!("the character {} is not allowed here", shown(c)),
            "characters beyond ASCII can stand in strings and comments alone",
        ),
    }
}

/// What is meant where no statement can begin with the current token.
pub(super) fn statement(text: &[u8], token: &Token, previous_kind: Kind, previous: Span) -> Option<Mistake> {
    let span = token.span;
    let rest = text.get(span.start as usize..).unwrap_or_default();
    match token.kind {
        Kind::Char(b';') => Mistake::new(
            span,
            "`;` stands alone: Lua 5.1 has no empty statement",
            "remove it; one `;` may end a statement",
        ),
        Kind::Char(b'/') if rest.starts_with(b"//") => {
            let span = Span::new(span.start, span.start + 2);
            Mistake::new(span, "`//` does not begin a comment in Lua", "write `--`")
        }
        Kind::Char(b'<') if [&b"<const>"[..], b"<close>"].iter().any(|word| rest.starts_with(word)) => {
            let span = Span::new(span.start, span.start + 7);
            Mistake::new(span, "Lua 5.1 has no attributes of local variables", "remove it")
        }
        Kind::Char(b'=') if previous_kind == Kind::Char(b')') && !rest.starts_with(b"=>") => {
            Mistake::new(span, "can't assign to the result of a call", "assign to a variable or a field")
        }
        Kind::Char(b':') if previous_kind == Kind::Name && !rest.starts_with(b"::") => {
            Mistake::new(span, "Lua has no type annotations", "remove the `:` and the type")
        }
        Kind::Char(b'}') => Mistake::new(span, "`}` closes nothing here", "a block ends with `end`"),
        Kind::Char(b'{') => Mistake::new(
            span,
            "a statement can't begin with `{`",
            "a block is `do .. end`; several results are taken with `a, b = f()`",
        ),
        Kind::Char(b'.') if previous_kind == Kind::Name => {
            Mistake::new(span, "`local` declares plain names alone", "leave out the `local` to assign to a field")
        }
        Kind::Then => Mistake::new(
            span,
            "`then` belongs to no `if`",
            "after `else` there is none; a further condition is `elseif`",
        ),
        _ => spot(text, token, previous_kind, previous),
    }
}

/// What is meant by `written`, which is no statement, where `token` follows it.
pub(super) fn unassigned(text: &[u8], written: Span, token: &Token) -> Option<Mistake> {
    let name = std::str::from_utf8(written.of(text)).ok()?;
    let rest = text.get(token.span.start as usize..).unwrap_or_default();
    let operators = ["..=", "+=", "-=", "*=", "/=", "%=", "^="];
    if let Some(operator) = operators.iter().find(|operator| rest.starts_with(operator.as_bytes())) {
        let plain = &operator[..operator.len() - 1];
        let span = Span::new(token.span.start, token.span.start + u32::try_from(operator.len()).unwrap_or(0));
        let help = format!("write it out: `{0} = {0} {plain} ..`", cut(name.as_bytes()));
        return Mistake::new(span, format!("`{operator}` is no operator in Lua"), help);
    }
    if rest.starts_with(b"++") {
        let span = Span::new(token.span.start, token.span.start + 2);
        let help = format!("write it out: `{0} = {0} + 1`", cut(name.as_bytes()));
        return Mistake::new(span, "`++` is no operator in Lua", help);
    }
    let behind = text.get(written.end as usize..).unwrap_or_default();
    if behind.starts_with(b"--") && !behind.starts_with(b"--[") {
        let span = Span::new(written.end, written.end + 2);
        let help = format!("write it out: `{0} = {0} - 1`", cut(name.as_bytes()));
        return Mistake::new(span, "`--` begins a comment in Lua", help);
    }
    word(name, written, token)
}

/// What is meant where something follows a `return` or a `break`, if not another statement.
pub(super) fn behind_last(text: &[u8], token: &Token, previous_kind: Kind, previous: Span) -> Option<Mistake> {
    let begins = matches!(token.kind, Kind::Char(b'(') | Kind::Name) || token.kind.is_word();
    let name = std::str::from_utf8(token.span.of(text)).unwrap_or_default();
    match token.kind {
        Kind::Char(b';') => statement(text, token, previous_kind, previous),
        Kind::Name if matches!(name, "elif" | "elsif" | "endif" | "fi" | "done") => word(name, token.span, token),
        Kind::Char(b'=') if !text[token.span.start as usize..].starts_with(b"=<") => {
            Mistake::new(token.span, "`=` assigns, it does not compare", "write `==`")
        }
        Kind::Char(byte @ (b')' | b']' | b'}')) => {
            let message = format!("`{}` closes nothing here", char::from(byte));
            Mistake::new(token.span, message, "remove it, or add what it should close")
        }
        _ if begins && token.kind != Kind::Not => None,
        _ => spot(text, token, previous_kind, previous).or_else(|| {
            let found = super::error::described(text, token);
            Mistake::new(
                token.span,
                format!("expected an operator or the end of the block, found {found}"),
                "remove it, or add what is missing before it",
            )
        }),
    }
}

/// What to write where a function has no `(`.
pub(super) fn no_parameters(token: &Token) -> Option<&'static str> {
    match token.kind {
        Kind::Char(b'.' | b':') => Some("for a function in a table leave out the `local`"),
        Kind::Char(b'[') => Some("write `t[key] = function(..) .. end`"),
        Kind::Name => Some("write `function name(..)`, also if it takes nothing"),
        _ => None,
    }
}

/// What to write where a list of parameters goes on as it can't.
pub(super) fn no_parameter_end(token: &Token) -> Option<&'static str> {
    match token.kind {
        Kind::Char(b'=') => Some("Lua has no default values; begin the body with `if b == nil then b = .. end`"),
        Kind::Char(b':') => Some("Lua has no type annotations; remove the `:` and the type"),
        Kind::Name => Some("put a `,` between the parameters"),
        _ => None,
    }
}

/// Words that begin a statement elsewhere.
fn word(name: &str, span: Span, token: &Token) -> Option<Mistake> {
    let no = |what: &str| format!("Lua 5.1 has no {what}");
    match name {
        "continue" => Mistake::new(span, no("`continue`"), "put the rest of the loop's body into `if .. then .. end`"),
        "goto" if token.kind == Kind::Name => Mistake::new(
            span,
            no("`goto`"),
            "leave a loop with `break`, skip the rest of its body with `if .. then .. end`",
        ),
        "foreach" if token.kind == Kind::Name => Mistake::new(span, "`foreach` is no word of Lua", "write `for`"),
        "elif" | "elsif" | "elsef" => Mistake::new(span, format!("`{name}` is no word of Lua"), "write `elseif`"),
        "endif" | "fi" | "done" => Mistake::new(span, format!("`{name}` is no word of Lua"), "write `end`"),
        "var" | "let" | "const" | "int" | "auto" if token.kind == Kind::Name => {
            Mistake::new(span, format!("`{name}` declares nothing in Lua"), "write `local`")
        }
        "def" | "fn" | "func" if token.kind == Kind::Name => {
            Mistake::new(span, format!("`{name}` is no word of Lua"), "write `local function`")
        }
        _ if token.kind == Kind::Equal => Mistake::new(token.span, "`==` compares, it does not assign", "write `=`"),
        _ => None,
    }
}

/// What to do where `kind` should have closed what `opener` opened.
pub(super) fn unclosed(text: &[u8], token: &Token, kind: Kind, opener: Kind) -> Option<String> {
    let starts_value = matches!(token.kind, Kind::Name | Kind::String | Kind::Number(_) | Kind::Char(b'{' | b'['));
    match (kind, token.kind) {
        (Kind::Char(b'}'), Kind::Char(b':' | b'=')) => {
            Some("a field is `name = value` or `[\"name\"] = value`".to_owned())
        }
        (Kind::Char(b'}'), _) if starts_value => Some("put a `,` between the items".to_owned()),
        (Kind::Char(b')'), _) if starts_value => Some("put a `,` between the arguments".to_owned()),
        (Kind::Char(_), Kind::Char(b'=')) if opener == Kind::Char(b'(') => {
            Some("to compare write `==`; named arguments are a table: `f({ name = value })`".to_owned())
        }
        (Kind::Char(b')'), Kind::Char(b';')) => Some("put `,` between the arguments".to_owned()),
        (Kind::End, Kind::Eof) if text.windows(7).any(|bytes| bytes == b"else if") => {
            Some("add the `end`; `else if` opens an `if` that needs one of its own, `elseif` does not".to_owned())
        }
        (Kind::End, Kind::Eof) => Some("add the `end`".to_owned()),
        _ => None,
    }
}

/// What is meant where `then` or `do` should be.
pub(super) fn no_block(text: &[u8], token: &Token, previous_kind: Kind, word: &str) -> Option<Mistake> {
    let rest = text.get(token.span.start as usize..).unwrap_or_default();
    match token.kind {
        Kind::Char(b'{') => {
            Mistake::new(token.span, "a block does not begin with `{` in Lua", format!("write `{word} .. end`"))
        }
        Kind::Char(b':') if !rest.starts_with(b"::") => {
            Mistake::new(token.span, "a block does not begin with `:` in Lua", format!("write `{word} .. end`"))
        }
        _ if previous_kind == Kind::Char(b'}') => {
            let found = super::error::described(text, token);
            let message = format!("expected `{word}`, found {found}: `{{ .. }}` before it is a table, not a block");
            Mistake::new(token.span, message, format!("write `{word} .. end`"))
        }
        _ => None,
    }
}

/// The character at `span`, for a message.
pub(super) fn character(text: &[u8], span: Span) -> String {
    let rest = text.get(span.start as usize..).unwrap_or_default();
    match first_character(rest) {
        Some(c) => shown(c),
        None => format!("the byte 0x{:02X}", rest.first().copied().unwrap_or(0)),
    }
}

fn shown(c: char) -> String {
    if c.is_control() || c.is_whitespace() || c == '\u{feff}' {
        format!("U+{:04X}", u32::from(c))
    } else {
        format!("`{c}`")
    }
}

fn first_character(text: &[u8]) -> Option<char> {
    let start = text.get(..4).unwrap_or(text);
    let valid = match std::str::from_utf8(start) {
        Ok(valid) => valid,
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).ok()?,
    };
    valid.chars().next()
}

/// Text of the script for a message, cut to a length that a message can bear.
pub(super) fn cut(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let (mut shown, mut length) = (String::new(), 0);
    for c in text.chars() {
        if length == 40 {
            shown.push('…');
            break;
        }
        shown.push(if c.is_control() { ' ' } else { c });
        length += 1;
    }
    shown
}
