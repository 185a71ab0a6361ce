//! `undeclared_key`: a key that isn't among KEYS.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, ExpressionId, ExpressionKind};
use crate::calls::Site;
use crate::diagnostic::{Diagnostic, Level};
use crate::hash::{Pairs, Texts};
use crate::order::in_order;
use crate::server::command::Keys;
use crate::usage::{Binding, Meaning, Vector};
use crate::values::Origin;

pub(crate) static LINT: Lint = Lint {
    name: "undeclared_key",
    summary: "a key that is written out instead of taken from KEYS: a cluster routes scripts by KEYS",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let chunk = context.chunk();
    // A name that many commands take is put together once.
    let (mut messages, mut seen) = (Texts::default(), Pairs::default());
    let mut found = Vec::new();
    for site in context.sites() {
        for &word in &keys(context, site) {
            let Some(finding) = constant(context, word).or_else(|| computed(context, word)) else { continue };
            let local = chunk.local(word).map_or(0, |local| u64::from(local.0) + 1);
            if finding.level > Level::Info || seen.insert((local, messages.number(finding.message.as_bytes()) as u64)) {
                found.push(finding);
            }
        }
    }
    found
}

/// The words that are keys, each once.
fn keys(context: &Context<'_>, site: &Site) -> Vec<ExpressionId> {
    let mut found = Vec::new();
    // What SPUBLISH and its like call a key is a channel.
    if let Some(command) = site.command().filter(|command| !command.name.contains("publish")) {
        for keys in command.keys {
            found.extend_from_slice(&words(context, site, *keys));
        }
    }
    in_order(found)
}

/// A key that is written out.
fn constant(context: &Context<'_>, word: ExpressionId) -> Option<Diagnostic> {
    let key = match context.names().meaning(word) {
        Meaning::String(_) => String::from_utf8_lossy(context.names().string(context.chunk(), word)?).into_owned(),
        Meaning::Number(number) => number.to_string(),
        _ => return None,
    };
    let message = format!("the key `{}` is not in KEYS: on a cluster it may be on another node", key.escape_debug());
    Some(LINT.finding(message).at(context.chunk()[word].span).with_help("pass it as a key, and write `KEYS[n]`"))
}

/// A key that the script puts together, or that comes from somewhere else than KEYS. Many do so on purpose, where
/// all of their keys have one hash tag.
fn computed(context: &Context<'_>, word: ExpressionId) -> Option<Diagnostic> {
    let made = made(context, word, 0)?;
    let written = context.written(word).map_or_else(|| "this key".to_owned(), |written| format!("the key `{written}`"));
    let mut finding =
        LINT.finding(format!("{written} is {made}, not one of KEYS: on a cluster it may be on another node"));
    finding.level = Level::Info;
    Some(
        finding
            .at(context.chunk()[word].span)
            .with_help("pass it as a key, or give all keys one hash tag: `{user:1}:name`"),
    )
}

/// Where a key comes from that certainly isn't an element of KEYS.
fn made(context: &Context<'_>, word: ExpressionId, steps: u32) -> Option<&'static str> {
    let (chunk, names) = (context.chunk(), context.names());
    if let Meaning::Element(Vector::Argv, _) = names.meaning(word) {
        return Some("an argument");
    }
    if let Origin::Reply(_) | Origin::Part(_) = context.values().of(word).origin {
        return Some("what a command replied");
    }
    match &chunk[word].kind {
        ExpressionKind::Parenthesised(inner) => made(context, *inner, steps),
        ExpressionKind::Binary { operator: BinaryOperator::Concatenate, .. } => Some("put together by the script"),
        ExpressionKind::Index { object, .. } => (names.vector(*object) == Some(Vector::Argv)).then_some("an argument"),
        ExpressionKind::Call { callee, .. } => match names.member(*callee) {
            Some(("string", "format" | "gsub" | "sub" | "lower" | "upper") | ("table", "concat")) => {
                Some("put together by the script")
            }
            _ => None,
        },
        // Longer chains are nobody's.
        ExpressionKind::Local(local) if steps < 8 => match context.facts().bindings.lasting(*local) {
            Binding::Value(value) => made(context, value, steps + 1),
            _ => None,
        },
        _ => None,
    }
}

/// The words that are keys, as far as they are written out.
fn words(context: &Context<'_>, site: &Site, keys: Keys) -> Vec<ExpressionId> {
    let known = &site.words[..site.least()];
    let at = |at: i8| usize::try_from(at).ok();
    let words = match keys {
        Keys::At(first) => at(first).and_then(|first| known.get(first..=first)),
        Keys::Range(first, last, step) => {
            let (Some(first), Some(step)) = (at(first), at(step)) else { return Vec::new() };
            // How many words there are behind the ones that are written, nobody knows.
            let end = match at(last) {
                Some(last) => last + 1,
                None if site.open => known.len(),
                None => known.len().saturating_sub(usize::from(last.unsigned_abs()) - 1),
            };
            let mut words = Vec::new();
            let mut at = first;
            while at < end.min(known.len()) {
                words.push(known[at]);
                at += step.max(1);
            }
            return words;
        }
        Keys::Counted(place) => at(place).and_then(|place| {
            let Meaning::Number(count) = context.names().meaning(*known.get(place)?) else { return None };
            known.get(place + 1..(place + 1).checked_add(index(count)?)?)
        }),
        Keys::After(keyword) => {
            let is_keyword = |word: &ExpressionId| {
                let word = context.names().string(context.chunk(), *word);
                word.is_some_and(|word| word.eq_ignore_ascii_case(keyword.as_bytes()))
            };
            let Some(place) = known.iter().position(is_keyword).filter(|_| !site.open) else { return Vec::new() };
            let rest = &known[place + 1..];
            // STREAMS has as many ids behind its keys.
            rest.get(..if keyword == "STREAMS" { rest.len() / 2 } else { 1 })
        }
        Keys::Elsewhere => None,
    };
    words.unwrap_or_default().to_vec()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
fn index(count: f64) -> Option<usize> {
    ((0.0..=1000.0).contains(&count) && count.fract() == 0.0).then_some(count as usize)
}
