//! Whether what a script returns can be read as a type.

use crate::text::{equal, is_among};
use crate::{Field, Kinds, Returned, Returns, Shape};

/// Why no return of a script can be read as a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The value that doesn't fit: an index into [`Returns::values`]. `None` if nothing is ever returned.
    pub at: Option<usize>,
    /// Which part of the reply it is.
    pub part: Part,
    /// What the type would take there.
    pub expected: Shape,
}

/// A part of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// An item.
    Item,
    /// The item that is this field.
    Field(&'static str),
}

/// Why no return can be read as `shape`, or one is read as something else; `None` where there is no reason, as far as
/// that is known.
pub const fn mismatch(returns: &Returns<'_>, shape: &Shape) -> Option<Misfit> {
    if matches!(shape, Shape::Unknown) {
        return None;
    }
    let mut at = 0;
    while at < returns.values.len() {
        if let Some(misfit) = exceeds(returns, at, shape) {
            return Some(misfit);
        }
        at += 1;
    }
    at = 0;
    while at < returns.values.len() {
        if fits(returns, at, shape) {
            return None;
        }
        at += returns.span(at);
    }
    if returns.falls_off && takes_null(shape) {
        return None;
    }
    if returns.values.is_empty() {
        // It always raises, or always ends without a return.
        let nothing = Misfit { at: None, part: Part::Whole, expected: *shape };
        return if returns.falls_off { Some(nothing) } else { None };
    }
    match misfit(returns, 0, shape) {
        None => Some(Misfit { at: Some(0), part: Part::Whole, expected: *shape }),
        found => found,
    }
}

/// Why the one return at `at`, which isn't null, can't be read as `shape`, while others may be.
pub const fn mismatch_of(returns: &Returns<'_>, at: usize, shape: &Shape) -> Option<Misfit> {
    if returns.kinds(at).has(Kinds::NULL) || fits(returns, at, shape) {
        return None;
    }
    match misfit(returns, at, shape) {
        None => Some(Misfit { at: Some(at), part: Part::Whole, expected: *shape }),
        found => found,
    }
}

/// Why the integer at `at` is read as another one: it is written down, and out of the type's range.
pub const fn exceeds(returns: &Returns<'_>, at: usize, shape: &Shape) -> Option<Misfit> {
    let value = &returns.values[at];
    if !value.kinds.only(Kinds::INTEGER) || value.literal.is_none() {
        return None;
    }
    let (part, expected) = place_at(returns, at, shape);
    let expected = *expected.required();
    if is_in_range(&expected, value.literal) { None } else { Some(Misfit { at: Some(at), part, expected }) }
}

const fn is_negative(literal: Option<&str>) -> bool {
    matches!(literal, Some(literal) if matches!(literal.as_bytes(), [b'-', ..]))
}

const fn is_in_range(shape: &Shape, literal: Option<&str>) -> bool {
    let (Shape::Range { least, most }, Some(literal)) = (shape, literal) else { return true };
    let Ok(number) = i128::from_str_radix(literal, 10) else { return true };
    *least as i128 <= number && number <= *most as i128
}

/// Whether the number at `at` loses a fraction where the type reads one.
pub const fn truncates(returns: &Returns<'_>, at: usize, shape: &Shape) -> bool {
    let kinds = returns.kinds(at);
    match shape_at(returns, at, shape).required() {
        Shape::Float => kinds.may_truncate(),
        Shape::String => kinds.only(Kinds::FRACTION),
        _ => false,
    }
}

/// What the type takes in the place of the value at `at`; [`Shape::Unknown`] where that isn't certain.
pub const fn shape_at(returns: &Returns<'_>, at: usize, shape: &Shape) -> Shape {
    place_at(returns, at, shape).1
}

const fn place_at(returns: &Returns<'_>, at: usize, shape: &Shape) -> (Part, Shape) {
    let (mut root, mut part, mut shape) = (0, Part::Whole, *shape);
    while root + returns.span(root) <= at {
        root += returns.span(root);
    }
    while root < at {
        let mut nth = 0;
        while returns.item(root, nth + 1) <= at {
            nth += 1;
        }
        (part, shape) = match shape.required() {
            Shape::Tuple(_) | Shape::Fields(_) | Shape::Named(_) if returns.kinds(root).has(Kinds::UNORDERED) => {
                (Part::Item, Shape::Unknown)
            }
            inner => item_of(returns, root, nth, inner),
        };
        root = returns.item(root, nth);
    }
    (part, shape)
}

/// What the type takes as the item `nth` of the array at `at`.
const fn item_of(returns: &Returns<'_>, at: usize, nth: usize, shape: &Shape) -> (Part, Shape) {
    match shape {
        Shape::List(inner) => (Part::Item, **inner),
        Shape::Tuple(items) if nth < items.len() => (Part::Item, items[nth]),
        Shape::Fields(fields) if nth < fields.len() => (Part::Field(fields[nth].name), fields[nth].shape),
        Shape::Named(fields) if nth % 2 == 1 => {
            match named(fields, returns.values[returns.item(at, nth - 1)].literal) {
                Some(field) => (Part::Field(field.name), field.shape),
                None => (Part::Item, Shape::Unknown),
            }
        }
        _ => (Part::Item, Shape::Unknown),
    }
}

const fn named(fields: &'static [Field], name: Option<&str>) -> Option<Field> {
    let Some(name) = name else { return None };
    let mut at = 0;
    while at < fields.len() {
        if equal(fields[at].name, name) {
            return Some(fields[at]);
        }
        at += 1;
    }
    None
}

