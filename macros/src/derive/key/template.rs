//! What a key looks like: `bucket:{user}:{kind}`.

use redis_script_declaration::Names;

/// The key in pieces.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) pieces: Vec<Piece>,
    /// What stands in its braces, with `{field}` for a field.
    pub(super) tag: Option<String>,
    /// The punctuation of its own text, each once.
    pub(super) separators: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Field {
        /// Which field.
        at: usize,
        /// Whether nothing but it makes the hash tag more than empty braces.
        fills_tag: bool,
        /// What follows it, and so must not be in it.
        behind: Option<char>,
    },
}

/// Something wrong with a template.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) message: String,
    /// Whether it is about `tag = field`.
    pub(super) about_tag: bool,
}

impl Template {
    /// Reads the text; `fields` are the struct's, and `tag` is the one that is the hash tag.
    pub(super) fn parse(text: &str, fields: &[String], tag: Option<String>) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let pieces = pieces(text, fields, &mut |message| mistakes.push(Mistake { message, about_tag: false }));
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let mut tell = |message: String| mistakes.push(Mistake { message, about_tag: false });
        for (at, field) in fields.iter().enumerate() {
            if !pieces.iter().any(|piece| matches!(piece, Piece::Field { at: found, .. } if *found == at)) {
                tell(format!(
                    "the key lacks `{field}`: two values that differ in nothing else would have the same key\n\
                     help: add `{{{field}}}`"
                ));
            }
        }
        if text.is_empty() {
            tell("a key is not empty: expected a text such as `\"bucket:{user}\"`".to_owned());
        }
        let pieces = match tag {
            Some(tag) if mistakes.is_empty() => tagged(&pieces, fields, &tag).map_err(|mistake| vec![mistake])?,
            _ => pieces,
        };
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Self::finish(merged(pieces), fields).map_err(|message| vec![Mistake { message, about_tag: false }])
    }

    fn finish(mut pieces: Vec<Piece>, fields: &[String]) -> Result<Self, String> {
        let tag = hash_tag(&mut pieces, fields)?;
        for at in 0..pieces.len() {
            let next = pieces.get(at + 1).cloned();
            let Piece::Field { at: field, behind, .. } = &mut pieces[at] else { continue };
            match next {
                Some(Piece::Text(text)) => *behind = text.chars().next(),
                Some(Piece::Field { at: other, .. }) => {
                    let (field, other) = (&fields[*field], &fields[other]);
                    return Err(format!(
                        "nothing separates `{{{field}}}` from `{{{other}}}`: \"a\" and \"bc\" would make the same key as \"ab\" and \"c\"\n\
                         help: write `{{{field}}}:{{{other}}}`"
                    ));
                }
                None => {}
            }
            if *behind == Some('%') {
                let field = &fields[*field];
                return Err(format!(
                    "`%` can't follow `{{{field}}}`: in a value it begins a character that is written by its number"
                ));
            }
        }
        let mut separators = String::new();
        for symbol in '!'..='~' {
            let divides = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains(symbol));
            if is_separator(symbol) && pieces.iter().any(divides) {
                separators.push(symbol);
            }
        }
        Ok(Self { pieces, tag, separators })
    }
}

/// Punctuation that divides a key. Braces and `%` never get through in any case.
fn is_separator(symbol: char) -> bool {
    symbol.is_ascii_punctuation() && !matches!(symbol, '{' | '}' | '%' | '_')
}

/// The text taken apart at `{field}`; `{{` and `}}` are braces.
fn pieces(text: &str, fields: &[String], tell: &mut impl FnMut(String)) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let doubled = rest.starts_with("{{") || rest.starts_with("}}");
        if doubled || !matches!(first, '{' | '}') {
            pieces.push(Piece::Text(first.to_string()));
            rest = &rest[first.len_utf8() * if doubled { 2 } else { 1 }..];
            continue;
        }
        let end = rest.find('}').filter(|_| first == '{');
        let Some(end) = end else {
            tell(format!(
                "`{first}` stands alone: `{{field}}` is a field's place, and `{first}{first}` is the character"
            ));
            return pieces;
        };
        let name = rest[1..end].trim();
        match fields.iter().position(|field| field == name) {
            Some(at) => pieces.push(Piece::Field { at, fills_tag: false, behind: None }),
            None => tell(no_such_field(name, fields)),
        }
        rest = &rest[end + 1..];
    }
    pieces
}

fn no_such_field(name: &str, fields: &[String]) -> String {
    let mut names = Names::default();
    for field in fields {
        names.add(field);
    }
    let all = match fields {
        [] => "it has none".to_owned(),
        [only] => format!("the only one is `{only}`"),
        _ => format!("fields are {}", names.quoted()),
    };
    format!("there is no field `{name}`{}\n{all}", names.did_you_mean(name))
}

