//! What is said where a reply doesn't fit its type.

use crate::fit::{Misfit, Part, mismatch, missing};
use crate::text::Text;
use crate::{Kinds, Returns, Shape};

/// What is said if no return can be read as `shape`, with the text from `places` for the value that is to
/// blame; the last of `places` is for a script that returns nothing. An empty one says that it is allowed.
pub const fn report(returns: &Returns<'_>, shape: &Shape, places: &[&str]) -> Option<Text> {
    let Some(misfit) = mismatch(returns, shape) else { return None };
    let at = match misfit.at {
        Some(at) if at + 1 < places.len() => at,
        _ => places.len() - 1,
    };
    if places[at].is_empty() {
        return None;
    }
    let mut text = misfit.message(returns);
    text.push(places[at]);
    Some(text)
}

impl Misfit {
    /// One line: what is returned, and what can't be read as what.
    pub const fn message(&self, returns: &Returns<'_>) -> Text {
        let mut text = Text::EMPTY;
        let Some(at) = self.at else {
            text.push("the script returns nothing: the reply is always null");
            return text;
        };
        match self.part {
            Part::Whole if returns.is_one() => text.push("the script returns "),
            Part::Whole => text.push("the script returns here "),
            Part::Item => text.push("an item of the reply is "),
            Part::Field(name) => {
                text.push("the field `");
                text.push(name);
                text.push("` is ");
            }
        }
        if let (Shape::Range { least, most }, Some(literal), true) =
            (&self.expected, returns.values[at].literal, returns.kinds(at).only(Kinds::INTEGER))
        {
            text.push(literal);
            beyond(&mut text, literal, *least, *most);
            return text;
        }
        describe(&mut text, returns, at);
        text.push(", which can't be read as ");
        name(&mut text, &self.expected);
        explain(&mut text, returns, at, &self.expected);
        text
    }
}

/// That an integer isn't within a range, and what is read instead, where the range is that of so many bits.
const fn beyond(text: &mut Text, literal: &str, least: i64, most: u64) {
    text.push(", out of the type's range (");
    text.push_signed(least as i128);
    text.push(" to ");
    text.push_number(most as u128);
    text.push(")");
    let count = most as i128 - least as i128 + 1;
    if (least == 0 || least as i128 == -(count / 2))
        && count.count_ones() == 1
        && let Ok(number) = i128::from_str_radix(literal, 10)
    {
        text.push(": it is read as ");
        text.push_signed((number - least as i128).rem_euclid(count) + least as i128);
    }
}

const fn describe(text: &mut Text, returns: &Returns<'_>, at: usize) {
    const NAMES: [(Kinds, &str); 5] = [
        (Kinds::NULL, "null"),
        (Kinds(Kinds::INTEGER.0 | Kinds::FRACTION.0 | Kinds::NUMBER.0), "an integer"),
        (Kinds::TEXT, "a text"),
        (Kinds::STATUS, "a status"),
        (Kinds::ARRAY, "an array"),
    ];
    let (mut name, mut first) = (0, true);
    while name < NAMES.len() {
        if returns.kinds(at).has(NAMES[name].0) {
            text.push(if first { "" } else { " or " });
            text.push(NAMES[name].1);
            first = false;
        }
        name += 1;
    }
    match returns.length(at) {
        None if returns.kinds(at).has(Kinds::AT_MOST) => {
            text.push(" of at most ");
            text.push_number(returns.values[at].items as u128);
            text.push(if returns.values[at].items == 1 { " item" } else { " items" });
        }
        Some(1) => text.push(" of 1 item"),
        Some(length) => {
            text.push(" of ");
            text.push_number(length as u128);
            text.push(" items");
        }
        None => {}
    }
}

/// What a type takes.
const fn name(text: &mut Text, shape: &Shape) {
    match shape {
        Shape::Unknown => text.push("that type"),
        Shape::Unit => text.push("`()`"),
        Shape::Bool => text.push("a bool"),
        Shape::Integer | Shape::Range { .. } => text.push("an integer"),
        Shape::Integers(known) => {
            let mut at = 0;
            while at < known.len() {
                text.push(if at == 0 { "one of " } else { ", " });
                text.push_signed(known[at] as i128);
                at += 1;
            }
        }
        Shape::Float => text.push("a float"),
        Shape::String => text.push("a string"),
        Shape::Texts(known) => {
            let mut at = 0;
            while at < known.len() {
                text.push(if at == 0 { "one of '" } else { ", '" });
                text.push(known[at]);
                text.push("'");
                at += 1;
            }
        }
        Shape::Bytes => text.push("bytes"),
        Shape::Optional(inner) => name(text, inner),
        Shape::List(_) => text.push("a list"),
        Shape::Tuple(items) => {
            text.push("a tuple of ");
            text.push_number(items.len() as u128);
        }
        Shape::Fields(fields) => {
            text.push("a struct of ");
            text.push_number(fields.len() as u128);
            text.push(if fields.len() == 1 { " field" } else { " fields" });
        }
        Shape::Named(_) => text.push("a struct with named fields"),
        Shape::Map => text.push("a map"),
    }
}

/// Which fields are missing.
const fn explain(text: &mut Text, returns: &Returns<'_>, at: usize, shape: &Shape) {
    let Some(length) = returns.length(at) else { return };
    match shape.required() {
        Shape::Fields(fields) if length < fields.len() => {
            let mut field = length;
            while field < fields.len() {
                text.push(if field == length { ": `" } else { ", `" });
                text.push(fields[field].name);
                text.push("`");
                field += 1;
            }
            text.push(if length + 1 == fields.len() { " is missing" } else { " are missing" });
        }
        Shape::Fields(fields) if length > fields.len() => {
            text.push(": ");
            text.push_number((length - fields.len()) as u128);
            text.push(" too many");
        }
        Shape::Named(fields) => {
            if let Some(name) = missing(returns, at, fields) {
                text.push(": `");
                text.push(name);
                text.push("` is missing");
            }
        }
        _ => {}
    }
}
