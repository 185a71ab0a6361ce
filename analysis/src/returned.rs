//! What the main chunk returns, as the plain data that types are compared with.

use crate::ast::{ExpressionId, ExpressionKind, TableItem};
use crate::calls::Caught;
use crate::script::Script;
use crate::span::Span;
use crate::usage::is_open;
use crate::values::{Key, Kinds, Origin, Value};
use redis_script_shape as shape;

/// How many values are looked at; what a table beyond them holds isn't known.
const MOST: usize = 256;
/// How deep tables are looked into.
const DEEPEST: usize = 6;
/// The longest literal that a type can ask for.
const LONGEST: usize = 64;

/// Every `return` of a script's main chunk.
#[derive(Clone, Debug, Default)]
pub struct Returned<'a> {
    values: Vec<shape::Returned<'a>>,
    pub(crate) places: Vec<Place>,
    falls_off: bool,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The `return`, or the item.
    pub(crate) span: Span,
    pub(crate) expression: Option<ExpressionId>,
}

impl Script {
    /// What its main chunk returns, as far as that is known.
    pub fn returned(&self) -> Returned<'_> {
        let mut returned = Returned::default();
        if self.usage().environment.is_some() {
            return returned;
        }
        let values = &self.facts().values;
        returned.falls_off = values.falls_off;
        for found in &values.returns {
            for value in &values.alternatives(found.value) {
                returned.push(self, *value, Place { span: found.span, expression: found.expression }, 0);
            }
        }
        returned
    }
}

impl<'a> Returned<'a> {
    /// The same as plain data.
    pub fn returns(&self) -> shape::Returns<'_> {
        shape::Returns { values: &self.values, falls_off: self.falls_off }
    }

    fn push(&mut self, script: &'a Script, value: Value, place: Place, depth: usize) {
        let at = self.values.len();
        let literal = place.expression.and_then(|expression| literal(script, expression, value));
        let text = kinds_of_text(script, value);
        self.values.push(shape::Returned { kinds: kinds(value).with(text), literal, items: 0 });
        self.places.push(place);
        if !value.kinds.has(Kinds::TABLE) {
            return;
        }
        let fill = match value.origin {
            Origin::Filled(local) => script.facts().values.fills.of(local),
            _ => None,
        };
        let table = match (value.origin, fill) {
            (Origin::Table(table), _) => table,
            (Origin::Filled(_), Some(fill)) => fill.table,
            // A table that the script made or changed may have gained a field.
            (Origin::Reply(_), _) if !value.kinds.has(Kinds::STATUS | Kinds::ERROR) => return,
            _ => return self.add(at, shape::Kinds::SPECIAL),
        };
        let ExpressionKind::Table(items) = &script.chunk()[table].kind else { return };
        let mut elements = TableItem::positional(items);
        let is_keyed = elements.len() < items.len();
        if is_keyed || fill.is_some() && value.kinds.has(Kinds::STATUS | Kinds::ERROR) {
            self.add(at, shape::Kinds::SPECIAL);
        }
        let mut is_certain = !is_keyed;
        if let Some(fill) = fill {
            is_certain = fill.items.is_some();
            if let Some(items) = &fill.items {
                elements.clone_from(items);
            } else {
                self.add(at, shape::Kinds::UNORDERED);
                for write in &fill.writes {
                    if !matches!(write.key, Key::Text(_) | Key::Computed(_)) {
                        elements.extend(write.value);
                    }
                }
            }
        }
        if depth >= DEEPEST || self.values.len() + elements.len() > MOST {
            return;
        }
        let length = self.push_items(script, &elements, at, depth, fill.is_some());
        self.add(at, if is_certain { length } else { shape::Kinds::NONE });
    }

    /// The items up to a nil, which ends the reply; whether these are certainly all, or as many as there can be.
    fn push_items(
        &mut self,
        script: &'a Script,
        items: &[ExpressionId],
        at: usize,
        depth: usize,
        filled: bool,
    ) -> shape::Kinds {
        let mut is_certain = true;
        for item in items {
            let value = script.facts().values.of(*item);
            if value.kinds.only(Kinds::NIL) {
                return if is_certain { shape::Kinds::CERTAIN } else { shape::Kinds::AT_MOST };
            }
            is_certain &= !value.kinds.is_empty() && !value.kinds.has(Kinds::NIL);
            let span = script.chunk()[*item].span;
            self.push(script, value, Place { span, expression: Some(*item) }, depth + 1);
            self.values[at].items += 1;
        }
        // A command always returns one reply.
        let calls = &script.facts().calls;
        let is_command = |last| calls.at(last).is_some_and(|site| site.caught != Caught::Pcall);
        let is_open = |last: &ExpressionId| is_open(script.chunk(), *last) && !is_command(*last);
        match !filled && items.last().is_some_and(is_open) {
            true => shape::Kinds::NONE,
            false if is_certain => shape::Kinds::CERTAIN,
            false => shape::Kinds::AT_MOST,
        }
    }

    fn add(&mut self, at: usize, kinds: shape::Kinds) {
        self.values[at].kinds = self.values[at].kinds.with(kinds);
    }
}

fn kinds(value: Value) -> shape::Kinds {
    let table = [
        (Kinds::FALSY | Kinds::FUNCTION | Kinds::OTHER, shape::Kinds::NULL),
        (Kinds::INTEGER | Kinds::TRUE, shape::Kinds::INTEGER),
        (Kinds::FRACTION, shape::Kinds::FRACTION),
        (Kinds::NUMBER, shape::Kinds::NUMBER),
        (Kinds::STRING, shape::Kinds::TEXT),
        (Kinds::STATUS, shape::Kinds::STATUS),
        (Kinds::ERROR, shape::Kinds::ERROR),
        (Kinds::TABLE, shape::Kinds::ARRAY),
    ];
    let mut found = shape::Kinds::NONE;
    for (kinds, kind) in &table {
        if value.kinds.has(*kinds) {
            found = found.with(*kind);
        }
    }
    found
}

/// What a text may be the text of: anything, unless it is a literal.
fn kinds_of_text(script: &Script, value: Value) -> shape::Kinds {
    if !value.kinds.has(Kinds::STRING) {
        return shape::Kinds::NONE;
    }
    let literal = match value.origin {
        Origin::Literal(literal) => script.facts().names.string(script.chunk(), literal),
        _ => None,
    };
    let is = |test: fn(&str) -> bool| literal.is_none_or(|text| str::from_utf8(text).is_ok_and(test));
    let mut found = shape::Kinds::NONE;
    if is(|text| text.parse::<i128>().is_ok()) {
        found = found.with(shape::Kinds::INTEGER_TEXT);
    }
    if is(|text| text.parse::<f64>().is_ok()) {
        found = found.with(shape::Kinds::FLOAT_TEXT);
    }
    if is(|text| text == "0" || text == "1") {
        found = found.with(shape::Kinds::BOOL_TEXT);
    }
    found
}

/// The text of a short string or of an integer.
fn literal(script: &Script, expression: ExpressionId, value: Value) -> Option<&str> {
    let literal = match value.origin {
        Origin::Literal(literal) => literal,
        _ => expression,
    };
    let text = if value.kinds.only(Kinds::STRING) {
        script.facts().names.text(script.chunk(), literal)
    } else if value.kinds.only(Kinds::INTEGER) {
        let written = str::from_utf8(script.chunk()[literal].span.of(script.text())).ok();
        written.filter(|text| {
            text.parse::<i128>().is_ok_and(|number| i64::try_from(number).is_ok() && number.to_string() == *text)
        })
    } else {
        None
    };
    text.filter(|text| text.len() <= LONGEST)
}