/// Whether the value can be read as `shape`; what isn't known can.
const fn fits(returns: &Returns<'_>, at: usize, shape: &Shape) -> bool {
    let kinds = returns.kinds(at);
    let inner = shape.required();
    kinds.0 == 0
        || kinds.has(Kinds::ERROR)
        || kinds.has(Kinds::NULL) && takes_null(shape)
        || kinds.has(Kinds::INTEGER.with(Kinds::FRACTION).with(Kinds::NUMBER))
            && takes_number(&returns.values[at], inner)
        || kinds.has(Kinds::TEXT) && takes_text(&returns.values[at], inner)
        || kinds.has(Kinds::STATUS)
            && matches!(inner, Shape::Unknown | Shape::Unit | Shape::Bool | Shape::String | Shape::Texts(_))
        || kinds.has(Kinds::ARRAY) && takes_array(returns, at, inner)
}

const fn takes_null(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Unknown | Shape::Unit | Shape::Bool | Shape::Bytes | Shape::Optional(_) | Shape::List(_) | Shape::Map
    )
}

const fn takes_number(value: &Returned<'_>, shape: &Shape) -> bool {
    match shape {
        Shape::Integers(known) => is_integer_of(known, value.literal),
        Shape::Bytes
        | Shape::Texts(_)
        | Shape::List(_)
        | Shape::Tuple(_)
        | Shape::Fields(_)
        | Shape::Named(_)
        | Shape::Map => false,
        _ => true,
    }
}

const fn is_integer_of(known: &[i64], literal: Option<&str>) -> bool {
    let Some(literal) = literal else { return true };
    let Ok(number) = i64::from_str_radix(literal, 10) else { return false };
    let mut at = 0;
    while at < known.len() {
        if known[at] == number {
            return true;
        }
        at += 1;
    }
    false
}

const fn takes_text(value: &Returned<'_>, shape: &Shape) -> bool {
    match shape {
        Shape::Integer => value.kinds.has(Kinds::INTEGER_TEXT),
        Shape::Range { most, .. } => {
            // What is wider than 64 bits is read from a text as it is.
            value.kinds.has(Kinds::INTEGER_TEXT)
                && (*most == u64::MAX && !is_negative(value.literal) || is_in_range(shape, value.literal))
        }
        Shape::Integers(known) => value.kinds.has(Kinds::INTEGER_TEXT) && is_integer_of(known, value.literal),
        Shape::Float => value.kinds.has(Kinds::FLOAT_TEXT),
        Shape::Bool => value.kinds.has(Kinds::BOOL_TEXT),
        Shape::Texts(known) => {
            let Some(literal) = value.literal else { return true };
            is_among(known, literal)
        }
        Shape::Tuple(_) | Shape::Fields(_) | Shape::Named(_) | Shape::Map => false,
        _ => true,
    }
}

/// Whether the type is one number or text.
const fn is_scalar(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Integer
            | Shape::Range { .. }
            | Shape::Integers(_)
            | Shape::Float
            | Shape::Bool
            | Shape::String
            | Shape::Texts(_)
    )
}

const fn takes_array(returns: &Returns<'_>, at: usize, shape: &Shape) -> bool {
    let wanted = match shape {
        shape if is_scalar(shape) => return returns.kinds(at).has(Kinds::SPECIAL),
        Shape::Tuple(items) => items.len(),
        Shape::Fields(fields) => fields.len(),
        Shape::Named(fields) => return missing(returns, at, fields).is_none() && misfit(returns, at, shape).is_none(),
        Shape::List(_) => return misfit(returns, at, shape).is_none(),
        _ => return true,
    };
    match returns.length(at) {
        Some(length) => length == wanted && misfit(returns, at, shape).is_none(),
        None => !(returns.kinds(at).has(Kinds::AT_MOST) && returns.values[at].items < wanted),
    }
}

/// The first field that the array at `at`, of names and values in turn, certainly lacks.
pub(crate) const fn missing(returns: &Returns<'_>, at: usize, fields: &'static [Field]) -> Option<&'static str> {
    let Some(length) = returns.length(at) else { return None };
    let mut field = 0;
    while field < fields.len() {
        let mut found = fields[field].optional;
        let mut nth = 0;
        while nth < length {
            match returns.values[returns.item(at, nth)].literal {
                Some(name) if !equal(name, fields[field].name) => {}
                _ => found = true,
            }
            nth += 2;
        }
        if !found {
            return Some(fields[field].name);
        }
        field += 1;
    }
    None
}

/// The first item of an array, of as many items as there should be, that can't be read as its own type.
const fn misfit(returns: &Returns<'_>, at: usize, shape: &Shape) -> Option<Misfit> {
    let Some(length) = returns.length(at) else { return None };
    let shape = shape.required();
    match shape {
        Shape::Tuple(items) if items.len() == length => {}
        Shape::Fields(fields) if fields.len() == length => {}
        Shape::Named(_) => {}
        // Lists of tuples can be flat, or nested; lists of bytes can be one text.
        Shape::List(item)
            if is_scalar(item.required()) || matches!(item.required(), Shape::Fields(_) | Shape::Named(_)) => {}
        _ => return None,
    }
    let mut nth = 0;
    while nth < length {
        let item = returns.item(at, nth);
        let (part, expected) = item_of(returns, at, nth, shape);
        if !fits(returns, item, &expected) {
            return match misfit(returns, item, &expected) {
                None => Some(Misfit { at: Some(item), part, expected }),
                inner => inner,
            };
        }
        nth += 1;
    }
    None
}
