//! The names that a script's header states for its reply, against those of the type that it is read as.

use crate::text::{alike, is_among};
use crate::{Field, Shape};

/// How what the header states differs from what a type takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// It doesn't, as far as that is known.
    Agrees,
    /// The type takes fewer values.
    More,
    /// The type takes more values.
    Fewer,
    /// The name at this index is that of another field.
    Elsewhere(usize),
    /// The name at this index is that of no field.
    Unknown(usize),
    /// The type reads a value by a name that the header doesn't have.
    Unstated,
}

/// The first difference between the names of a header and the fields of a type: their number, then a name that another
/// field has, then one that none has. `resetAt` and `reset_at` are the same.
///
/// ```
/// use redis_script_shape::{Field, Shape, Stated, stated};
///
/// let field = |name| Field { name, shape: Shape::Integer, optional: false };
/// let fields: &'static [Field] = vec![field("left"), field("allowed")].leak();
/// let found = stated(&["allowed", "left"], &Shape::Fields(fields));
/// assert_eq!(found, Stated::Elsewhere(0));
/// ```
pub const fn stated(names: &[&str], shape: &Shape) -> Stated {
    match shape.required() {
        Shape::Tuple(items) => compare(names.len(), items.len()),
        Shape::Fields(fields) => match compare(names.len(), fields.len()) {
            Stated::Agrees => by_position(names, fields),
            other => other,
        },
        Shape::Named(fields) => by_name(names, fields),
        Shape::Integer | Shape::Range { .. } | Shape::Float | Shape::Bool | Shape::String | Shape::Bytes
            if names.len() > 1 =>
        {
            Stated::More
        }
        _ => Stated::Agrees,
    }
}

const fn compare(stated: usize, taken: usize) -> Stated {
    if stated > taken {
        Stated::More
    } else if stated < taken {
        Stated::Fewer
    } else {
        Stated::Agrees
    }
}

const fn by_position(names: &[&str], fields: &[Field]) -> Stated {
    let (mut at, mut found) = (0, Stated::Agrees);
    while at < fields.len() {
        // The fields of a tuple struct have numbers for names; what starts with `_` isn't for names to tell.
        let own = fields[at].name.as_bytes();
        let is_named = !own.is_empty() && own[0] != b'_' && !own[0].is_ascii_digit();
        if is_named && !alike(fields[at].name, names[at]) {
            if is_field(fields, names[at]) {
                return Stated::Elsewhere(at);
            }
            if matches!(found, Stated::Agrees) {
                found = Stated::Unknown(at);
            }
        }
        at += 1;
    }
    found
}

const fn is_field(fields: &[Field], name: &str) -> bool {
    let mut at = 0;
    while at < fields.len() {
        if alike(fields[at].name, name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Other names may be in the reply, too, and in any order.
const fn by_name(names: &[&str], fields: &[Field]) -> Stated {
    let mut at = 0;
    while at < fields.len() {
        if !fields[at].optional && !is_among(names, fields[at].name) {
            return Stated::Unstated;
        }
        at += 1;
    }
    Stated::Agrees
}

/// Whether a type reads a reply by names.
pub const fn is_by_name(shape: &Shape) -> bool {
    matches!(shape.required(), Shape::Named(_))
}