/// With braces around the first place of the field that is the hash tag.
fn tagged(pieces: &[Piece], fields: &[String], tag: &str) -> Result<Vec<Piece>, Mistake> {
    let wrong = |message: String| Mistake { message, about_tag: true };
    let Some(field) = fields.iter().position(|field| field == tag) else {
        return Err(wrong(no_such_field(tag, fields)));
    };
    let place = pieces.iter().position(|piece| matches!(piece, Piece::Field { at, .. } if *at == field));
    let place = place.unwrap_or(0);
    if pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text == "{")) {
        let message = "the key has braces of its own, and a cluster takes the first ones for the hash tag\n\
                       help: leave `tag` out, or the braces";
        return Err(wrong(message.to_owned()));
    }
    let brace = |symbol: &str| Piece::Text(symbol.to_owned());
    let (before, behind) = pieces.split_at(place);
    let inside = &behind[..1];
    Ok([before, &[brace("{")], inside, &[brace("}")], &behind[1..]].concat())
}

/// Texts that follow each other as one.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut merged: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (merged.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => merged.push(piece),
        }
    }
    merged
}

/// What stands between the first opening brace and the first closing one after it, as servers look for it. A
/// value has no braces.
fn hash_tag(pieces: &mut [Piece], fields: &[String]) -> Result<Option<String>, String> {
    let place = |pieces: &[Piece], from: usize, brace: char| {
        let texts = pieces.iter().enumerate().skip(from);
        let mut found = texts
            .filter_map(|(at, piece)| if let Piece::Text(text) = piece { Some((at, text.find(brace)?)) } else { None });
        found.next()
    };
    let Some((first, open)) = place(pieces, 0, '{') else { return Ok(None) };
    // The same piece counts only behind the brace.
    let same =
        if let Piece::Text(text) = &pieces[first] { text[open..].find('}').map(|close| open + close) } else { None };
    let Some((last, close)) = same.map(|close| (first, close)).or_else(|| place(pieces, first + 1, '}')) else {
        return Err("the brace that begins the hash tag is never closed: add `}}`".to_owned());
    };
    let (mut tag, mut has_text) = (String::new(), false);
    for (at, piece) in pieces.iter().enumerate().take(last + 1).skip(first) {
        match piece {
            Piece::Field { at: field, .. } => {
                tag.extend(["{", &fields[*field], "}"]);
            }
            Piece::Text(text) => {
                let start = if at == first { open + 1 } else { 0 };
                let end = if at == last { close } else { text.len() };
                has_text |= start < end;
                tag.push_str(&text[start..end]);
            }
        }
    }
    if tag.is_empty() {
        return Err("empty braces are no hash tag: a cluster hashes the whole key".to_owned());
    }
    let mut inside = pieces[first..=last].iter_mut();
    if let Some(Piece::Field { fills_tag, .. }) = inside.find(|piece| matches!(piece, Piece::Field { .. })) {
        *fills_tag = !has_text;
    }
    Ok(Some(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str, tag: Option<&str>) -> Template {
        let fields = ["user", "kind"].map(str::to_owned);
        Template::parse(text, &fields, tag.map(str::to_owned)).unwrap()
    }

    fn mistakes(text: &str, tag: Option<&str>) -> Vec<String> {
        let fields = ["user", "kind"].map(str::to_owned);
        let mistakes = Template::parse(text, &fields, tag.map(str::to_owned)).unwrap_err();
        mistakes.into_iter().map(|mistake| mistake.message).collect()
    }

    fn field(at: usize, fills_tag: bool, behind: Option<char>) -> Piece {
        Piece::Field { at, fills_tag, behind }
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn the_tagged_field_gets_braces() {
        let found = template("bucket:{user}:{kind}", Some("user"));
        let expected = [text("bucket:{"), field(0, true, Some('}')), text("}:"), field(1, false, None)];
        assert_eq!(found.pieces, expected);
        assert_eq!((found.tag.as_deref(), found.separators.as_str()), (Some("{user}"), ":"));
        assert_eq!(template("{user}{kind}", Some("kind")).tag.as_deref(), Some("{kind}"));
    }

    #[test]
    fn braces_of_the_text_are_a_tag_too() {
        let found = template("{{of:{user}}}-{kind}", None);
        assert_eq!((found.tag.as_deref(), found.separators.as_str()), (Some("of:{user}"), "-:"));
        assert_eq!(found.pieces[1], field(0, false, Some('}')));
        assert_eq!(template("{{all}}:{user}:{kind}", None).tag.as_deref(), Some("all"));
        assert_eq!(template("{user}:{kind}", None).tag, None);
        assert_eq!(template("{{{user}:{kind}}}", None).tag.as_deref(), Some("{user}:{kind}"));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for (text, tag, part) in [
            ("{user}{kind}", None, "nothing separates"),
            ("{user}%{kind}", None, "can't follow"),
            ("{user}", None, "lacks `kind`"),
            ("{usr}:{kind}", None, "did you mean `user`?"),
            ("{user}:{kind}:{", None, "stands alone"),
            ("{user}:{kind}}", None, "stands alone"),
            ("{{{user}:{kind}", None, "never closed"),
            ("{{}}{user}:{kind}", None, "empty braces"),
            ("{{a}}:{user}:{kind}", Some("user"), "braces of its own"),
            ("{user}:{kind}", Some("users"), "no field `users`"),
        ] {
            let mistakes = mistakes(text, tag);
            assert!(mistakes.iter().any(|message| message.contains(part)), "{text}: {mistakes:?}");
        }
    }
}
